import { createServices, type Outside, type Services } from '../../gateway/services.ts';
import type { Clock, Random } from '../../shared/domain/clock.ts';
import { failed, success } from '../../shared/domain/result.ts';
import type { HttpHandler } from '../../shared/lambda/http-function.ts';
import { createLogger } from '../../shared/lambda/logger.ts';
import { parseSettings } from '../../shared/lambda/settings.ts';
import type { SecretSource } from '../../shared/secrets/secret-store.ts';
import { judgedFetch } from './judged-fetch.ts';
import { createMemoryEventBus } from './memory-event-bus.ts';
import { createMemoryTable } from './memory-table.ts';
import { type FunctionName, serveFunctions } from './served-functions.ts';

export interface FunctionBenchOptions extends Partial<Outside> {
  readonly clock: Clock;
  readonly random?: Random;
  /** By connection name; a text is kept as it is. */
  readonly secrets?: Readonly<Record<string, object | string>>;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface FunctionBench {
  readonly handlers: Readonly<Record<FunctionName, HttpHandler>>;
  readonly services: Services;
  readonly lines: readonly string[];
}

/** The real functions over the real services; the world outside (secrets, table, fetch) is handed in or in memory. */
export const createFunctionBench = (options: FunctionBenchOptions): FunctionBench => {
  const { clock, random = Math.random, secrets = {}, environment = {} } = options;
  const settings = parseSettings(environment);
  if (!settings.ok) {
    throw new Error(settings.problem);
  }
  const lines: string[] = [];
  const logger = createLogger({ level: 'debug', clock, writeLine: (line) => lines.push(line) });
  const services = createServices(
    { settings: settings.value, clock, random, logger },
    {
      fetch: judgedFetch(options.fetch ?? (() => Promise.reject(new Error('This test asks no provider.')))),
      secretSource: options.secretSource ?? createMemorySecrets(secrets, settings.value.secretPrefix),
      table: options.table ?? createMemoryTable(),
      bus: options.bus ?? createMemoryEventBus(),
    },
  );
  return {
    handlers: serveFunctions(() => services),
    services,
    lines,
  };
};

const createMemorySecrets = (secrets: Readonly<Record<string, object | string>>, prefix: string): SecretSource => {
  const texts = new Map(
    Object.entries(secrets).map(([name, secret]) => [
      prefix + name,
      typeof secret === 'string' ? secret : JSON.stringify(secret),
    ]),
  );
  return {
    read: async (name) => {
      const text = texts.get(name);
      return text === undefined ? failed('absent') : success(text);
    },
    list: async () => success([...texts.keys()]),
  };
};
