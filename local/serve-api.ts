import * as z from 'zod';
import type { Settings } from '../shared/lambda/settings.ts';
import { hasEventBus } from './aws-environment.ts';
import { startBackground } from './background.ts';
import { type LocalRoutes, startGateway } from './gateway.ts';
import type { Handler } from './invoke.ts';
import type { LoopbackServer } from './loopback-server.ts';
import { readRoutes } from './routes.ts';

/**
 * The HTTP API with the handlers of `functions/` on `settings.port`, and the scheduled functions beside it. The handlers
 * read their own settings from the environment.
 */
export const serveApi = async (
  settings: Pick<Settings, 'port' | 'requestTimeoutMs' | 'backgroundIntervalMs' | 'tableName'>,
  localRoutes: LocalRoutes = {},
): Promise<LoopbackServer> => {
  const routes = readRoutes();
  const names = [...new Set(routes.map(({ functionName }) => functionName))];
  const handlers = await Promise.all(names.map(async (name) => [name, await importHandler(name)] as const));
  const gateway = await startGateway({
    port: settings.port,
    routes,
    handlers: Object.fromEntries(handlers),
    timeoutMs: settings.requestTimeoutMs,
    localRoutes,
  });
  const background = startBackground({
    intervalMs: settings.backgroundIntervalMs,
    tableName: settings.tableName,
    publishes: hasEventBus(process.env),
  });
  return {
    ...gateway,
    close: async () => {
      await Promise.all([gateway.close(), background.close()]);
    },
  };
};

const importHandler = async (functionName: string): Promise<Handler> => {
  const module: unknown = await import(`../functions/${functionName}/handler.ts`);
  return moduleSchema.parse(module).handler;
};

const moduleSchema = z.object({ handler: z.custom<Handler>((value) => typeof value === 'function') });
