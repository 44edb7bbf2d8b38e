import * as z from 'zod';
import { success } from '../../shared/domain/result.ts';
import { createHttpHandler, type HttpHandler } from '../../shared/lambda/http-function.ts';
import { baseServices } from '../base-services.ts';
import { createApiDocument } from './document.ts';

let text: Promise<string> | undefined;

const answerDocument = createHttpHandler(
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

const answerPage = createHttpHandler(
  {
    name: 'api-docs',
    kind: 'read',
    scope: null,
    input: z.object({
      path: z.object({ asset: z.string().optional() }),
      headers: z.object({ 'accept-encoding': z.string().optional() }),
    }),
    takesBody: false,
    run: async ({ path, headers }) => {
      const { answerPageFile } = await import('./page.ts');
      return answerPageFile(path.asset, headers['accept-encoding']);
    },
  },
  baseServices,
);

const pageRoutes: readonly string[] = ['GET /docs', 'GET /docs/{asset}'];

/** By route and not by path, which holds the stage's name where the stage has one. */
export const handler: HttpHandler = (event, context) =>
  (pageRoutes.includes(event.routeKey) ? answerPage : answerDocument)(event, context);
