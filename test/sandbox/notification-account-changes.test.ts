import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startControlServer } from '../../sandbox/control-server.ts';
import type { LoopbackServer } from '../../sandbox/loopback-server.ts';
import { makeNotification } from '../../sandbox/outside-events.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { createWorld } from '../../sandbox/world.ts';
import { startSandbox } from '../support/judged-sandbox.ts';

let sandbox: Sandbox;
let control: LoopbackServer;

beforeEach(async () => {
  sandbox = await startSandbox({ world: createWorld(() => Date.parse('2031-03-17T12:00:00Z')) });
  control = await startControlServer(sandbox);
});

afterEach(async () => {
  await control.close();
  await sandbox.close();
});

const patch = async (body: unknown) => {
  const response = await fetch(`${control.origin}/accounts`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, json: JSON.parse(await response.text()) };
};

const change = (provider: string, accountId: string, what: string) => patch({ provider, accountId, change: what });

describe('PATCH /accounts', () => {
  test.each([
    [
      'constant-contact-v2',
      'a07et2000007',
      'tier-up',
      [{ subscriptionId: null, change: { plan_level: [2, 3], current_usage: [730, 1001] } }],
      'tier.increase',
    ],
    [
      'constant-contact-v2',
      'a07et2000006',
      'tier-down',
      [{ subscriptionId: null, change: { current_usage: [730, 500] } }],
      'tier.decrease',
    ],
    [
      'constant-contact-v2',
      'a07et2000006',
      'cancel',
      [{ subscriptionId: null, change: { status: ['Open', 'Cancelled'] } }],
      'account.cancel',
    ],
    ['constant-contact-v2', 'a07et2000009', 'cancel', [], 'account.cancel'],
    [
      'constant-contact-v2',
      'a07et2000001',
      'activate',
      [
        {
          subscriptionId: null,
          change: { status: ['Trial', 'Open'], plan_type: [1, 2], billing_day_of_month: [null, 17] },
        },
      ],
      null,
    ],
    [
      'constant-contact-v3',
      'a07et3000007',
      'suspend',
      [{ subscriptionId: null, change: { billing_status: ['Open', 'Disabled'] } }],
      'account.disable',
    ],
    [
      'constant-contact-v3',
      'a07et3000008',
      'tier-up',
      [{ subscriptionId: null, change: { current_usage: [812, 1001] } }],
      'tier.increase',
    ],
    [
      'constant-contact-v3',
      'a07et3000005',
      'activate',
      [
        {
          subscriptionId: null,
          change: {
            billing_status: ['Trial', 'Open'],
            plan_type: ['TRIAL', 'GOOD'],
            billing_day_of_month: [null, 17],
          },
        },
      ],
      null,
    ],
    [
      'aria',
      '5000002',
      'suspend',
      [
        { subscriptionId: '6000002', change: { plan_instance_status_cd: [41, -1] } },
        { subscriptionId: '6000003', change: { plan_instance_status_cd: [1, -1] } },
      ],
      '718',
    ],
    [
      'aria',
      '5000004',
      'cancel',
      [
        {
          subscriptionId: '6000007',
          change: { plan_instance_status_cd: [1, -2], bill_day: [6, null], next_bill_date: ['2031-04-06', null] },
        },
      ],
      '718',
    ],
    [
      'aria',
      '5000005',
      'activate',
      [{ subscriptionId: '6000008', change: { plan_instance_status_cd: [-1, 1] } }],
      '718',
    ],
    ['aria', '5000006', 'cancel', [], '718'],
    [
      'fusebill',
      '70003',
      'suspend',
      [
        { subscriptionId: null, change: { status: ['Active', 'Suspended'] } },
        { subscriptionId: '52003', change: { status: ['Active', 'Suspended'] } },
      ],
      'SubscriptionUpdated',
    ],
    [
      'fusebill',
      '70010',
      'cancel',
      [
        { subscriptionId: null, change: { status: ['Active', 'Cancelled'] } },
        { subscriptionId: '52011', change: { status: ['Provisioning', 'Cancelled'] } },
        { subscriptionId: '52012', change: { status: ['Active', 'Cancelled'] } },
      ],
      'SubscriptionUpdated',
    ],
    [
      'fusebill',
      '70001',
      'activate',
      [{ subscriptionId: '52001', change: { status: ['Provisioning', 'Active'] } }],
      'SubscriptionUpdated',
    ],
    [
      'fusebill',
      '70006',
      'activate',
      [
        { subscriptionId: null, change: { status: ['Suspended', 'Active'] } },
        { subscriptionId: '52006', change: { status: ['Suspended', 'Active'] } },
      ],
      'SubscriptionUpdated',
    ],
  ])('at %s changes %s by %s, in no journal', async (provider, accountId, what, changes, event) => {
    expect(await change(provider, accountId, what)).toEqual({ status: 200, json: { changes, event } });
    expect(sandbox.world.journal.entries()).toEqual([]);
  });

  test('shows in what the provider tells next', async () => {
    await change('fusebill', '70003', 'suspend');
    const made = makeNotification(sandbox, { provider: 'fusebill', accountId: '70003' });

    expect(made.ok && JSON.parse(made.value.body)).toMatchObject({
      Subscription: { id: 52003, status: 'Suspended' },
    });
  });

  test('a trial that was suspended is a trial again, a paid one is paid again', async () => {
    await change('fusebill', '70002', 'suspend');

    expect((await change('fusebill', '70002', 'activate')).json.changes[1]).toEqual({
      subscriptionId: '52002',
      change: { status: ['Suspended', 'Provisioning'] },
    });
  });

  test.each([
    ['fusebill', '70003', 'tier-up', 400, 'fusebill has no tier-up. It has: cancel, suspend, activate.'],
    ['aria', '5000001', 'tier-down', 400, 'aria has no tier-down. It has: cancel, suspend, activate.'],
    ['aria', '5000007', 'activate', 400, 'Account 5000007 has no plan instance that has not ended.'],
    ['fusebill', '70007', 'activate', 400, 'Customer 70007 is Cancelled, and there is no way back.'],
    [
      'constant-contact-v2',
      'a07et2000009',
      'activate',
      400,
      'Account a07et2000009 is cancelled, and there is no way back.',
    ],
    [
      'constant-contact-v3',
      'a07et3000014',
      'suspend',
      400,
      'Account a07et3000014 is canceled, and only a PUT of its plan opens it again.',
    ],
    ['constant-contact-v2', 'a07et2000001', 'tier-up', 400, 'A trial has no tier.'],
    ['aria', '4711', 'cancel', 404, expect.stringContaining('There is no account 4711 at aria. There are: 5000001, ')],
    ['fusebill', '4711', 'cancel', 404, expect.stringContaining('There is no account 4711 at fusebill.')],
  ])('at %s does not change %s by %s', async (provider, accountId, what, status, error) => {
    expect(await change(provider, accountId, what)).toEqual({ status, json: { error } });
  });

  test('has no tier beyond the highest and the lowest', async () => {
    await change('constant-contact-v3', 'a07et3000009', 'tier-up');
    await change('constant-contact-v2', 'a07et2000006', 'tier-down');

    expect((await change('constant-contact-v3', 'a07et3000009', 'tier-up')).json.error).toBe(
      'The account is in the highest tier already.',
    );
    expect((await change('constant-contact-v2', 'a07et2000006', 'tier-down')).json.error).toBe(
      'The account is in the lowest tier already.',
    );
  });

  test.each([
    [{ provider: 'aria', accountId: '5000001', change: 'delete' }, 'change'],
    [{ provider: 'aria', accountId: '5000001' }, 'change'],
    [{ provider: 'aria', accountId: '5000001', change: 'cancel', subscriptionId: '6000001' }, ''],
  ])('refuses %j', async (body, path) => {
    expect(await patch(body)).toMatchObject({ status: 400, json: { issues: [{ path }] } });
  });
});
