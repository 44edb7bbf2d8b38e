import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { trialAccount } from '../../sandbox/constant-contact-v3/state.ts';
import type { Notification } from '../../sandbox/notifications.ts';
import { type DurableTable, startDurableTable } from '../support/durable-table.ts';
import { send } from '../support/request-event.ts';
import { startWebhookBench, type WebhookBench } from '../support/webhook-bench.ts';

let stored: DurableTable;
let bench: WebhookBench;
/** Of the account as it was when it was small: it only says where to look. */
let notification: Notification;

beforeEach(async () => {
  stored = await startDurableTable();
  bench = await startWebhookBench({ table: stored.table });
  notification = bench.notificationOf({ provider: 'aria', accountId: '5000001' });
});

afterEach(() => stored.close());

/** An account of Aria with one trial, 6000001, and other subscriptions beside it: so many in all. */
const growAccount = (subscriptions: number, statusCode: number) => {
  const account = bench.sandbox.providers.aria.state.accounts.get('5000001') ?? raise();
  const [trial = raise()] = account.instances;
  expect(account.instances).toHaveLength(1);
  for (let number = 1; number < subscriptions; number += 1) {
    account.instances.push({
      ...trial,
      planInstanceNo: `${6_100_000 + number}`,
      clientPlanInstanceId: null,
      statusCode,
    });
  }
};

const active = 1;
const terminated = -2;
const trial = 41;

/** Before a write is certainly dead, and then a settle time over, no other conversion of the account begins. */
const untilTheNextMs = 400_000;

const notify = async () => {
  expect((await bench.deliver('demo-aria', notification)).status).toBe(200);
};

/** Looks and publishes until nothing should be due any more. */
const runForAnHour = async () => {
  for (let quarter = 0; quarter < 4; quarter += 1) {
    await bench.runStreams();
    bench.clock.advance(900_000);
  }
};

const convert = (subscriptionId: string) => bench.convert('demo-aria', '5000001', { subscriptionId });

const types = () => bench.events.map(({ type }) => type);

describe('an account with 1,500 subscriptions', () => {
  test.each([
    ['that are all trials', trial],
    ['that have all ended but one', terminated],
    ['that are active but one', active],
  ])('%s is converted, told and converted again', async (_what, statusCode) => {
    growAccount(1_500, statusCode);
    const first = await convert('6000001');
    await bench.publish();
    bench.clock.advance(untilTheNextMs);
    const second = await convert(statusCode === trial ? '6100001' : '6000001');
    await bench.publish();

    expect(first).toMatchObject({ status: 201, body: { status: 'succeeded', outcome: 'converted' } });
    expect(second.body).not.toMatchObject({ code: 'ledger_unavailable' });
    expect(second.status).toBe(statusCode === trial ? 201 : 200);
    expect(bench.events[0]).toMatchObject({
      id: `evt_${first.body.id}`,
      type: 'account_plan.converted',
      sequence: 1,
      subscriptionId: '6000001',
      after: { status: 'active' },
    });
    expect(bench.events).toHaveLength(statusCode === trial ? 2 : 1);
  });

  test('is converted and told also after a notification of it was looked at', async () => {
    growAccount(1_500, trial);
    await notify();
    await bench.runStreams();
    const before = bench.events.length;
    const first = await convert('6000001');
    bench.clock.advance(untilTheNextMs);
    const second = await convert('6100001');
    await bench.publish();

    expect([first.status, second.status]).toEqual([201, 201]);
    expect(bench.events.slice(before)).toMatchObject([
      { type: 'account_plan.converted', subscriptionId: '6000001', sequence: before + 1 },
      { type: 'account_plan.converted', subscriptionId: '6100001', sequence: before + 2 },
    ]);
  });

  test('is told at first sight once, and not again at every later look', async () => {
    growAccount(1_500, trial);
    await notify();
    await runForAnHour();

    expect(types()).toHaveLength(50);
    expect(await bench.services.inbox.listDue(10)).toEqual({ ok: true, value: [] });
  });
});

describe('an account with 200 live subscriptions', () => {
  test('is told with fifty of them at first sight, and the others are remembered in silence', async () => {
    growAccount(200, active);
    await notify();
    await runForAnHour();
    expect(types()).toEqual(Array.from({ length: 50 }, () => 'account_plan.changed'));
    expect(bench.events.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));

    await notify();
    await runForAnHour();
    expect(bench.events).toHaveLength(50);
    const held = await bench.services.journals.readByPartition('ACCOUNT#demo-aria#5000001');
    expect(held.ok && held.value?.record.seen.length).toBe(200);
  });

  test('is told with what becomes of one that was remembered in silence', async () => {
    growAccount(200, active);
    await notify();
    await runForAnHour();
    const { instances } = bench.sandbox.providers.aria.state.accounts.get('5000001') ?? raise();
    Object.assign(instances[180] ?? raise(), { statusCode: terminated });
    await notify();
    await runForAnHour();

    expect(bench.events.slice(50)).toMatchObject([
      {
        type: 'account_plan.canceled',
        sequence: 51,
        subscriptionId: '6100180',
        before: { status: 'active' },
        after: { status: 'canceled' },
      },
    ]);
  });
});

describe('an account plan that is longer than any real one', () => {
  const place = { connection: 'demo-constant-contact-v3', accountId: 'a07et3000001' };
  const path = `/v1/connections/${place.connection}/accounts/${place.accountId}/plan`;

  /** Constant Contact with so many tiers of the account. */
  const startBench = async (tiers: number) => {
    const body = {
      plan_type: 'TRIAL',
      billing_status: 'Trial',
      billing_day_of_month: 1,
      current_tiers: Array.from({ length: tiers }, (_, index) => ({
        usage_type: `CONTACTS${index}`,
        current_usage: 5,
        tier: 1,
        tier_min: 0,
        tier_max: 500,
        price: 45.5,
        currency_code: 'USD',
      })),
    };
    const writes: string[] = [];
    const { accounts } = bench.sandbox.providers['constant-contact-v3'].state;
    accounts.set(place.accountId, trialAccount());
    const large = await startWebhookBench({
      table: stored.table,
      fetch: async (input, init) => {
        const { pathname } = new URL(String(input));
        if (!pathname.endsWith('/plan')) {
          return globalThis.fetch(input, init);
        }
        if (init?.method === 'PUT') {
          writes.push(pathname);
        }
        return new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } });
      },
    });
    return { large, writes };
  };

  const read = ({ handlers }: WebhookBench) =>
    send(handlers['get-account-plan'], { method: 'GET', path, pathParameters: place });

  test('is refused by get-account-plan and by a conversion, and nothing is sent', async () => {
    const { large, writes } = await startBench(900);
    const refusal = { status: 502, body: { code: 'provider_response_invalid' } };

    expect(await read(large)).toMatchObject(refusal);
    expect(await large.convert(place.connection, place.accountId, { planId: 'GOLD' })).toMatchObject(refusal);
    expect(writes).toEqual([]);
  });

  test('is none with a hundred tiers', async () => {
    const { large } = await startBench(100);

    expect((await read(large)).status).toBe(200);
  });
});

const raise = (): never => {
  throw new Error('There is no such thing.');
};
