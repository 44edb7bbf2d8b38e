import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import type { Logger } from '../../shared/domain/logger.ts';
import { failed, success } from '../../shared/domain/result.ts';
import type { HttpHandler } from '../../shared/lambda/http-function.ts';
import type { SecretSource } from '../../shared/secrets/secret-store.ts';
import type { SimulatedBus } from './bus.ts';
import { connection } from './client.ts';
import type { Dice } from './dice.ts';
import { isOut, type Sickness } from './faults.ts';
import { runInvocation } from './invocation.ts';
import { createProcess, type Process } from './process.ts';
import type { Scheduler } from './scheduler.ts';
import type { System } from './system.ts';
import type { SimulatedTable } from './table.ts';

/** What comes back to a caller; null where the connection is lost or the time is over. */
export type Reply = { readonly status: number; readonly headers: Answered['headers']; readonly text: string } | null;

interface Answered {
  readonly headers: Readonly<Record<string, unknown>>;
}

export interface Gateway {
  invoke(
    event: APIGatewayProxyEventV2,
    place: keyof Instance['handlers'],
  ): { readonly name: string; readonly reply: Promise<Reply> };
  /** One scheduled run of the reconciliation. */
  reconcile(): Promise<void>;
  /** One run of a function of the table's stream: with what the stream brings, or on its schedule. Tells how it ended. */
  runStream(queue: StreamQueue, partitions: readonly string[] | null): Promise<'done' | 'died'>;
}

export type StreamQueue = 'webhooks' | 'events';

export interface GatewayOptions {
  readonly system: System;
  readonly scheduler: Scheduler;
  readonly dice: Dice;
  readonly sickness: Sickness;
  readonly secretNow: () => string;
  readonly table: SimulatedTable;
  readonly bus: SimulatedBus;
  readonly fetchFor: (process: Process) => typeof fetch;
  readonly report: (violation: string) => void;
  readonly trace: ((text: string) => void) | undefined;
}

/** Several processes of the gateway over one table, each replaced when it dies. */
export const createGateway = (options: GatewayOptions): Gateway => {
  const { scheduler, dice, sickness, system, report, trace } = options;
  const pool: (Instance | undefined)[] = Array.from({ length: dice.between(1, 3) });
  let processes = 0;
  let invocations = 0;

  const instance = (): Instance => {
    const place = dice.between(0, pool.length - 1);
    const found = pool[place];
    if (found?.process.isAlive()) {
      return found;
    }
    processes += 1;
    const started = startInstance(`p${processes}`, options);
    pool[place] = started;
    return started;
  };

  const run = (process: Process, name: string, work: () => Promise<Reply>, timeoutMs: number): Promise<Reply> =>
    new Promise((resolve) => {
      const timeOut = scheduler.after(timeoutMs, () => {
        trace?.(`${name}: takes too long`);
        if (sickness.endsLateProcesses) {
          process.crash('time-out');
        }
        resolve(null);
      });
      const watch = (): void => {
        process.onStop(() => {
          if (process.isAlive()) {
            watch();
          } else {
            timeOut.cancel();
            resolve(null);
          }
        });
      };
      watch();
      runInvocation(name, work).then(
        (reply) => {
          timeOut.cancel();
          resolve(reply);
        },
        (error: unknown) => {
          report(`answer: ${name} threw ${String(error)}`);
          resolve(null);
        },
      );
    });

  const nameIn = (process: Process): string => {
    invocations += 1;
    return `${process.name}.${invocations}`;
  };

  return {
    invoke: (event, place) => {
      const { process, handlers } = instance();
      const name = nameIn(process);
      const handler = handlers[place];
      const endsAt = scheduler.now() + functionTimeoutMs;
      const work = async (): Promise<Reply> => {
        const result = await handler(
          event,
          contextUntil(() => endsAt - scheduler.now()),
        );
        return { status: result.statusCode ?? 0, headers: { ...result.headers }, text: result.body ?? '' };
      };
      return { name, reply: run(process, name, work, functionTimeoutMs) };
    },
    reconcile: async () => {
      const { process, services } = instance();
      const work = async (): Promise<Reply> => {
        const { failed: failures } = await system.reconcileDue(services, reconciliationTimeoutMs);
        if (failures > 0) {
          report('answer: the reconciliation of a conversion threw.');
        }
        return null;
      };
      await run(process, nameIn(process), work, reconciliationTimeoutMs);
    },
    runStream: async (queue, partitions) => {
      const { process, services } = instance();
      const event = partitions === null ? {} : { Records: partitions.map(recordOf) };
      const work = async (): Promise<Reply> => {
        const runFunction = queue === 'webhooks' ? system.processWebhooks : system.publishEvents;
        await runFunction(services, event, reconciliationTimeoutMs);
        return { status: 200, headers: {}, text: '' };
      };
      const reply = await run(process, nameIn(process), work, reconciliationTimeoutMs);
      return reply === null ? 'died' : 'done';
    },
  };
};

const recordOf = (partition: string) => ({ dynamodb: { Keys: { pk: { S: partition }, sk: { S: 'any' } } } });

/** API Gateway's own limit is 30 s; see serverless.yml. */
const functionTimeoutMs = 29_000;
const reconciliationTimeoutMs = 50_000;

interface Instance {
  readonly process: Process;
  readonly services: ReturnType<System['createServices']>;
  readonly handlers: Readonly<Record<'convert' | 'read' | 'readPlan' | 'receive', HttpHandler>>;
}

const startInstance = (name: string, options: GatewayOptions): Instance => {
  const { system, dice, sickness, table, fetchFor, trace } = options;
  const process = createProcess({ name, ...options, dice: dice.fork() });
  const settings = system.parseSettings({ CONVERSION_SETTLE_SECONDS: String(sickness.settleMs / 1_000) });
  if (!settings.ok) {
    throw new Error(settings.problem);
  }
  const base = {
    settings: settings.value,
    clock: process.clock,
    random: dice.fork().next,
    logger: createLogger(options),
  };
  const services = system.createServices(base, {
    fetch: fetchFor(process),
    secretSource: createSecretSource(process, options),
    table: table.connect(process),
    bus: options.bus.connect(process),
  });
  trace?.(`${name}: starts`);
  return {
    process,
    services,
    handlers: {
      convert: system.createHttpHandler(system.convertTrialFunction, () => services),
      read: system.createHttpHandler(system.getConversionFunction, () => services),
      readPlan: system.createHttpHandler(system.getAccountPlanFunction, () => services),
      receive: system.createHttpHandler(system.receiveWebhookFunction, () => services),
    },
  };
};

const createSecretSource = (
  process: Process,
  { scheduler, dice, sickness, secretNow }: GatewayOptions,
): SecretSource => {
  const ask = <Value>(answer: () => Value) =>
    process.reach(async () => {
      await scheduler.sleep(dice.between(2, 40));
      const isAway = scheduler.now() < sickness.untilMs && isOut(sickness, 'secrets', scheduler.now());
      return isAway ? failed('unavailable' as const) : success(answer());
    });
  return { read: () => ask(secretNow), list: (prefix) => ask(() => [`${prefix}${connection}`]) };
};

/** Lines of the code under test, where they say that something is wrong. */
const createLogger = ({ report, trace }: GatewayOptions): Logger => ({
  debug: () => {},
  info: () => {},
  warn: (event) => trace?.(`log: ${event}`),
  error: (event, fields) => {
    trace?.(`log: ${event} ${JSON.stringify(fields)}`);
    if (event === 'internal_error') {
      report(`answer: an internal error: ${JSON.stringify(fields)}`);
    }
  },
});

const contextUntil = (remainingMs: () => number): Context => ({
  functionName: 'simulated',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:simulated',
  memoryLimitInMB: '512',
  awsRequestId: '',
  logGroupName: '',
  logStreamName: '',
  callbackWaitsForEmptyEventLoop: false,
  getRemainingTimeInMillis: () => Math.max(0, remainingMs()),
  done: () => {},
  fail: () => {},
  succeed: () => {},
});
