import { beforeEach, describe, expect, test } from '@jest/globals';
import type { OutsideChange } from '../../sandbox/outside-changes.ts';
import type { VendorId } from '../../sandbox/vendors.ts';
import { startWebhookBench, type WebhookBench } from '../support/webhook-bench.ts';

let bench: WebhookBench;

beforeEach(async () => {
  bench = await startWebhookBench();
});

/** Somebody changes the account, the provider tells, and the gateway looks. */
const changeAndTell = async (provider: VendorId, accountId: string, change: OutsideChange) => {
  bench.change(provider, accountId, change);
  await bench.notify({ provider, accountId });
  await bench.runStreams();
};

/** An event with the statuses in the place of the plans. */
const briefly = () =>
  bench.events.map(({ type, sequence, accountId, subscriptionId, before, after }) => [
    sequence,
    type,
    accountId,
    subscriptionId,
    before?.status ?? null,
    after?.status ?? null,
  ]);

describe('the first notification of an account', () => {
  test('tells the whole account plan, and that nothing was known before', async () => {
    await bench.notify({ provider: 'constant-contact-v2', accountId: 'a07et2000006' });
    await bench.runStreams();

    expect(bench.events).toEqual([
      {
        id: expect.stringMatching(/^evt_[0-9A-Z]{26}$/),
        version: '1',
        type: 'account_plan.changed',
        sequence: 1,
        occurredAt: '2031-03-14T10:00:00.000Z',
        connection: 'demo-constant-contact-v2',
        provider: 'constant-contact-v2',
        accountId: 'a07et2000006',
        subscriptionId: null,
        before: null,
        after: {
          connection: 'demo-constant-contact-v2',
          provider: 'constant-contact-v2',
          accountId: 'a07et2000006',
          subscriptionId: null,
          planId: '2',
          planName: 'Email',
          planLevel: null,
          status: 'active',
          providerStatus: 'Open',
          billingDayOfMonth: 12,
          interval: null,
          trialEndsAt: null,
          nextBillingAt: null,
          tiers: [
            {
              usageType: 'contacts',
              currentUsage: '730',
              tier: 2,
              from: '501',
              to: '1000',
              price: { amount: '45.00', currency: 'USD' },
            },
          ],
        },
        cause: { webhook: expect.stringMatching(/^whk_[0-9A-Z]{26}$/) },
      },
    ]);
  });

  test.each<[VendorId, string, string | null, string, string]>([
    ['constant-contact-v2', 'a07et2000001', null, 'account_plan.changed', 'trial'],
    ['constant-contact-v2', 'a07et2000009', null, 'account_plan.canceled', 'canceled'],
    ['constant-contact-v3', 'a07et3000007', null, 'account_plan.changed', 'active'],
    ['constant-contact-v3', 'a07et3000014', null, 'account_plan.canceled', 'canceled'],
    ['constant-contact-v3', 'a07et3000015', null, 'account_plan.changed', 'unknown'],
    ['aria', '5000001', '6000001', 'account_plan.changed', 'trial'],
    ['aria', '5000005', '6000008', 'account_plan.suspended', 'suspended'],
    ['aria', '5000006', '6000009', 'account_plan.canceled', 'canceled'],
    ['aria', '5000007', '6000011', 'account_plan.canceled', 'expired'],
    ['fusebill', '70003', '52003', 'account_plan.changed', 'active'],
    ['fusebill', '70005', '52005', 'account_plan.changed', 'pending'],
    ['fusebill', '70006', '52006', 'account_plan.suspended', 'suspended'],
    ['fusebill', '70007', '52007', 'account_plan.canceled', 'canceled'],
  ])('at %s, of %s, is told by its state', async (provider, accountId, subscriptionId, type, status) => {
    await bench.notify({ provider, accountId });
    await bench.runStreams();

    expect(briefly()).toEqual([[1, type, accountId, subscriptionId, null, status]]);
  });

  test('that has several plans tells the one that get-account-plan gives, or each that is live', async () => {
    await bench.notify({ provider: 'aria', accountId: '5000003' });
    await bench.notify({ provider: 'aria', accountId: '5000012' });
    await bench.notify({ provider: 'fusebill', accountId: '70009' });
    await bench.runStreams();
    await bench.notify({ provider: 'aria', accountId: '5000002' });
    await bench.runStreams();

    expect(briefly().toSorted()).toEqual([
      [1, 'account_plan.changed', '5000002', '6000002', null, 'trial'],
      [1, 'account_plan.changed', '5000003', '6000005', null, 'trial'],
      [1, 'account_plan.changed', '5000012', '6001120', null, 'trial'],
      [1, 'account_plan.changed', '70009', '52010', null, 'active'],
      [2, 'account_plan.changed', '5000002', '6000003', null, 'active'],
    ]);
  });

  test.each<[VendorId, string]>([
    ['aria', '5000014'],
    ['aria', '5000015'],
    ['fusebill', '70012'],
  ])('at %s, of %s, which has no plan, tells nothing', async (provider, accountId) => {
    await bench.notify({ provider, accountId, ...(provider === 'fusebill' && { event: 'CustomerCreated' }) });
    await bench.runStreams();
    bench.clock.advance(300_000);
    await bench.runStreams();

    expect(bench.events).toEqual([]);
  });
});

describe.each<[VendorId, string, readonly string[], readonly (number | null)[]]>([
  ['constant-contact-v2', 'a07et2000007', ['30.00', '55.25', '80.00'], [1, 2, 3]],
  ['constant-contact-v3', 'a07et3000007', ['20.00', '42.00', '63.75'], [null, null, null]],
])('at %s', (provider, accountId, prices, planLevels) => {
  const tier = (number: 1 | 2 | 3, currentUsage: string) => ({
    planLevel: planLevels[number - 1],
    status: 'active',
    tiers: [
      {
        usageType: 'contacts',
        currentUsage,
        tier: number,
        ...[
          { from: '0', to: '500' },
          { from: '501', to: '1000' },
          { from: '1001', to: '2500' },
        ][number - 1],
        price: { amount: prices[number - 1], currency: 'USD' },
      },
    ],
  });
  const atFirst = provider === 'constant-contact-v2' ? '730' : '812';

  test('a tier up and two tiers down are told as such, each with what was before it', async () => {
    await bench.notify({ provider, accountId });
    await bench.runStreams();
    for (const change of ['tier-up', 'tier-down', 'tier-down'] as const) {
      await changeAndTell(provider, accountId, change);
    }

    expect(bench.events).toMatchObject([
      { sequence: 1, type: 'account_plan.changed', before: null, after: tier(2, atFirst) },
      { sequence: 2, type: 'account_plan.tier_increased', before: tier(2, atFirst), after: tier(3, '1001') },
      { sequence: 3, type: 'account_plan.tier_decreased', before: tier(3, '1001'), after: tier(2, '1000') },
      { sequence: 4, type: 'account_plan.tier_decreased', before: tier(2, '1000'), after: tier(1, '500') },
    ]);
  });

  test('usage that moves within its tier is nothing to tell', async () => {
    const { 'constant-contact-v2': constantContactV2, 'constant-contact-v3': constantContactV3 } =
      bench.sandbox.providers;
    await bench.notify({ provider, accountId });
    await bench.runStreams();
    Object.assign(constantContactV2.state.accounts.get(accountId) ?? {}, { activeContacts: 999 });
    Object.assign(constantContactV3.state.accounts.get(accountId) ?? {}, { contacts: 999 });
    await bench.notify({ provider, accountId });
    await bench.runStreams();

    expect(bench.events).toHaveLength(1);
  });

  test('a cancellation is told, and what the provider has no word for as a change', async () => {
    await bench.notify({ provider, accountId });
    await bench.runStreams();
    await changeAndTell(provider, accountId, 'suspend');
    await changeAndTell(provider, accountId, 'activate');
    await changeAndTell(provider, accountId, 'cancel');

    expect(briefly().slice(1)).toEqual([
      [2, 'account_plan.changed', accountId, null, 'active', 'unknown'],
      [3, 'account_plan.activated', accountId, null, 'unknown', 'active'],
      [4, 'account_plan.canceled', accountId, null, 'active', 'canceled'],
    ]);
  });
});

test.each<[VendorId, string, string]>([
  ['aria', '5000004', '6000007'],
  ['fusebill', '70003', '52003'],
])('at %s, suspended, active again and cancelled are told in this order', async (provider, accountId, subscription) => {
  await bench.notify({ provider, accountId });
  await bench.runStreams();
  await changeAndTell(provider, accountId, 'suspend');
  await changeAndTell(provider, accountId, 'activate');
  await changeAndTell(provider, accountId, 'cancel');

  expect(briefly().slice(1)).toEqual([
    [2, 'account_plan.suspended', accountId, subscription, 'active', 'suspended'],
    [3, 'account_plan.activated', accountId, subscription, 'suspended', 'active'],
    [4, 'account_plan.canceled', accountId, subscription, 'active', 'canceled'],
  ]);
});

test.each<[VendorId, string, string | null]>([
  ['constant-contact-v2', 'a07et2000001', null],
  ['constant-contact-v3', 'a07et3000001', null],
  ['aria', '5000001', '6000001'],
  ['fusebill', '70001', '52001'],
])('at %s, a trial that somebody else converted is told as converted', async (provider, accountId, subscription) => {
  await bench.notify({ provider, accountId });
  await bench.runStreams();
  await changeAndTell(provider, accountId, 'activate');

  expect(briefly()[1]).toEqual([2, 'account_plan.converted', accountId, subscription, 'trial', 'active']);
  expect(bench.events[1]?.cause).toEqual({ webhook: expect.stringMatching(/^whk_/) });
});
