import { describe, expect, test } from '@jest/globals';
import { makeAriaNotification } from '../../sandbox/aria/notification.ts';
import { createAriaSeed } from '../../sandbox/aria/seed.ts';
import type { AriaState } from '../../sandbox/aria/state.ts';
import type { Notification, NotificationChoice } from '../../sandbox/notifications.ts';

const seed = () => createAriaSeed(Date.parse('2031-03-17T12:00:00Z'));

const make = (request: NotificationChoice, state = seed()) =>
  makeAriaNotification(state, request, { transactionId: '81000001' });

const madeOf = (request: NotificationChoice, state?: AriaState): Notification => {
  const made = make(request, state);
  if (!made.ok) {
    throw new Error(made.error);
  }
  return made.value;
};

describe('Aria tells of an account', () => {
  test('in XML: two events, the account with what is secret of it, and its master plan instance', () => {
    expect(madeOf({ accountId: '5000001' })).toEqual({
      headers: { 'content-type': 'text/xml; charset=UTF-8', 'X-Sandbox-Aria': 'sandbox-aria-webhook-secret' },
      body: `<?xml version="1.0" encoding="UTF-8"?>
${[
  '<apf2doc>',
  '<request><version>3.8</version><sender>A</sender><transaction_id>81000001</transaction_id><action>M</action>',
  '<class_name>A</class_name><auth_key>sandboxAriaAuthKey00000000000001</auth_key><client_receipt_id/></request>',
  '<acct_data><client_no>4100001</client_no><acct_no>5000001</acct_no><client_acct_id>acct-trial</client_acct_id>',
  '<userid>user-5000001</userid><password>7f0c3d5e9a1b48d2sandboxPasswordHash</password>',
  '<secret_question>sandboxSecretQuestion</secret_question>',
  '<secret_question_answer>sandboxSecretAnswer</secret_question_answer><pin>sandboxPin</pin>',
  '<status_cd>1</status_cd><notify_method>1</notify_method><currency>usd</currency><test_acct>0</test_acct></acct_data>',
  '<acct_contact><first_name>Robin</first_name><last_name>Example</last_name><country>US</country></acct_contact>',
  '<master_plan_instance_data><master_plan_instance><master_plan_instance_no>6000001</master_plan_instance_no>',
  '<client_master_plan_instance_id>trial-main</client_master_plan_instance_id><plan_no>10001</plan_no>',
  '<client_plan_id>basic</client_plan_id><plan_name>Basic</plan_name>',
  '<plan_activation_date>2031-03-07</plan_activation_date><plan_termination_date/><status_cd>41</status_cd>',
  '<resp_level_cd>1</resp_level_cd><mpi_billing_dates><bill_day>6</bill_day>',
  '<next_bill_date>2031-04-06</next_bill_date></mpi_billing_dates></master_plan_instance></master_plan_instance_data>',
  '<event_data><event><event_id>718</event_id><event_label>Account Master Plan Instance Modified</event_label></event>',
  '<event><event_id>905</event_id><event_label>Electronic Payment Created</event_label></event></event_data>',
  '</apf2doc>',
].join('')}
`,
    });
  });

  test('as name-value pairs: each name of a plan instance over and over, aligned by position, without the supplementals', () => {
    const { headers, body } = madeOf({ accountId: '5000002', format: 'nvp' });
    const pairs = new URLSearchParams(body);

    expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(Object.fromEntries([...pairs].slice(0, 10))).toEqual({
      version: '3.8',
      sender: 'A',
      transaction_id: '81000001',
      action: 'M',
      class_name: 'A',
      auth_key: 'sandboxAriaAuthKey00000000000001',
      client_receipt_id: '',
      client_no: '4100001',
      acct_no: '5000002',
      client_acct_id: 'acct-two-live',
    });
    expect(pairs.getAll('master_plan_instance_no[]')).toEqual(['6000002', '6000003', '6000004']);
    expect(pairs.getAll('mpi_plan_no[]')).toEqual(['10001', '10002', '10001']);
    expect(pairs.getAll('mpi_status_cd[]')).toEqual(['41', '1', '-2']);
    expect(pairs.getAll('mpi_plan_termination_date[]')).toEqual(['', '', '2031-02-05']);
    expect(pairs.getAll('mpi_transistion_to_plan[]')).toEqual(['', '', '']);
    expect(pairs.getAll('event_id[]')).toEqual(['718', '905']);
    expect(pairs.getAll('event_label[]')).toEqual([
      'Account Master Plan Instance Modified',
      'Electronic Payment Created',
    ]);
    expect(body).toContain('&event_id%5B%5D=718&event_id%5B%5D=905&');
    expect(
      new URLSearchParams(madeOf({ accountId: '5000003', format: 'nvp' }).body).getAll('master_plan_instance_no[]'),
    ).toEqual(['6000005']);
  });

  test('as it stands now, with the events that were asked for and one instance of several', () => {
    const state = seed();
    const instance = state.accounts.get('5000002')?.instances[1];
    Object.assign(instance ?? {}, { statusCode: -1 });
    const pairs = new URLSearchParams(
      madeOf({ accountId: '5000002', subscriptionId: '6000003', event: '724,726,947', format: 'nvp' }, state).body,
    );

    expect(pairs.getAll('master_plan_instance_no[]')).toEqual(['6000003']);
    expect(pairs.getAll('mpi_status_cd[]')).toEqual(['-1']);
    expect(pairs.getAll('event_id[]')).toEqual(['724', '726', '947']);
  });

  test('with markup in a name escaped', () => {
    const state = seed();
    Object.assign(state.plans.get('10001') ?? {}, { name: 'Basic & <more>' });

    expect(madeOf({ accountId: '5000001' }, state).body).toContain('<plan_name>Basic &amp; &lt;more&gt;</plan_name>');
  });
});

test('Aria tells of a plan in another dress: `class` in the header, `event_no`, and an object', () => {
  expect(madeOf({ planId: '10005' }).body).toBe(
    `<?xml version="1.0" encoding="UTF-8"?>
<apf2doc><request><version>3.8</version><sender>A</sender><transaction_id>81000001</transaction_id><action>A</action>${[
      '<class>P</class><auth_key>sandboxAriaAuthKey00000000000001</auth_key><client_receipt_id/></request>',
      '<event_data><event_no>1201</event_no></event_data>',
      '<object_category>Plan</object_category><object_action>Created</object_action>',
      '<object_fields><object_no>10005</object_no><object_client_def_id>retired</object_client_def_id>',
      '<object_status>Inactive</object_status><object_type>Recurring</object_type></object_fields></apf2doc>',
    ].join('')}
`,
  );
});

describe('Aria shows who it is', () => {
  test('by Basic where the client chose that', () => {
    const state = seed();
    state.settings.webhook = { username: 'aria', password: 'knock:knock' };

    expect(madeOf({ accountId: '5000001' }, state).headers).toEqual({
      'content-type': 'text/xml; charset=UTF-8',
      authorization: 'Basic YXJpYTprbm9jazprbm9jaw==',
    });
  });

  test('not at all where the client chose nothing', () => {
    const state = seed();
    state.settings.webhook = null;

    expect(madeOf({ accountId: '5000001' }, state).headers).toEqual({ 'content-type': 'text/xml; charset=UTF-8' });
  });
});

test.each([
  [{}, 400, 'One of accountId and planId is needed, and not both.'],
  [{ accountId: '5000001', planId: '10001' }, 400, 'One of accountId and planId is needed, and not both.'],
  [{ accountId: '4711' }, 404, 'There is no account 4711 at aria. There are: 5000001, 5000002, '],
  [
    { accountId: '5000003', subscriptionId: '6000006' },
    404,
    'There is no master plan instance 6000006 of account 5000003 at aria. There are: 6000005.',
  ],
  [{ accountId: '5000001', event: '718,999' }, 400, 'aria has no event 999 of an account. It has: 701, 704, '],
  [{ planId: '4711' }, 404, 'There is no plan 4711 at aria. There are: 10001, '],
  [
    { planId: '10001', format: 'nvp' as const },
    400,
    'Of plans only event 1201 in XML is known, and no subscriptionId.',
  ],
])('Aria does not tell of %j', (request, status, error) => {
  expect(make(request)).toMatchObject({ ok: false, status, error: expect.stringContaining(error) });
});
