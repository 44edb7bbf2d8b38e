import * as z from 'zod';
import { createProblem } from '../../shared/domain/problem.ts';
import { failed } from '../../shared/domain/result.ts';
import { createHttpHandler } from '../../shared/lambda/http-function.ts';
import { baseServices } from '../base-services.ts';

export const handler = createHttpHandler(
  {
    name: 'route-not-found',
    kind: 'read',
    scope: null,
    input: z.unknown(),
    takesBody: false,
    run: async () =>
      failed(createProblem('route_not_found', 'This API has no such route. GET /openapi.json lists those it has.')),
  },
  baseServices,
);
