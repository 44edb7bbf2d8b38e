import * as z from 'zod';
import { baseServices } from '../../gateway/base-services.ts';
import { failed } from '../../shared/domain/result.ts';
import { createHttpHandler } from '../../shared/lambda/http-function.ts';
import { routeNotFound } from '../../shared/lambda/route-not-found.ts';

export const handler = createHttpHandler(
  {
    name: 'route-not-found',
    kind: 'read',
    scope: null,
    input: z.unknown(),
    takesBody: false,
    run: async (_input, { services }) => failed(routeNotFound(services.settings)),
  },
  baseServices,
);
