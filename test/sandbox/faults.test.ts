import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createFaults, type Fault } from '../../sandbox/faults.ts';
import { type StartedCounter, startCounter } from './counter.ts';

let sandbox: StartedCounter;

beforeEach(async () => {
  sandbox = await startCounter();
});

afterEach(() => sandbox.close());

const good = '200 {"status":"good"}';

const strike = (fault: Fault, times = 1) => sandbox.faults.add({ provider: 'fusebill', fault, times });

describe('a fault', () => {
  test('strikes the operation that it names, as often as it says, and nothing else', async () => {
    sandbox.faults.add({ provider: 'fusebill', operation: 'activate', times: 2, fault: { kind: 'empty' } });

    expect(await sandbox.outcome('read')).toBe(good);
    expect(await sandbox.outcome('activate')).toBe('200 ');
    expect(await sandbox.outcome('activate')).toBe('200 ');
    expect(await sandbox.outcome('activate')).toBe(good);
    expect(sandbox.faults.remaining()).toEqual([]);
  });

  test('of another provider does not strike', async () => {
    sandbox.faults.add({ provider: 'aria', fault: { kind: 'empty' } });

    expect(await sandbox.outcome()).toBe(good);
  });

  test('without an operation strikes any, and the oldest that fits strikes first', async () => {
    strike({ kind: 'status', status: 503 });
    strike({ kind: 'empty' });

    expect(await sandbox.outcome('read')).toBe('503 ');
    expect(await sandbox.outcome('activate')).toBe('200 ');
  });

  test('is gone when it was cleared', async () => {
    strike({ kind: 'empty' }, 5);
    sandbox.faults.clear();

    expect(await sandbox.outcome()).toBe(good);
  });

  test.each([
    { provider: 'stripe', fault: { kind: 'empty' } },
    { provider: 'aria', fault: { kind: 'status', status: 99 } },
    { provider: 'aria', fault: { kind: 'delay', durationMilliseconds: 5 } },
    { provider: 'aria', times: 0, fault: { kind: 'empty' } },
  ])('that can never strike is refused: %j', (fault) => {
    expect(() => createFaults().add(fault as never)).toThrow();
  });
});

describe('an answer is replaced', () => {
  test('by a status with headers and a body', async () => {
    strike({ kind: 'status', status: 429, headers: { 'Retry-After': '7' }, body: '{"message":"slow down"}' });

    const response = await sandbox.call();

    expect([response.status, response.headers.get('retry-after'), response.headers.get('content-type')]).toEqual([
      429,
      '7',
      'application/json; charset=utf-8',
    ]);
    expect(await response.json()).toEqual({ message: 'slow down' });
    expect(sandbox.provider.done).toEqual([]);
  });

  test('by a status without a Retry-After where none is given', async () => {
    strike({ kind: 'status', status: 429 });

    expect((await sandbox.call()).headers.has('retry-after')).toBe(false);
  });

  test.each<[Fault, string]>([
    [{ kind: 'empty' }, '200 '],
    [{ kind: 'wrong-shape', shape: 'object' }, '200 {"unexpected":true}'],
    [{ kind: 'wrong-shape', shape: 'list' }, '200 []'],
  ])('by %j', async (fault, expected) => {
    strike(fault);

    expect(await sandbox.outcome()).toBe(expected);
    expect(sandbox.provider.done).toEqual([]);
  });

  test('by a page of HTML', async () => {
    strike({ kind: 'garbage' });

    const response = await sandbox.call();

    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await response.text()).toContain('<html>');
  });

  test('by a redirect', async () => {
    strike({ kind: 'redirect', location: 'https://elsewhere.example/plan' });

    const response = await sandbox.call('activate', { redirect: 'manual' });

    expect([response.status, response.headers.get('location')]).toEqual([302, 'https://elsewhere.example/plan']);
  });

  test('by JSON of exactly as many bytes as asked', async () => {
    strike({ kind: 'oversized', bytes: 3_000_000 });

    const response = await sandbox.call();
    const text = await response.text();

    expect(response.headers.has('content-length')).toBe(false);
    expect(text).toHaveLength(3_000_000);
    expect(Object.keys(JSON.parse(text))).toEqual(['padding']);
  });

  test.each<Fault>([
    { kind: 'status', status: 500, handled: true },
    { kind: 'garbage', handled: true },
    { kind: 'empty', handled: true },
    { kind: 'wrong-shape', shape: 'object', handled: true },
    { kind: 'oversized', bytes: 100, handled: true },
  ])('after the work was done where it says so: %j', async (fault) => {
    strike(fault);

    expect(await sandbox.outcome()).not.toBe(good);
    expect(sandbox.provider.done).toEqual(['activate']);
  });
});

describe('the connection', () => {
  test('breaks before anything is done', async () => {
    strike({ kind: 'drop-before' });

    expect(await sandbox.outcome()).toBe('broken');
    expect(sandbox.provider.done).toEqual([]);
  });

  test('breaks after it was done', async () => {
    strike({ kind: 'drop-after' });

    expect(await sandbox.outcome()).toBe('broken');
    expect(sandbox.provider.done).toEqual(['activate']);
  });

  test('breaks in the middle of the real answer, which had announced its whole length', async () => {
    strike({ kind: 'truncated', contentLength: 'whole' });

    const response = await sandbox.call();

    expect(response.headers.get('content-length')).toBe('17');
    await expect(response.text()).rejects.toThrow();
    expect(sandbox.provider.done).toEqual(['activate']);
  });

  test('stays whole where only the JSON is cut', async () => {
    strike({ kind: 'truncated', contentLength: 'cut' });

    expect(await sandbox.outcome()).toBe('200 {"status');
    expect(sandbox.provider.done).toEqual(['activate']);
  });

  test('hangs until the client gives up, and the next request is served', async () => {
    strike({ kind: 'hang' });
    const givesUp = new AbortController();

    const hanging = sandbox.call('activate', { signal: givesUp.signal });
    await sandbox.untilArrived();
    givesUp.abort();

    await expect(hanging).rejects.toThrow();
    expect(sandbox.provider.done).toEqual([]);
    expect(await sandbox.outcome()).toBe(good);
  });

  test('waits as long as a delay says, then answers', async () => {
    strike({ kind: 'delay', durationMs: 1 });

    expect(await sandbox.outcome()).toBe(good);
  });
});

describe('a late effect', () => {
  test('happens when it is told to, after the client gave up', async () => {
    strike({ kind: 'late-effect', connection: 'hang' });
    const givesUp = new AbortController();
    const hanging = sandbox.call('activate', { signal: givesUp.signal });
    await sandbox.untilArrived();
    givesUp.abort();
    await expect(hanging).rejects.toThrow();

    expect(sandbox.provider.done).toEqual([]);
    expect(sandbox.faults.applyLateEffects()).toBe(1);
    expect(sandbox.provider.done).toEqual(['activate']);
    expect(sandbox.faults.applyLateEffects()).toBe(0);
  });

  test('of a connection that breaks at once happens in the order of the requests, though faults were cleared', async () => {
    strike({ kind: 'late-effect', connection: 'destroy' }, 2);

    expect([await sandbox.outcome('first'), await sandbox.outcome('second')]).toEqual(['broken', 'broken']);
    sandbox.faults.clear();
    expect(sandbox.faults.applyLateEffects()).toBe(2);
    expect(sandbox.provider.done).toEqual(['first', 'second']);
  });
});
