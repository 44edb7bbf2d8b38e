import { Agent } from 'node:http';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Handler } from '../../local/invoke.ts';
import { type RecordingGateway, startRecordingGateway } from './recording-gateway.ts';

describe('the gateway, when something goes wrong or ends,', () => {
  let gateway: RecordingGateway;
  let reported: string[];

  beforeEach(async () => {
    reported = [];
    jest.spyOn(console, 'error').mockImplementation((...parts) => {
      reported.push(parts.join(' '));
    });
    gateway = await startRecordingGateway(120);
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await gateway.close();
  });

  test.each<[string, Handler]>([
    [
      'throws',
      () => {
        throw new Error('secret stack');
      },
    ],
    [
      'rejects',
      async () => {
        throw new Error('secret stack');
      },
    ],
    ['gives nothing', (async () => undefined) as unknown as Handler],
    ['gives a status that is none', async () => ({ statusCode: 42 })],
    ['answers with more than Lambda passes on', async () => ({ statusCode: 200, body: 'x'.repeat(6_291_457) })],
  ])('a handler that %s is 500 with nothing of its own in the answer', async (_what, broken) => {
    gateway.handleWith(broken);

    const answer = await gateway.send('/v1/connections/acme/plans');

    expect(answer.status).toBe(500);
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'strict-transport-security': 'max-age=31536000',
      'referrer-policy': 'no-referrer',
    });
    expect(answer.body).toBe('{"message":"Internal Server Error"}');
    expect(reported).toHaveLength(1);
  });

  test('a handler that never settles is 503 once its time is up, and the next request is served', async () => {
    gateway.handleWith(() => new Promise(() => {}));
    const answer = await gateway.send('/v1/connections/acme/plans');
    gateway.handleWith(async () => ({ statusCode: 200, body: 'again' }));
    const next = await gateway.send('/v1/connections/acme/plans');

    expect(answer.status).toBe(503);
    expect(answer.body).toBe('{"message":"Service Unavailable"}');
    expect(next.body).toBe('again');
    expect(reported).toEqual(['list: timed out after 120 ms.']);
  });

  test('a body of 10 MB arrives whole, one byte more is 413 and reaches no handler', async () => {
    const post = { method: 'POST', headers: { 'content-type': 'text/plain' } };
    const limit = 10 * 1024 * 1024;

    const most = await gateway.send('/v1/connections/acme/plans', { ...post, body: Buffer.alloc(limit, 'x') });
    const tooMuch = await gateway.send('/v1/connections/acme/plans', { ...post, body: Buffer.alloc(limit + 1, 'x') });

    expect(most.status).toBe(200);
    expect(tooMuch.status).toBe(413);
    expect(tooMuch.body).toBe('{"message":"Request Entity Too Large"}');
    expect(gateway.calls.map(({ event }) => event.body?.length)).toEqual([limit]);
  });

  test('closing lets the answer under way go out, and does not wait for connections that are kept open', async () => {
    const agent = new Agent({ keepAlive: true });
    await gateway.send('/v1/connections/acme/plans', { agent });
    const begun = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    gateway.handleWith(async () => {
      begun.resolve();
      await release.promise;
      return { statusCode: 200, body: 'finished' };
    });
    const underWay = gateway.send('/v1/connections/acme/plans');
    await begun.promise;

    const closed = gateway.close();
    release.resolve();

    expect((await underWay).body).toBe('finished');
    await closed;
    await expect(gateway.send('/v1/connections/acme/plans')).rejects.toThrow('ECONNREFUSED');
    agent.destroy();
  });
});
