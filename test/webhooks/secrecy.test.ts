import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { NotificationRequest } from '../../sandbox/outside-events.ts';
import { vendorIds } from '../../sandbox/vendors.ts';
import { type DurableTable, startDurableTable } from '../support/durable-table.ts';
import { startWebhookBench, type WebhookBench } from '../support/webhook-bench.ts';

let database: DurableTable;
let bench: WebhookBench;

beforeEach(async () => {
  database = await startDurableTable();
  bench = await startWebhookBench({ table: database.table });
});

afterEach(() => database.close());

const requests: readonly NotificationRequest[] = [
  { provider: 'constant-contact-v2', accountId: 'a07et2000006' },
  { provider: 'constant-contact-v3', accountId: 'a07et3000007' },
  { provider: 'fusebill', accountId: '70003' },
  { provider: 'fusebill', accountId: '70004', event: 'CustomerCreated' },
  { provider: 'aria', accountId: '5000004' },
  { provider: 'aria', accountId: '5000001', format: 'nvp' },
  { provider: 'aria', planId: '10002' },
];

/** What only those who share it may know: of the connections, and of the accounts in Aria's bodies. */
const secrets = [
  'sandbox-v2-api-key',
  'sandbox-v2-password',
  'sandbox-v2-webhook-secret',
  '5a1d0b0e-7c1e-4f5e-9b8a-000000000003',
  'sandbox-v3-client-secret',
  'sandboxAriaAuthKey00000000000001',
  'sandbox-aria-webhook-secret',
  'MDpzYW5kYm94LWZ1c2ViaWxs',
  'c2FuZGJveC1mdXNlYmlsbC13ZWJob29r',
  '7f0c3d5e9a1b48d2sandboxPasswordHash',
  'sandboxSecretQuestion',
  'sandboxSecretAnswer',
  'sandboxPin',
];

/** What the bodies say of plans and people, which may be old or forged. */
const contents = ['TEAM', 'Team', 'Gold', 'gold', 'Active', 'Robin', 'user-5000004', 'api.cc.email'];

const foundIn = (text: string, words: readonly string[]) => words.filter((word) => text.includes(word));

/** Delivers all, as they are and with one thing wrong, and gives the answers. */
const deliverAll = async () => {
  const answers: unknown[] = [];
  for (const request of requests) {
    const notification = bench.notificationOf(request);
    const connection = `demo-${request.provider}`;
    answers.push(await bench.deliver(connection, notification));
    answers.push(await bench.deliver('nobody', notification));
    answers.push(await bench.deliver(connection, { ...notification, headers: { authorization: 'Basic sandboxPin' } }));
    answers.push(await bench.deliver(connection, { ...notification, body: notification.body.slice(0, -9) }));
  }
  return JSON.stringify(answers);
};

test('nothing of a body but ids and names of events is stored, logged or answered', async () => {
  const bodies = requests.map((request) => bench.notificationOf(request).body).join('\n');
  expect(foundIn(bodies, contents)).toEqual([
    'TEAM',
    'Team',
    'Gold',
    'gold',
    'Active',
    'Robin',
    'user-5000004',
    'api.cc.email',
  ]);

  const answers = await deliverAll();
  const stored = JSON.stringify(await database.items());

  expect(foundIn(stored, [...secrets, ...contents])).toEqual([]);
  expect(foundIn(bench.lines.join('\n') + database.lines.join('\n'), [...secrets, ...contents])).toEqual([]);
  expect(foundIn(answers, [...secrets, ...contents])).toEqual([]);
  expect(stored).toContain('a07et3000007');
});

test('no credential gets into what is stored, logged or told, whatever becomes of the notifications', async () => {
  await deliverAll();
  await bench.runStreams();
  for (const provider of vendorIds) {
    bench.sandbox.faults.add({ provider, times: 1_000_000, fault: { kind: 'status', status: 403, handled: true } });
  }
  await deliverAll();
  await bench.runStreams();
  bench.sandbox.faults.clear();
  bench.clock.advance(300_000);
  await bench.runStreams();

  expect(bench.events).toHaveLength(7);
  expect(foundIn(JSON.stringify(await database.items()), secrets)).toEqual([]);
  expect(foundIn(bench.lines.join('\n') + database.lines.join('\n'), secrets)).toEqual([]);
  expect(foundIn(JSON.stringify(bench.events), secrets)).toEqual([]);
});
