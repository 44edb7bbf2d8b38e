import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type StartedCounter, startCounter } from './counter.ts';

let sandbox: StartedCounter;

beforeEach(async () => {
  sandbox = await startCounter();
});

afterEach(() => sandbox.close());

describe('the server', () => {
  test('records every request as it came, and the fault that it met', async () => {
    sandbox.faults.add({ provider: 'fusebill', fault: { kind: 'drop-before' } });
    await sandbox.outcome('activate');
    await sandbox.call('a%20b?view=subscription&view=full&name=x%26y', {
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
    const response = await sandbox.call('read', { method: 'HEAD' });

    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([200, '17', '']);
  });

  test('refuses a body larger than any request of these protocols', async () => {
    const response = await sandbox.call('activate', { method: 'POST', body: 'x'.repeat(4 * 1024 * 1024 + 1) });

    expect(response.status).toBe(413);
    expect(sandbox.provider.done).toEqual([]);
  });

  test('closes while requests hang and delays run', async () => {
    sandbox.faults.add({ provider: 'fusebill', fault: { kind: 'hang' } });
    sandbox.faults.add({ provider: 'fusebill', fault: { kind: 'delay', durationMs: 86_400_000 } });
    const open = [sandbox.outcome(), sandbox.outcome()];
    await sandbox.untilArrived(2);

    await sandbox.close();

    expect(await Promise.all(open)).toEqual(['broken', 'broken']);
    expect(sandbox.provider.done).toEqual([]);
  });

  test("does not let a mistake of its own pass for a vendor's answer", async () => {
    sandbox.provider.handle = () => {
      throw new Error('no such account in the seed');
    };

    expect(await sandbox.outcome()).toContain('500 The sandbox itself failed: Error: no such account in the seed');
  });
});
