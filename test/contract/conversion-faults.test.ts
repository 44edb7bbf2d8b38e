import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../../sandbox/faults.ts';
import { changeAccount } from '../../sandbox/outside-events.ts';
import { type Bench, startBench } from './bench.ts';
import { conversionRequest, type FaultyWrite } from './expectations.ts';
import { expectationsOf } from './registered.ts';

interface NamedFault {
  readonly name: string;
  readonly fault: Fault;
  readonly timeoutMs?: number;
}

/** `CONVERSION_SETTLE_SECONDS` where nobody sets it. */
const settleMs = 300_000;

const location = 'https://192.0.2.1/elsewhere';

/** The provider converts, and nobody is told. */
const lostAnswers: readonly NamedFault[] = [
  { name: 'the connection breaks', fault: { kind: 'drop-after' } },
  { name: '500', fault: { kind: 'status', status: 500, handled: true } },
  { name: '503', fault: { kind: 'status', status: 503, handled: true } },
  { name: 'a page of HTML', fault: { kind: 'garbage', handled: true } },
  { name: 'JSON that is cut', fault: { kind: 'truncated', contentLength: 'cut' } },
  { name: 'an answer that breaks off', fault: { kind: 'truncated', contentLength: 'whole' } },
  { name: 'nothing', fault: { kind: 'empty', handled: true } },
  { name: 'another object', fault: { kind: 'wrong-shape', shape: 'object', handled: true } },
  { name: 'a redirect', fault: { kind: 'redirect', location, handled: true } },
  { name: 'five megabytes', fault: { kind: 'oversized', bytes: 5_000_000, handled: true } },
  { name: 'no answer', fault: { kind: 'hang', handled: true }, timeoutMs: 1_100 },
];

/** Nothing was done, and it looks the same from here. */
const lostRequests: readonly NamedFault[] = [
  { name: 'the connection breaks', fault: { kind: 'drop-before' } },
  { name: '500', fault: { kind: 'status', status: 500 } },
  { name: '503', fault: { kind: 'status', status: 503 } },
  { name: '408', fault: { kind: 'status', status: 408 } },
  { name: 'a redirect', fault: { kind: 'redirect', location } },
  { name: 'no answer', fault: { kind: 'hang' }, timeoutMs: 1_100 },
  { name: 'a request that lingers', fault: { kind: 'late-effect', connection: 'destroy' } },
];

describe.each([...expectationsOf])('faults of conversions at %s', (provider, { write }) => {
  const strike = async ({ fault, timeoutMs }: Omit<NamedFault, 'name'>) => {
    const bench = await startBench(provider);
    bench.sandbox.faults.add({ provider, operation: write.operation, fault });
    const request = conversionRequest(write.accountId, write.body);
    const answer = await bench.send(timeoutMs === undefined ? request : { ...request, timeoutMs });
    expect(bench.sandbox.faults.remaining()).toEqual([]);
    return { bench, answer };
  };

  test.each(lostAnswers)('converted, then $name: the read back says so', async (fault) => {
    const { bench, answer } = await strike(fault);
    expect(answer).toMatchObject({
      status: 201,
      body: { status: 'succeeded', outcome: 'converted', after: { status: 'active' }, attempts: 1, problem: null },
    });
    expectOneWrite(bench, write);
    expect(bench.sandbox.world.journal.entries()).toHaveLength(1);
  });

  test.each(lostRequests)('not converted, and $name: pending, and not sent again', async (fault) => {
    const { bench, answer } = await strike(fault);
    expect(answer).toMatchObject({
      status: 202,
      headers: { location: expect.stringContaining('/conversions/cnv_'), 'retry-after': '2' },
      body: { status: 'pending', outcome: null, after: null, problem: null, settledAt: null, attempts: 1 },
    });
    expect(await bench.send(conversionRequest(write.accountId, write.body))).toMatchObject({ status: 202 });
    expect(await bench.send({ path: String(answer.headers.location) })).toMatchObject({
      status: 200,
      body: { status: 'pending' },
    });
    await bench.gateway.reconcile();
    expectOneWrite(bench, write);
    expect(bench.sandbox.world.journal.entries()).toEqual([]);
  });

  test('while one is pending, another key is told so', async () => {
    const { bench, answer } = await strike({ fault: { kind: 'drop-before' } });
    const other = await bench.send(conversionRequest(write.accountId, write.body, { key: 'key-2' }));
    expect(other).toMatchObject({
      status: 409,
      headers: { location: answer.headers.location },
      body: { code: 'conversion_in_progress', outcome: 'not_executed' },
    });
    expectOneWrite(bench, write);
  });

  test('a request that lingered takes effect, and reading settles the conversion', async () => {
    const { bench, answer } = await strike({ fault: { kind: 'late-effect', connection: 'destroy' } });
    expect(bench.sandbox.faults.applyLateEffects()).toBe(1);
    const read = await bench.send({ path: String(answer.headers.location) });
    expect(read).toMatchObject({ status: 200, body: { status: 'succeeded', outcome: 'converted' } });
    const replay = await bench.send(conversionRequest(write.accountId, write.body));
    expect(replay).toMatchObject({ status: 201, headers: { 'idempotency-replayed': 'true' } });
    expect(replay.body).toEqual(read.body);
    expectOneWrite(bench, write);
  });

  test('one that did nothing is repeated once, after the settle time', async () => {
    const { bench, answer } = await strike({ fault: { kind: 'drop-before' } });
    bench.gateway.advance(settleMs - 2_000);
    await bench.gateway.reconcile();
    expectOneWrite(bench, write);
    bench.gateway.advance(30_000);
    await bench.gateway.reconcile();
    expect(await bench.send({ path: String(answer.headers.location) })).toMatchObject({
      body: { status: 'succeeded', outcome: 'converted', attempts: 2 },
    });
    await bench.gateway.reconcile();
    expect(bench.countSent(write.operation)).toBe(2);
    expect(bench.sandbox.world.journal.entries()).toHaveLength(1);
  });

  test('one whose account was canceled meanwhile is not repeated, which could open the account again', async () => {
    const { bench, answer } = await strike({ fault: { kind: 'drop-before' } });
    expect(changeAccount(bench.sandbox, { provider, accountId: write.accountId, change: 'cancel' }).ok).toBe(true);
    for (const durationMs of [10_000, settleMs + 30_000, settleMs + 30_000]) {
      bench.gateway.advance(durationMs);
      await bench.gateway.reconcile();
    }
    expect(await bench.send({ path: String(answer.headers.location) })).toMatchObject({
      body: { status: 'rejected', attempts: 1, problem: { code: 'provider_conflict', outcome: 'unknown' } },
    });
    expect(bench.countSent(write.operation)).toBe(1);
    expect(bench.sandbox.world.journal.entries()).toEqual([]);
  });

  test('one whose account is canceled just before the settle time ends is not repeated either', async () => {
    const { bench, answer } = await strike({ fault: { kind: 'drop-before' } });
    bench.gateway.advance(settleMs - 2_000);
    await bench.gateway.reconcile();
    expect(changeAccount(bench.sandbox, { provider, accountId: write.accountId, change: 'cancel' }).ok).toBe(true);
    bench.gateway.advance(30_000);
    await bench.gateway.reconcile();
    expect(await bench.send({ path: String(answer.headers.location) })).toMatchObject({ body: { status: 'rejected' } });
    expect(bench.countSent(write.operation)).toBe(1);
    expect(bench.sandbox.world.journal.entries()).toEqual([]);
  });

  test('one whose repeat did nothing either is given up, and never sent a third time', async () => {
    const { bench, answer } = await strike({ fault: { kind: 'drop-before' } });
    bench.sandbox.faults.add({ provider, operation: write.operation, fault: { kind: 'drop-before' } });
    for (const durationMs of [settleMs + 30_000, 10_000, settleMs + 30_000, settleMs + 30_000]) {
      bench.gateway.advance(durationMs);
      await bench.gateway.reconcile();
    }
    expect(await bench.send({ path: String(answer.headers.location) })).toMatchObject({
      body: { status: 'rejected', attempts: 2, problem: { code: 'provider_timeout', outcome: 'unknown' } },
    });
    expect(bench.countSent(write.operation)).toBe(2);
    expect(bench.sandbox.world.journal.entries()).toEqual([]);
  });

  test('a refusal is final and bound to its key, and leaves the account as it was', async () => {
    const { bench, answer } = await strike({ fault: write.refusal });
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'provider_rejected', outcome: 'not_executed', conversion: { status: 'rejected', attempts: 1 } },
    });
    const replay = await bench.send(conversionRequest(write.accountId, write.body));
    expect(replay).toMatchObject({ status: 422, headers: { 'idempotency-replayed': 'true' } });
    expect(replay.text).toBe(answer.text);
    expectOneWrite(bench, write);
    const again = await bench.send(conversionRequest(write.accountId, write.body, { key: 'key-2' }));
    expect(again).toMatchObject({ status: 201 });
  });

  test('a rate limit is told with its wait and leaves the key free', async () => {
    const { bench, answer } = await strike({
      fault: { kind: 'status', status: 429, headers: { 'retry-after': '7' } },
    });
    expect(answer).toMatchObject({
      status: 429,
      headers: { 'retry-after': '7' },
      body: { code: 'provider_rate_limited', outcome: 'not_executed' },
    });
    expectOneWrite(bench, write);
    expect(await bench.send(conversionRequest(write.accountId, write.body))).toMatchObject({ status: 201 });
  });

  test('when the account cannot be read, nothing is sent', async () => {
    const bench = await startBench(provider);
    const [read] = bench.expectations.reads.filter(({ path }) => path.endsWith('/plan'));
    const operation = read?.operation ?? '';
    bench.sandbox.faults.add({ provider, operation, fault: { kind: 'garbage' } });
    const answer = await bench.send(conversionRequest(write.accountId, write.body));
    expect(answer).toMatchObject({
      status: 502,
      body: { code: 'provider_response_invalid', outcome: 'not_executed' },
    });
    expect(bench.countSent(write.operation)).toBe(0);
  });

  const readFault = ({ expectations, sandbox }: Bench, times: number) => {
    const operation = expectations.reads.find(({ path }) => path.endsWith('/plan'))?.operation ?? '';
    sandbox.faults.add({ provider, operation, fault: { kind: 'delay', durationMs: 0 } });
    sandbox.faults.add({ provider, operation, times, fault: { kind: 'garbage' } });
  };

  test('a read back that fails after an OK is tried again', async () => {
    const bench = await startBench(provider);
    readFault(bench, 1);
    const answer = await bench.send(conversionRequest(write.accountId, write.body));
    expect(answer).toMatchObject({ status: 201, body: { status: 'succeeded', outcome: 'converted' } });
    expectOneWrite(bench, write);
  });

  test('when neither answer nor state can be read, the conversion is pending until the state can', async () => {
    const bench = await startBench(provider);
    bench.sandbox.faults.add({ provider, operation: write.operation, fault: { kind: 'drop-after' } });
    readFault(bench, 1);
    const answer = await bench.send(conversionRequest(write.accountId, write.body));
    expect(answer).toMatchObject({ status: 202, body: { status: 'pending' } });
    const settled = await bench.send({ path: String(answer.headers.location) });
    expect(settled).toMatchObject({ status: 200, body: { status: 'succeeded', outcome: 'converted' } });
    expectOneWrite(bench, write);
  });
});

const expectOneWrite = (bench: Bench, { operation }: FaultyWrite): void => {
  expect(bench.countSent(operation)).toBe(1);
};
