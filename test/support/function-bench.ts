import { addRateScheduleFunction } from '../../functions/add-rate-schedule/handler.ts';
import { convertTrialFunction } from '../../functions/convert-trial/handler.ts';
import { createPlanFunction } from '../../functions/create-plan/handler.ts';
import { editPlanFunction } from '../../functions/edit-plan/handler.ts';
import { editRateScheduleFunction } from '../../functions/edit-rate-schedule/handler.ts';
import { getAccountPlanFunction } from '../../functions/get-account-plan/handler.ts';
import { getConversionFunction } from '../../functions/get-conversion/handler.ts';
import { getPlanFunction } from '../../functions/get-plan/handler.ts';
import { listConnectionsFunction } from '../../functions/list-connections/handler.ts';
import { listPlansFunction } from '../../functions/list-plans/handler.ts';
import { receiveWebhookFunction } from '../../functions/receive-webhook/handler.ts';
import { createServices, type Outside, type Services } from '../../gateway/services.ts';
import type { Clock, Random } from '../../shared/domain/clock.ts';
import { failed, success } from '../../shared/domain/result.ts';
import { createHttpHandler, type HttpHandler } from '../../shared/lambda/http-function.ts';
import { createLogger } from '../../shared/lambda/logger.ts';
import { parseSettings } from '../../shared/lambda/settings.ts';
import type { SecretSource } from '../../shared/secrets/secret-store.ts';
import { judgedFetch } from './judged-fetch.ts';
import { createMemoryEventBus } from './memory-event-bus.ts';
import { createMemoryTable } from './memory-table.ts';

export interface FunctionBenchOptions extends Partial<Outside> {
  readonly clock: Clock;
  readonly random?: Random;
  /** By connection name; a text is kept as it is. */
  readonly secrets?: Readonly<Record<string, object | string>>;
  readonly environment?: Readonly<Record<string, string>>;
}

export const functionNames = [
  'list-connections',
  'list-plans',
  'get-plan',
  'get-account-plan',
  'convert-trial',
  'get-conversion',
  'create-plan',
  'edit-plan',
  'add-rate-schedule',
  'edit-rate-schedule',
  'receive-webhook',
] as const;

export type FunctionName = (typeof functionNames)[number];

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
  const getServices = () => services;
  return {
    handlers: {
      'list-connections': createHttpHandler(listConnectionsFunction, getServices),
      'list-plans': createHttpHandler(listPlansFunction, getServices),
      'get-plan': createHttpHandler(getPlanFunction, getServices),
      'get-account-plan': createHttpHandler(getAccountPlanFunction, getServices),
      'convert-trial': createHttpHandler(convertTrialFunction, getServices),
      'get-conversion': createHttpHandler(getConversionFunction, getServices),
      'create-plan': createHttpHandler(createPlanFunction, getServices),
      'edit-plan': createHttpHandler(editPlanFunction, getServices),
      'add-rate-schedule': createHttpHandler(addRateScheduleFunction, getServices),
      'edit-rate-schedule': createHttpHandler(editRateScheduleFunction, getServices),
      'receive-webhook': createHttpHandler(receiveWebhookFunction, getServices),
    },
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
