import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createFaults, type Fault } from '../../sandbox/faults.ts';
import { jsonAnswer, type SimulatedProvider } from '../../sandbox/simulated-provider.ts';
import { type OneProvider, startOneProvider } from './one-provider.ts';

/** A provider with one thing to do: it counts its calls by name and answers with a body of 17 bytes. */
const createCounter = (): SimulatedProvider & { done: string[] } => {
  const done: string[] = [];
  return {
    name: 'fusebill',
    done,
    operationOf: ({ path }) => path.slice(1),
    handle: ({ path }) => {
      done.push(path.slice(1));
      return jsonAnswer(200, { status: 'good' });
    },
  };
};

let sandbox: OneProvider<ReturnType<typeof createCounter>>;

beforeEach(async () => {
  sandbox = await startOneProvider(createCounter);
});

afterEach(() => sandbox.close());

const call = (operation = 'activate', init: RequestInit = {}) => fetch(`${sandbox.origin}/${operation}`, init);

const outcome = async (operation?: string): Promise<string> => {
  try {
    const response = await call(operation);
    return `${response.status} ${await response.text()}`;
  } catch {
    return 'broken';
  }
};

const good = '200 {"status":"good"}';

const strike = (fault: Fault, times = 1) => sandbox.faults.add({ provider: 'fusebill', fault, times });

describe('a fault', () => {
  test('strikes the operation that it names, as often as it says, and nothing else', async () => {
    sandbox.faults.add({ provider: 'fusebill', operation: 'activate', times: 2, fault: { kind: 'empty' } });

    expect(await outcome('read')).toBe(good);
    expect(await outcome('activate')).toBe('200 ');
    expect(await outcome('activate')).toBe('200 ');
    expect(await outcome('activate')).toBe(good);
    expect(sandbox.faults.remaining()).toEqual([]);
  });

  test('of another provider does not strike', async () => {
    sandbox.faults.add({ provider: 'aria', fault: { kind: 'empty' } });

    expect(await outcome()).toBe(good);
  });

  test('without an operation strikes any, and the oldest that fits strikes first', async () => {
    strike({ kind: 'status', status: 503 });
    strike({ kind: 'empty' });

    expect(await outcome('read')).toBe('503 ');
    expect(await outcome('activate')).toBe('200 ');
  });

  test('is gone when it was cleared', async () => {
    strike({ kind: 'empty' }, 5);
    sandbox.faults.clear();

    expect(await outcome()).toBe(good);
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

    const response = await call();

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

    expect((await call()).headers.has('retry-after')).toBe(false);
  });

  test.each<[Fault, string]>([
    [{ kind: 'empty' }, '200 '],
    [{ kind: 'wrong-shape', shape: 'object' }, '200 {"unexpected":true}'],
    [{ kind: 'wrong-shape', shape: 'list' }, '200 []'],
  ])('by %j', async (fault, expected) => {
    strike(fault);

    expect(await outcome()).toBe(expected);
    expect(sandbox.provider.done).toEqual([]);
  });

  test('by a page of HTML', async () => {
    strike({ kind: 'garbage' });

    const response = await call();

    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await response.text()).toContain('<html>');
  });

  test('by a redirect', async () => {
    strike({ kind: 'redirect', location: 'https://elsewhere.example/plan' });

    const response = await call('activate', { redirect: 'manual' });

    expect([response.status, response.headers.get('location')]).toEqual([302, 'https://elsewhere.example/plan']);
  });

  test('by JSON of exactly as many bytes as asked', async () => {
    strike({ kind: 'oversized', bytes: 3_000_000 });

    const response = await call();
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

    expect(await outcome()).not.toBe(good);
    expect(sandbox.provider.done).toEqual(['activate']);
  });
});

describe('the connection', () => {
  test('breaks before anything is done', async () => {
    strike({ kind: 'drop-before' });

    expect(await outcome()).toBe('broken');
    expect(sandbox.provider.done).toEqual([]);
  });

  test('breaks after it was done', async () => {
    strike({ kind: 'drop-after' });

    expect(await outcome()).toBe('broken');
    expect(sandbox.provider.done).toEqual(['activate']);
  });

  test('breaks in the middle of the real answer, which had announced its whole length', async () => {
    strike({ kind: 'truncated', contentLength: 'whole' });

    const response = await call();

    expect(response.headers.get('content-length')).toBe('17');
    await expect(response.text()).rejects.toThrow();
    expect(sandbox.provider.done).toEqual(['activate']);
  });

  test('stays whole where only the JSON is cut', async () => {
    strike({ kind: 'truncated', contentLength: 'cut' });

    expect(await outcome()).toBe('200 {"status');
    expect(sandbox.provider.done).toEqual(['activate']);
  });

  test('hangs until the client gives up, and the next request is served', async () => {
    strike({ kind: 'hang' });
    const givesUp = new AbortController();

    const hanging = call('activate', { signal: givesUp.signal });
    await untilArrived();
    givesUp.abort();

    await expect(hanging).rejects.toThrow();
    expect(sandbox.provider.done).toEqual([]);
    expect(await outcome()).toBe(good);
  });

  test('waits as long as a delay says, then answers', async () => {
    strike({ kind: 'delay', durationMs: 1 });

    expect(await outcome()).toBe(good);
  });
});

describe('a late effect', () => {
  test('happens when it is told to, after the client gave up', async () => {
    strike({ kind: 'late-effect', connection: 'hang' });
    const givesUp = new AbortController();
    const hanging = call('activate', { signal: givesUp.signal });
    await untilArrived();
    givesUp.abort();
    await expect(hanging).rejects.toThrow();

    expect(sandbox.provider.done).toEqual([]);
    expect(sandbox.faults.applyLateEffects()).toBe(1);
    expect(sandbox.provider.done).toEqual(['activate']);
    expect(sandbox.faults.applyLateEffects()).toBe(0);
  });

  test('of a connection that breaks at once happens in the order of the requests, though faults were cleared', async () => {
    strike({ kind: 'late-effect', connection: 'destroy' }, 2);

    expect([await outcome('first'), await outcome('second')]).toEqual(['broken', 'broken']);
    sandbox.faults.clear();
    expect(sandbox.faults.applyLateEffects()).toBe(2);
    expect(sandbox.provider.done).toEqual(['first', 'second']);
  });
});

describe('the server', () => {
  test('records every request as it came, and the fault that it met', async () => {
    strike({ kind: 'drop-before' });
    await outcome('activate');
    await call('a%20b?view=subscription&view=full&name=x%26y', {
      method: 'POST',
      headers: { 'X-Trace': 'abc' },
      body: '{"a":1}',
    });

    expect(sandbox.requests).toMatchObject([
      { provider: 'fusebill', operation: 'activate', method: 'GET', path: '/activate', body: '', fault: 'drop-before' },
      {
        operation: 'a%20b',
        method: 'POST',
        path: '/a%20b',
        query: { view: 'full', name: 'x&y' },
        headers: { 'x-trace': 'abc' },
        body: '{"a":1}',
        fault: null,
      },
    ]);
  });

  test('answers HEAD with the length and without the body', async () => {
    const response = await call('read', { method: 'HEAD' });

    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([200, '17', '']);
  });

  test('refuses a body larger than any request of these protocols', async () => {
    const response = await call('activate', { method: 'POST', body: 'x'.repeat(4 * 1024 * 1024 + 1) });

    expect(response.status).toBe(413);
    expect(sandbox.provider.done).toEqual([]);
  });

  test('closes while requests hang and delays run', async () => {
    strike({ kind: 'hang' });
    strike({ kind: 'delay', durationMs: 86_400_000 });
    const open = [outcome(), outcome()];
    await untilArrived(2);

    await sandbox.close();

    expect(await Promise.all(open)).toEqual(['broken', 'broken']);
    expect(sandbox.provider.done).toEqual([]);
  });

  test("does not let a mistake of its own pass for a vendor's answer", async () => {
    sandbox.provider.handle = () => {
      throw new Error('no such account in the seed');
    };

    expect(await outcome()).toContain('500 The sandbox itself failed: Error: no such account in the seed');
  });
});

/** Resolves when the server has taken `count` requests, which nothing else tells of a request that hangs. */
const untilArrived = async (count = 1): Promise<void> => {
  while (sandbox.requests.length < count) {
    await new Promise((resolve) => setImmediate(resolve));
  }
};
