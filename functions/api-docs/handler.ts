import * as z from 'zod';
import { baseServices } from '../../gateway/base-services.ts';
import { failed, success } from '../../shared/domain/result.ts';
import { createHttpHandler, type HttpHandler } from '../../shared/lambda/http-function.ts';
import { routeNotFound } from '../../shared/lambda/route-not-found.ts';
import type { Content } from './content.ts';
import { createApiDocument } from './document.ts';
import { operation } from './operation.ts';

let document: Content | undefined;

const answerDocument = createHttpHandler(
  {
    ...operation,
    run: async ({ headers }, { services: { settings } }) => {
      if (!settings.docs) {
        return failed(routeNotFound(settings));
      }
      const { answerIfChanged } = await import('./answer-content.ts');
      const { createContent } = await import('./content.ts');
      document ??= createContent(async () => JSON.stringify(await createApiDocument()));
      return success(
        await answerIfChanged(document, {
          acceptEncoding: headers['accept-encoding'],
          ifNoneMatch: headers['if-none-match'],
        }),
      );
    },
  },
  baseServices,
);

const answerPage = createHttpHandler(
  {
    ...operation,
    input: z.object({
      path: z.object({ asset: z.string().optional() }),
      headers: z.object({ 'accept-encoding': z.string().optional() }),
    }),
    run: async ({ path, headers }, { services: { settings } }) => {
      if (!settings.docs) {
        return failed(routeNotFound(settings));
      }
      const { answerPageFile } = await import('./page.ts');
      const file = await answerPageFile(path.asset, headers['accept-encoding']);
      return file === null ? failed(routeNotFound(settings)) : success(file);
    },
  },
  baseServices,
);

const pageRoutes: readonly string[] = ['GET /docs', 'GET /docs/{asset}'];

/** By route and not by path, which holds the stage's name where the stage has one. */
export const handler: HttpHandler = (event, context) =>
  (pageRoutes.includes(event.routeKey) ? answerPage : answerDocument)(event, context);
