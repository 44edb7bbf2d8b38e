import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import type { Fault } from '../../sandbox/faults.ts';
import { killLeftOverScripts } from '../local/script-process.ts';
import { askUntil, type LocalStack, startLocalStack } from '../support/local-stack.ts';

let stack: LocalStack;

beforeAll(async () => {
  stack = await startLocalStack();
});

afterEach(killLeftOverScripts);

afterAll(() => stack.close());

interface Case {
  readonly connection: string;
  readonly provider: 'constant-contact-v2' | 'constant-contact-v3' | 'aria' | 'fusebill';
  readonly operation: string;
  readonly accountId: string;
  readonly body: object;
}

const cases: readonly Case[] = [
  {
    connection: 'demo-constant-contact-v2',
    provider: 'constant-contact-v2',
    operation: 'PUT plan',
    accountId: 'a07et2000001',
    body: { planId: '2' },
  },
  {
    connection: 'demo-constant-contact-v3',
    provider: 'constant-contact-v3',
    operation: 'PUT plan',
    accountId: 'a07et3000001',
    body: { planId: 'GOLD' },
  },
  {
    connection: 'demo-aria',
    provider: 'aria',
    operation: 'update_acct_plan_status_m',
    accountId: '5000001',
    body: {},
  },
  {
    connection: 'demo-fusebill',
    provider: 'fusebill',
    operation: 'SubscriptionActivation',
    accountId: '70001',
    body: {},
  },
];

/** A second account in trial at each. */
const otherTrials: Readonly<Record<string, string>> = {
  'constant-contact-v2': 'a07et2000002',
  'constant-contact-v3': 'a07et3000002',
  aria: '5000003',
  fusebill: '70002',
};

/** Short enough that a lease ends while a test waits. */
const settings = { REQUEST_TIMEOUT_MS: '2000', CONVERSION_SETTLE_SECONDS: '0.2', BACKGROUND_INTERVAL_MS: '50' };

const convert = (url: string, { connection, accountId, body }: Case, key: string) =>
  fetch(`${url}/v1/connections/${connection}/accounts/${accountId}/conversions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(body),
  });

const conversionSchema = z.looseObject({ status: z.unknown() });

const read = async (answer: Response) => ({
  status: answer.status,
  body: conversionSchema.parse(await answer.json()),
});

/**
 * Kills the API with SIGKILL once the provider has the write in hand. The other one runs already: starting it may take as
 * long as the lease.
 */
const killDuringWrite = async (subject: Case, key: string, fault: Fault) => {
  const { sandbox } = stack;
  const { provider, operation } = subject;
  const [first, other] = await Promise.all([stack.startApi(settings), stack.startApi(settings)]);
  sandbox.faults.add({ provider, operation, fault });
  const lost = convert(first.url, subject, key).catch(() => 'connection lost');
  await askUntil(
    () => fetch(`${first.url}/openapi.json`).then((answer) => answer.text()),
    () => sandbox.faults.remaining().length === 0,
  );
  first.process.stop('SIGKILL');
  expect(await first.process.exit).toMatchObject({ signal: 'SIGKILL' });
  expect(await lost).toBe('connection lost');
  return other;
};

const effectsOn = ({ provider, accountId }: Case) =>
  stack.sandbox.world.journal.entries().filter((entry) => entry.provider === provider && entry.accountId === accountId)
    .length;

describe.each(cases)('a conversion at $provider whose process is killed during the write', (subject) => {
  test('is found done by whoever asks next, and is not done again', async () => {
    const key = `killed-after-${subject.provider}`;
    const { url, process } = await killDuringWrite(subject, key, { kind: 'hang', handled: true });

    const pending = await convert(url, subject, key);
    expect(pending.status).toBe(202);
    const location = `${url}${pending.headers.get('location')}`;
    const settled = await askUntil(
      () => fetch(location).then(read),
      ({ body }) => body.status !== 'pending',
    );

    expect(settled).toMatchObject({
      status: 200,
      body: { status: 'succeeded', outcome: 'converted', attempts: 1, after: { status: 'active' } },
    });
    expect(effectsOn(subject)).toBe(1);
    const replay = await convert(url, subject, key);
    expect(replay.status).toBe(201);
    expect(replay.headers.get('idempotency-replayed')).toBe('true');
    expect(await replay.json()).toEqual(settled.body);
    process.stop('SIGTERM');
    await process.exit;
  });
});

describe.each(cases.map((subject) => ({ ...subject, accountId: otherTrials[subject.provider] ?? '' })))(
  'a conversion at $provider whose process is killed before the provider did anything',
  (subject) => {
    test('is done by another process, once, after the settle time', async () => {
      const key = `killed-before-${subject.provider}`;
      const { url, process } = await killDuringWrite(subject, key, { kind: 'hang', handled: false });

      const settled = await askUntil(
        () => convert(url, subject, key).then(read),
        ({ status }) => status !== 202,
      );

      expect(settled).toMatchObject({
        status: 201,
        body: { status: 'succeeded', outcome: 'converted', attempts: 2, after: { status: 'active' } },
      });
      expect(effectsOn(subject)).toBe(1);
      process.stop('SIGTERM');
      await process.exit;
    });
  },
);
