import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { sendNotification } from '../../sandbox/notifications.ts';
import { changeAccount, makeNotification } from '../../sandbox/outside-events.ts';
import { type VendorId, vendors } from '../../sandbox/vendors.ts';
import { killLeftOverScripts } from '../local/script-process.ts';
import { type ApiProcess, askUntil, type LocalStack, startLocalStack } from '../support/local-stack.ts';

let stack: LocalStack;

beforeEach(async () => {
  stack = await startLocalStack();
});

afterEach(async () => {
  killLeftOverScripts();
  await stack.close();
});

const working = { BACKGROUND_INTERVAL_MS: '50', CONVERSION_SETTLE_SECONDS: '0.2' };
/** It answers, and does nothing of its own accord. */
const onlyAnswering = { ...working, BACKGROUND_INTERVAL_MS: '0' };

const conversionSchema = z.looseObject({ id: z.string(), status: z.string() });

const convert = async (url: string, connection: string, accountId: string, body: object) => {
  const answer = await fetch(`${url}/v1/connections/${connection}/accounts/${accountId}/conversions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'key-1' },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(201);
  return conversionSchema.parse(await answer.json());
};

/** Lets a provider tell of an account, once; gives whether it takes the answer as "received". */
const tell = async (url: string, provider: VendorId, accountId: string): Promise<boolean> => {
  const made = makeNotification(stack.sandbox, { provider, accountId });
  if (!made.ok) {
    throw new Error(made.error);
  }
  const target = `${url}/v1/connections/demo-${provider}/webhooks`;
  return (await sendNotification(made.value, target, vendors[provider].outside.delivery)).received;
};

/** The same, again and again as vendors do: on a busy machine the first answer of a process may come too late. */
const tellUntilReceived = (url: string, provider: VendorId, accountId: string) =>
  askUntil(
    () => tell(url, provider, accountId),
    (isReceived) => isReceived,
  );

const kill = async ({ process }: ApiProcess) => {
  process.stop('SIGKILL');
  expect(await process.exit).toMatchObject({ signal: 'SIGKILL' });
};

const detailSchema = z.looseObject({ id: z.string(), sequence: z.int(), accountId: z.string(), cause: z.unknown() });

/** What was published of an account: the sequence, the type and the id, each event once. */
const eventsOf = (accountId: string) => [
  ...new Map(
    stack.bus
      .events()
      .map(({ detailType, detail }) => ({ detailType, ...detailSchema.parse(detail) }))
      .filter((event) => event.accountId === accountId)
      .map(({ id, sequence, detailType }) => [id, [sequence, detailType, id]] as const),
  ).values(),
];

/** As often as it came. */
const arrivalsOf = (accountId: string) =>
  stack.bus.events().filter(({ detail }) => detailSchema.parse(detail).accountId === accountId).length;

const untilNothingIsLeft = () => askUntil(stack.queued, (queued) => queued.length === 0);

const trials: readonly [VendorId, string, object][] = [
  ['constant-contact-v2', 'a07et2000001', { planId: '2' }],
  ['constant-contact-v3', 'a07et3000001', { planId: 'GOLD' }],
  ['aria', '5000001', {}],
  ['fusebill', '70001', {}],
];

describe('a conversion over HTTP', () => {
  test.each(trials)(
    'at %s ends in one event on the bus, its notification included',
    async (provider, accountId, body) => {
      const { url } = await stack.startApi(working);
      const { id } = await convert(url, `demo-${provider}`, accountId, body);
      await tellUntilReceived(url, provider, accountId);
      await untilNothingIsLeft();

      expect(eventsOf(accountId)).toEqual([[1, 'account_plan.converted', `evt_${id}`]]);
      expect(arrivalsOf(accountId)).toBe(1);
    },
  );

  test.each(trials)(
    'at %s whose process is killed right after its answer is published by the next process, once',
    async (provider, accountId, body) => {
      const first = await stack.startApi(onlyAnswering);
      const { id } = await convert(first.url, `demo-${provider}`, accountId, body);
      await kill(first);
      expect(stack.bus.events()).toEqual([]);

      await stack.startApi(working);
      await untilNothingIsLeft();

      expect(eventsOf(accountId)).toEqual([[1, 'account_plan.converted', `evt_${id}`]]);
      expect(arrivalsOf(accountId)).toBe(1);
    },
  );
});

describe('a notification', () => {
  const told: readonly [VendorId, string][] = [
    ['constant-contact-v2', 'a07et2000006'],
    ['constant-contact-v3', 'a07et3000007'],
    ['aria', '5000004'],
    ['fusebill', '70003'],
  ];

  test('that was answered by a process that is killed then is worked off by the next one', async () => {
    const first = await stack.startApi(onlyAnswering);
    await Promise.all(told.map(([provider, accountId]) => tellUntilReceived(first.url, provider, accountId)));
    await kill(first);
    for (const [provider, accountId] of told) {
      expect(changeAccount(stack.sandbox, { provider, accountId, change: 'cancel' }).ok).toBe(true);
    }

    await stack.startApi(working);
    await untilNothingIsLeft();

    for (const [, accountId] of told) {
      expect(eventsOf(accountId)).toEqual([[1, 'account_plan.canceled', expect.stringMatching(/^evt_/)]]);
    }
  });

  // What the killed process had in hand is held for 20 s.
  test('that was answered is never lost, whenever the process is killed', async () => {
    const { 'constant-contact-v2': constantContactV2, 'constant-contact-v3': constantContactV3 } =
      stack.sandbox.providers;
    const accounts: readonly (readonly [VendorId, string])[] = [
      ...[...constantContactV2.state.accounts.keys()].map((id) => ['constant-contact-v2', id] as const),
      ...[...constantContactV3.state.accounts.keys()].map((id) => ['constant-contact-v3', id] as const),
    ];
    expect(accounts).toHaveLength(29);
    const first = await stack.startApi(working);
    const received: string[] = [];
    let isKilled = false;
    const tellBeforeTheEnd = async (provider: VendorId, accountId: string): Promise<void> => {
      if (await tell(first.url, provider, accountId)) {
        received.push(accountId);
        if (received.length === 10) {
          isKilled = true;
          first.process.stop('SIGKILL');
        }
      } else if (!isKilled) {
        await tellBeforeTheEnd(provider, accountId);
      }
    };

    await Promise.all(accounts.map(([provider, accountId]) => tellBeforeTheEnd(provider, accountId)));
    expect(await first.process.exit).toMatchObject({ signal: 'SIGKILL' });
    expect(received.length).toBeGreaterThanOrEqual(10);
    await stack.startApi(working);
    await untilNothingIsLeft();

    for (const accountId of received) {
      expect(eventsOf(accountId)).toEqual([
        [1, expect.stringMatching(/^account_plan\./), expect.stringMatching(/^evt_/)],
      ]);
    }
  }, 90_000);
});
