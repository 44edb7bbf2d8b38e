import * as z from 'zod';
import { success } from '../../shared/domain/result.ts';
import { createHttpHandler } from '../../shared/lambda/http-function.ts';
import { baseServices } from '../base-services.ts';
import { createApiDocument } from './document.ts';

let text: Promise<string> | undefined;

export const handler = createHttpHandler(
  {
    name: 'api-docs',
    kind: 'read',
    scope: null,
    input: z.unknown(),
    takesBody: false,
    run: async () => {
      text ??= createApiDocument().then((document) => JSON.stringify(document));
      return success({ status: 200, text: await text });
    },
  },
  baseServices,
);
