import { describe, expect, test } from '@jest/globals';
import { failed } from '../../shared/domain/result.ts';
import { createMemoryTable } from '../support/memory-table.ts';
import { type SignupBench, startSignupBench } from '../workflows/signup-bench.ts';

const signup = { connection: 'demo-fusebill', accountId: '70001', idempotencyKey: 'signup-8841' };

const effectsOf = ({ sandbox }: SignupBench) => sandbox.world.journal.entries().map(({ operation }) => operation);

describe('an invocation fails by the name of its problem', () => {
  test.each([
    ['connection_not_found', { connection: 'demo-nobody' }],
    ['account_not_found', { accountId: '79999' }],
    ['subscription_not_found', { subscriptionId: '59999' }],
    ['account_plan_ambiguous', { accountId: '70010' }],
    ['secret_invalid', { connection: 'broken' }],
    ['provider_unauthorized', { connection: 'stranger' }],
    ['invalid_request', { accountId: '070001' }],
    ['invalid_request', { providerOptions: { planGroupId: 310 } }],
  ])('%s: %j', async (code, change) => {
    const bench = await startSignupBench({
      secrets: ({ urls }) => ({
        broken: { provider: 'fusebill', key: 'hunter22-hunter22' },
        stranger: { provider: 'fusebill', apiKey: 'hunter22-hunter22', ...urls.fusebill },
      }),
    });

    const error = await bench.refusalOf({ ...signup, ...change });

    expect(error.name).toBe(code);
    expect(error.message).toMatch(/^\S.*\S$/);
    expect(error.stack).toBe(`${code}: ${error.message}`);
    expect(error.message + bench.lines.join('\n')).not.toContain('hunter22');
    expect(effectsOf(bench)).toEqual([]);
  });

  test('idempotency_key_reused: the key came with another request', async () => {
    const bench = await startSignupBench();
    await bench.signUp(signup);

    const error = await bench.refusalOf({ ...signup, subscriptionId: '52001' });

    expect(error.name).toBe('idempotency_key_reused');
    expect(effectsOf(bench)).toEqual(['SubscriptionActivation']);
  });

  test('conversion_in_progress: the account is being converted under another key', async () => {
    const bench = await startSignupBench();
    bench.sandbox.faults.add({
      provider: 'fusebill',
      operation: 'SubscriptionActivation',
      fault: { kind: 'drop-before' },
    });
    await bench.signUp(signup);

    const error = await bench.refusalOf({ ...signup, idempotencyKey: 'signup-8842' });

    expect(error.name).toBe('conversion_in_progress');
    expect(effectsOf(bench)).toEqual([]);
  });

  test('ledger_unavailable: nothing was sent, and the same event succeeds later', async () => {
    const table = createMemoryTable();
    let isReachable = false;
    const bench = await startSignupBench({
      table: {
        ...table,
        put: async (item, expected) => (isReachable ? table.put(item, expected) : failed('unavailable')),
      },
    });

    const error = await bench.refusalOf(signup);
    const requests = bench.sandbox.requests();
    isReachable = true;

    expect(error.name).toBe('ledger_unavailable');
    expect(requests).toEqual([]);
    expect(await bench.signUp(signup)).toMatchObject({ status: 'succeeded' });
  });

  test('secrets_unavailable: the credentials cannot be read', async () => {
    const bench = await startSignupBench({
      secretSource: { read: async () => failed('unavailable'), list: async () => failed('unavailable') },
    });

    expect((await bench.refusalOf(signup)).name).toBe('secrets_unavailable');
  });

  test('provider_rate_limited: the write was refused for its time, and the same event succeeds later', async () => {
    const bench = await startSignupBench();
    bench.sandbox.faults.add({
      provider: 'fusebill',
      operation: 'SubscriptionActivation',
      fault: { kind: 'status', status: 429, headers: { 'retry-after': '7' } },
    });

    expect((await bench.refusalOf(signup)).name).toBe('provider_rate_limited');
    expect(await bench.signUp(signup)).toMatchObject({ status: 'succeeded' });
  });

  test('provider_timeout: what is left of the invocation is too short to write and to answer', async () => {
    const bench = await startSignupBench();

    const error = await bench.refusalOf(signup, 520);

    expect(error.name).toBe('provider_timeout');
    expect(effectsOf(bench)).toEqual([]);
    expect(await bench.signUp(signup)).toMatchObject({ status: 'succeeded' });
  });

  test('payload_too_large: more than HTTP takes is not taken here', async () => {
    const bench = await startSignupBench();

    const error = await bench.refusalOf({ ...signup, providerOptions: { note: 'n'.repeat(256 * 1024) } });

    expect(error.name).toBe('payload_too_large');
    expect(error.message).toBe('The event is longer than 262144 bytes.');
  });

  test('internal_error: of a fault of ours neither the caller nor the log gets the words', async () => {
    const bench = await startSignupBench({
      table: { ...createMemoryTable(), put: () => Promise.reject(new TypeError('marker-hunter22')) },
    });

    const error = await bench.refusalOf(signup);

    expect(error.name).toBe('internal_error');
    expect(error.stack).toBe('internal_error: The invocation failed through a fault of this service.');
    const fault = bench.lines.map((line) => JSON.parse(line)).find(({ event }) => event === 'internal_error');
    expect(fault).toMatchObject({
      requestId: 'invocation-1',
      name: 'TypeError',
      frames: expect.stringContaining('on-signup-refusals.test.ts'),
    });
    expect(bench.lines.join('\n')).not.toContain('hunter22');
  });
});

describe('an event', () => {
  test.each([
    [{}, 'connection: Invalid input: expected string, received undefined'],
    [{ ...signup, idempotencyKey: 'a b' }, 'idempotencyKey: must be 1 to 255 visible ASCII characters'],
    [{ ...signup, idempotencyKey: 8841 }, 'idempotencyKey: Invalid input: expected string, received number'],
    [{ ...signup, connection: 'Demo' }, 'connection: must be 1 to 63 of a-z, 0-9 and -, and not start with -'],
    [{ ...signup, plan: '88' }, 'plan: is not known'],
    [{ ...signup, billingDayOfMonth: 32 }, 'billingDayOfMonth: Too big: expected number to be <=31'],
    [JSON.parse('{"connection":"demo-fusebill","__proto__":1}'), '__proto__: is not known'],
    [{ 'detail-type': 'signup.started', detail: signup }, 'detail-type: must be signup.completed'],
    [{ 'detail-type': 'signup.completed' }, 'detail: Invalid input: expected object, received undefined'],
    [{ 'detail-type': 'signup.completed', detail: { ...signup, plan: '88' } }, 'detail.plan: is not known'],
    [{ ...signup, 'detail-type': 'signup.completed' }, 'detail: Invalid input: expected object, received undefined'],
    [{ detail: signup }, 'detail: is not known'],
    [{ Records: [{ body: JSON.stringify(signup) }] }, 'Records: is not known'],
    ['signup', 'body: Invalid input: expected object, received string'],
    [null, 'body: Invalid input: expected object, received undefined'],
    [undefined, 'body: Invalid input: expected object, received undefined'],
    [[signup], 'body: Invalid input: expected object, received array'],
  ])('that is %j is refused', async (event, part) => {
    const bench = await startSignupBench();

    const error = await bench.refusalOf(event);

    expect(error.name).toBe('invalid_request');
    expect(error.message.split('; ')).toContain(part);
    expect(bench.sandbox.requests()).toEqual([]);
  });
});
