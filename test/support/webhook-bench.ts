import { afterEach } from '@jest/globals';
import { processWebhooks } from '../../functions/process-webhook/handler.ts';
import { publishEvents } from '../../functions/publish-events/handler.ts';
import { type Reconciliation, reconcileDue } from '../../functions/reconcile-conversions/handler.ts';
import { demoSecrets } from '../../local/demo-secrets.ts';
import type { Notification } from '../../sandbox/notifications.ts';
import type { OutsideChange } from '../../sandbox/outside-changes.ts';
import { changeAccount, makeNotification, type NotificationRequest } from '../../sandbox/outside-events.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { VendorId } from '../../sandbox/vendors.ts';
import { createWorld } from '../../sandbox/world.ts';
import type { GatewayEvent } from '../../shared/domain/event.ts';
import { createFunctionBench, type FunctionBench, type FunctionBenchOptions } from './function-bench.ts';
import { startSandbox } from './judged-sandbox.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { createMemoryEventBus } from './memory-event-bus.ts';
import { send, type TestAnswer } from './request-event.ts';
import { judgeNotification } from './vendor-judge.ts';

export interface WebhookBench extends FunctionBench {
  readonly sandbox: Sandbox;
  /** The one of the gateway and of the providers. */
  readonly clock: ManualClock;
  /** What is on the bus, where the bench has its own. */
  readonly events: readonly GatewayEvent[];
  /** Changes an account at its provider as somebody else would. */
  change(provider: VendorId, accountId: string, change: OutsideChange): void;
  /** What a provider would send of an account, or plan, as it stands now. */
  notificationOf(request: NotificationRequest): Notification;
  /** Hands a notification to receive-webhook as API Gateway would; some headers may be others. */
  deliver(
    connection: string,
    notification: Notification,
    changes?: {
      readonly headers?: Readonly<Record<string, string>>;
      readonly isBase64Encoded?: boolean;
      readonly query?: string;
    },
  ): Promise<TestAnswer>;
  /** Lets a provider tell its demo connection; gives the status of the answer. */
  notify(request: NotificationRequest): Promise<number>;
  /** process-webhook and publish-events, each once, as their schedule runs them. */
  process(): Promise<void>;
  publish(): Promise<void>;
  runStreams(): Promise<void>;
  reconcile(): Promise<Reconciliation>;
  convert(connection: string, accountId: string, body: object, key?: string): Promise<TestAnswer>;
}

export interface WebhookBenchOptions extends Partial<FunctionBenchOptions> {
  readonly startMs?: number;
}

/** The real functions over the sandbox's providers, with a demo connection for each, on the 14th of March 2031 at ten. */
export const startWebhookBench = async ({
  startMs = Date.UTC(2031, 2, 14, 10, 0, 0),
  secrets = {},
  ...options
}: WebhookBenchOptions = {}): Promise<WebhookBench> => {
  const clock = createManualClock(startMs);
  const sandbox = await startSandbox({ world: createWorld(clock.now) });
  open.push(sandbox);
  const bus = createMemoryEventBus();
  const bench = createFunctionBench({
    clock,
    bus,
    fetch: globalThis.fetch,
    secrets: { ...demoSecrets(sandbox), ...secrets },
    ...options,
  });
  const { services, handlers } = bench;
  let keys = 0;

  const notificationOf: WebhookBench['notificationOf'] = (request) => {
    const notification = resultOf(makeNotification(sandbox, request));
    judgeNotification(request.provider, notification);
    return notification;
  };
  const deliver: WebhookBench['deliver'] = (connection, { headers, body }, changes = {}) => {
    const isBase64Encoded = changes.isBase64Encoded ?? !isText(headers['content-type']);
    return send(handlers['receive-webhook'], {
      method: 'POST',
      path: `/v1/connections/${connection}/webhooks`,
      pathParameters: { connection },
      query: changes.query ?? '',
      headers: lowerCased({ ...headers, ...changes.headers }),
      body: isBase64Encoded ? Buffer.from(body).toString('base64') : body,
      isBase64Encoded,
    });
  };
  const process = () => processWebhooks(services, {}, 58_000);
  const publish = () => publishEvents(services, {}, 58_000);

  return {
    ...bench,
    sandbox,
    clock,
    events: bus.published,
    change: (provider, accountId, change) => {
      resultOf(changeAccount(sandbox, { provider, accountId, change }));
    },
    notificationOf,
    deliver,
    notify: async (request) => (await deliver(`demo-${request.provider}`, notificationOf(request))).status,
    process,
    publish,
    runStreams: async () => {
      await process();
      await publish();
    },
    reconcile: () => reconcileDue(services, 58_000),
    convert: (connection, accountId, body, key) => {
      keys += 1;
      return send(handlers['convert-trial'], {
        method: 'POST',
        path: `/v1/connections/${connection}/accounts/${accountId}/conversions`,
        pathParameters: { connection, accountId },
        headers: { 'idempotency-key': key ?? `key-${keys}` },
        body,
      });
    },
  };
};

/** Lets all that is under way go on until `isReached`. The test's own time-out ends it. */
export const goOnUntil = async (isReached: () => boolean): Promise<void> => {
  while (!isReached()) {
    await nextTurn();
  }
};

/** Room for sockets and timers. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const open: Sandbox[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
});

/** API Gateway hands these on as they are, and everything else in Base64. */
const isText = (contentType = ''): boolean => /^(text\/|application\/json)/.test(contentType);

/** As API Gateway has header names. */
const lowerCased = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

const resultOf = <Value>(done: { ok: true; value: Value } | { ok: false; error: string }): Value => {
  if (!done.ok) {
    throw new Error(done.error);
  }
  return done.value;
};
