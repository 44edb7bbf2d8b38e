import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { demoSecrets } from '../../local/demo-secrets.ts';
import { startSecretsManager } from '../../local/secrets-manager.ts';
import type { NotificationRequest } from '../../sandbox/outside-events.ts';
import { createDeadline } from '../../shared/domain/clock.ts';
import { createSecretsManagerSource } from '../../shared/secrets/secrets-manager.ts';
import { pointAwsAt } from '../support/aws-clients.ts';
import { type DurableTable, startDurableTable } from '../support/durable-table.ts';
import { startSandbox } from '../support/judged-sandbox.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { startWebhookBench, type WebhookBench } from '../support/webhook-bench.ts';

const token = 'hook+token/1 é&=%';

const requests: readonly NotificationRequest[] = [
  { provider: 'constant-contact-v2', accountId: 'a07et2000006' },
  { provider: 'constant-contact-v3', accountId: 'a07et3000007' },
  { provider: 'fusebill', accountId: '70003' },
  { provider: 'aria', accountId: '5000001' },
];

let database: DurableTable;
let bench: WebhookBench;

/** The demo connections, each with a token beside what it has. */
const secretsWith = async (member: object): Promise<Record<string, object>> => {
  const sandbox = await startSandbox();
  const secrets = demoSecrets(sandbox);
  await sandbox.close();
  return Object.fromEntries(Object.entries(secrets).map(([name, secret]) => [name, { ...secret, ...member }]));
};

beforeEach(async () => {
  database = await startDurableTable();
  bench = await startWebhookBench({
    table: database.table,
    secrets: {
      ...(await secretsWith({ webhookToken: token })),
      'signed-v3': {
        provider: 'constant-contact-v3',
        apiKey: '5a1d0b0e-7c1e-4f5e-9b8a-000000000003',
        clientId: 'client',
        clientSecret: 'sandbox-v3-client-secret',
        webhookSecret: 'v3-hook-secret',
      },
      'bare-fusebill': { provider: 'fusebill', apiKey: 'k', webhookToken: token },
      'null-fusebill': {
        provider: 'fusebill',
        apiKey: 'k',
        webhook: { header: 'X-Sandbox-Fusebill', value: 'c2FuZGJveC1mdXNlYmlsbC13ZWJob29r' },
        webhookToken: null,
      },
      'empty-fusebill': {
        provider: 'fusebill',
        apiKey: 'k',
        webhook: { header: 'X-Sandbox-Fusebill', value: 'c2FuZGJveC1mdXNlYmlsbC13ZWJob29r' },
        webhookToken: '',
      },
    },
  });
});

afterEach(() => database.close());

const queryOf = (value: string) => new URLSearchParams({ token: value }).toString();

describe.each(requests)('with a webhookToken, a genuine notification of $provider', (request) => {
  const deliver = async (query: string, headers: Record<string, string> = {}) => {
    const answer = await bench.deliver(`demo-${request.provider}`, bench.notificationOf(request), { query, headers });
    return { ...answer, stored: (await database.items()).length };
  };

  test('is taken at the address with the token', async () => {
    const answer = await deliver(queryOf(token));

    expect([answer.status, answer.text]).toEqual(request.provider === 'aria' ? [200, 'OK'] : [204, '']);
    expect(answer.stored).toBe(1);
  });

  test('may have other members in the address, and its token spelled in percent signs', async () => {
    expect(await deliver(`stage=prod&token=${encodeURIComponent(token)}&x`)).toMatchObject({ stored: 1 });
  });

  test.each([
    ['no query', ''],
    ['an empty token', 'token='],
    ['another token', queryOf('hook+token/2 é&=%')],
    ['half of the token', queryOf(token.slice(0, -1))],
    ['the token in capitals', queryOf(token.toUpperCase())],
    ['the token twice', `${queryOf(token)}&${queryOf(token)}`],
    ['the token beside another', `token=x&${queryOf(token)}`],
    ['the token under another name', `Token=${encodeURIComponent(token)}`],
    ['the token encoded twice', queryOf(encodeURIComponent(token))],
  ])('is refused with %s, like one of nobody', async (_what, query) => {
    const answer = await deliver(query, { 'x-request-id': 'r-1' });

    expect(answer).toMatchObject({
      status: 401,
      body: {
        code: 'webhook_unauthenticated',
        detail: 'The notification does not carry what this address asks for.',
        instance: `/v1/connections/demo-${request.provider}/webhooks`,
      },
      stored: 0,
    });
  });
});

test('the token comes on top of what is asked for otherwise, and replaces none of it', async () => {
  const query = queryOf(token);
  const { body } = bench.notificationOf({ provider: 'fusebill', accountId: '70003' });
  const v3 = bench.notificationOf({ provider: 'constant-contact-v3', accountId: 'a07et3000007' });

  expect((await bench.deliver('demo-fusebill', { headers: {}, body }, { query })).status).toBe(401);
  expect((await bench.deliver('bare-fusebill', { headers: {}, body }, { query })).status).toBe(401);
  const withoutKey = { ...v3, body: v3.body.replace('api_key', 'key') };
  expect((await bench.deliver('demo-constant-contact-v3', withoutKey, { query })).status).toBe(401);
  expect(await database.items()).toEqual([]);
});

test('a connection without one takes any address; null is as if it were absent, an empty one is no secret', async () => {
  const notification = bench.notificationOf({ provider: 'fusebill', accountId: '70003' });

  expect((await bench.deliver('null-fusebill', notification)).status).toBe(204);
  expect((await bench.deliver('null-fusebill', notification, { query: 'token=any&token=two' })).status).toBe(204);
  expect((await bench.deliver('empty-fusebill', notification, { query: 'token=' })).status).toBe(401);
  const summaries = await bench.services.connections.list({
    deadline: createDeadline(bench.clock, 20_000),
    logger: bench.services.logger,
  });
  expect(summaries.ok && summaries.value.find(({ name }) => name === 'empty-fusebill')?.problem).toBe('secret_invalid');
});

test('the token is in no line, no answer and no item', async () => {
  const answers: unknown[] = [];
  for (const request of requests) {
    const notification = bench.notificationOf(request);
    for (const query of [queryOf(token), `${queryOf(token)}x`, `${queryOf(token)}&${queryOf(token)}`]) {
      answers.push(await bench.deliver(`demo-${request.provider}`, notification, { query }));
      answers.push(await bench.deliver('nobody', notification, { query }));
    }
  }
  await bench.runStreams();

  const everything = JSON.stringify([answers, await database.items(), bench.lines, bench.events]);
  expect(['hook+token', 'hook%2Btoken', 'hook token'].filter((spelling) => everything.includes(spelling))).toEqual([]);
  expect(everything).toContain('webhook_received');
});

test.each(requests)(
  'the token of $provider is among the values that are blanked wherever they show',
  async ({ provider }) => {
    const opened = await bench.services.connections.open(`demo-${provider}`, {
      deadline: createDeadline(bench.clock, 20_000),
      logger: bench.services.logger,
    });

    expect(opened.ok && opened.value.configured.secretValues).toContain(token);
  },
);

describe('Constant Contact v3, whose API key is no secret,', () => {
  const warnings = () =>
    bench.lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'webhook_sender_unproven');

  test('is warned of once a container, at the first delivery that is taken, where nothing secret is asked for', async () => {
    bench = await startWebhookBench({ table: database.table });
    const notification = bench.notificationOf({ provider: 'constant-contact-v3', accountId: 'a07et3000007' });

    await bench.deliver('demo-constant-contact-v3', { ...notification, body: '{}' });
    expect(warnings()).toEqual([]);
    await bench.deliver('demo-constant-contact-v3', notification);
    await bench.deliver('demo-constant-contact-v3', notification);

    expect(warnings()).toMatchObject([
      { level: 'warn', connection: 'demo-constant-contact-v3', provider: 'constant-contact-v3' },
    ]);
  });

  test('is not warned of with a token, nor is any other', async () => {
    for (const request of requests) {
      await bench.deliver(`demo-${request.provider}`, bench.notificationOf(request), { query: queryOf(token) });
    }

    expect(await database.items()).toHaveLength(4);
    expect(warnings()).toEqual([]);
  });

  test('is not warned of with a webhookSecret', async () => {
    const body = '{"url":"https://api.cc.email/v3/partner/accounts/a07exmpl0001/plan","event_type":"tier.increase"}';
    const signature = 'JJVfsFydp0UgG+e2mjnP/6fWHMRgejTAhOUP0QdvDqA=';

    const { status } = await bench.deliver('signed-v3', { headers: { 'x-ctct-hmac-sha256': signature }, body });

    expect([status, warnings()]).toEqual([204, []]);
  });
});

test('the token before the current one is taken for the rotation time, with what was asked for beside it then', async () => {
  const clock = createManualClock(Date.UTC(2031, 2, 14, 10, 0, 0));
  const service = await startSecretsManager({ now: clock.now });
  pointAwsAt({ secretsManager: service.url });
  const put = (value: string, webhookToken: string) =>
    service.put('plan-gateway/local/acme', {
      provider: 'fusebill',
      apiKey: 'k',
      webhook: { header: 'X-Hook', value },
      webhookToken,
    });
  put('key-1', 'token-1');
  clock.advance(7 * 86_400_000);
  put('key-2', 'token-2');
  bench = await startWebhookBench({
    table: database.table,
    startMs: clock.now(),
    secretSource: createSecretsManagerSource(),
    environment: { WEBHOOK_ROTATION_SECONDS: '3600' },
  });
  const { body } = bench.notificationOf({ provider: 'fusebill', accountId: '70003' });
  const deliver = async (value: string, given: string) =>
    (await bench.deliver('acme', { headers: { 'X-Hook': value }, body }, { query: queryOf(given) })).status;

  expect(await deliver('key-2', 'token-2')).toBe(204);
  expect(await deliver('key-1', 'token-1')).toBe(204);
  expect(await deliver('key-1', 'token-2')).toBe(401);
  expect(await deliver('key-2', 'token-1')).toBe(401);
  bench.clock.advance(3_600_000);
  expect(await deliver('key-1', 'token-1')).toBe(401);
  expect(await deliver('key-2', 'token-2')).toBe(204);
  await service.close();
});
