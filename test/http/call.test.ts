import { once } from 'node:events';
import { createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createDeadline } from '../../shared/domain/clock.ts';
import { type Call, sendCall } from '../../shared/http/call.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';
import { createProviderContext } from '../support/provider-context.ts';
import { closeRecordingServers, startRecordingServer } from '../support/recording-server.ts';

const startMs = Date.UTC(2031, 2, 1);

const get = (url: string, changes: Partial<Call> = {}): Call => ({
  method: 'GET',
  url,
  route: '/v1/plans/{planId}',
  headers: {},
  maximumAnswerBytes: 100,
  ...changes,
});

const contextOf = (clock: ManualClock = createManualClock(startMs), lines: string[] = []) =>
  createProviderContext({ clock, lines, deadlineMs: 20_000 });

const outcomeOf = async (call: Call, context = contextOf()) => {
  const result = await sendCall(context, call);
  return result.ok ? `${result.value.status} ${result.value.text}` : result.problem.kind;
};

afterEach(closeRecordingServers);

describe('a call to a provider', () => {
  test('is sent as it was put together, and its answer comes back whatever the status', async () => {
    const server = await startRecordingServer(() => ({ status: 422, headers: { 'x-limit': '7' }, body: 'no é' }));

    const result = await sendCall(
      contextOf(),
      get(`${server.origin}/v1/plans/a%20b?key=1`, { method: 'PUT', headers: { 'x-one': 'two' }, body: '{"a":1}' }),
    );

    expect(result).toMatchObject({ ok: true, value: { status: 422, text: 'no é' } });
    expect(result.ok && result.value.headers.get('x-limit')).toBe('7');
    expect(server.requests).toMatchObject([
      { method: 'PUT', target: '/v1/plans/a%20b?key=1', body: '{"a":1}', headers: { 'x-one': 'two' } },
    ]);
  });

  test('is logged by host and route template alone: the query may hold a key', async () => {
    const server = await startRecordingServer(() => ({ status: 200, body: 'topsecret-body' }));
    const lines: string[] = [];

    await sendCall(contextOf(undefined, lines), get(`${server.origin}/v1/plans/88?api_key=k-1`));

    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        event: 'provider_call',
        host: new URL(server.origin).host,
        method: 'GET',
        route: '/v1/plans/{planId}',
        status: 200,
        failure: null,
        durationMs: 0,
      },
    ]);
  });

  test.each([301, 302, 303, 307, 308])(
    'does not follow a redirect by %d, which could carry credentials away',
    async (status) => {
      const other = await startRecordingServer(() => ({ status: 200 }));
      const server = await startRecordingServer(() => ({ status, headers: { location: other.origin } }));

      expect(await outcomeOf(get(server.origin, { headers: { authorization: 'Bearer x' } }))).toBe('redirected');
      expect(other.requests).toHaveLength(0);
    },
  );

  test('takes an answer of just the allowed length, and gives up on one byte more', async () => {
    const server = await startRecordingServer(({ target }) => ({
      status: 200,
      body: 'x'.repeat(Number(target.slice(1))),
    }));

    expect(await outcomeOf(get(`${server.origin}/100`))).toBe(`200 ${'x'.repeat(100)}`);
    expect(await outcomeOf(get(`${server.origin}/101`))).toBe('too_large');
  });

  test('counts the unpacked length, so that a small answer cannot become a huge one', async () => {
    const packed = gzipSync('x'.repeat(1_000_000)).toString('latin1');
    const server = createServer((socket) => {
      socket.once('data', () => {
        socket.end(
          Buffer.from(
            `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${packed.length}\r\nConnection: close\r\n\r\n${packed}`,
            'latin1',
          ),
        );
      });
    });

    expect(await outcomeOf(get(await listen(server)))).toBe('too_large');
    server.close();
  });
});

describe('of a call without an answer it is told whether the provider can have seen it:', () => {
  test('nobody listens, so it was not sent', async () => {
    const server = createServer();
    const origin = await listen(server);
    server.close();
    await once(server, 'close');

    expect(await outcomeOf(get(origin))).toBe('not_sent');
  });

  test('a header that cannot be sent was not sent, and is not quoted', async () => {
    const server = await startRecordingServer(() => ({ status: 200 }));
    const call = get(server.origin, { headers: { authorization: 'secret\nvalue' } });

    const result = await sendCall(contextOf(), call);

    expect(result).toMatchObject({ ok: false, problem: { kind: 'not_sent' } });
    expect(JSON.stringify(result)).not.toContain('secret');
    expect(server.requests).toHaveLength(0);
  });

  test('the connection breaks after the request, so it may have been done', async () => {
    const server = await startRecordingServer(() => 'drop');

    expect(await outcomeOf(get(server.origin, { method: 'PUT', body: '{}' }))).toBe('dropped');
    expect(server.requests).toHaveLength(1);
  });

  test('the connection breaks before a byte of the request was read, and still it may have been done', async () => {
    const server = createServer((socket) => socket.resetAndDestroy());

    expect(await outcomeOf(get(await listen(server), { method: 'PUT', body: '{}' }))).toBe('dropped');
    server.close();
  });

  test('the answer breaks off in the middle, so it may have been done', async () => {
    const server = createServer((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf'));
    });

    expect(await outcomeOf(get(await listen(server)))).toBe('dropped');
    server.close();
  });

  test('the deadline passes while the provider is silent, so it may have been done', async () => {
    const clock = createManualClock(startMs);
    const server = await startRecordingServer(() => {
      clock.advance(19_999);
      queueMicrotask(() => clock.advance(1));
      return 'hang';
    });

    expect(await outcomeOf(get(server.origin), contextOf(clock))).toBe('timed_out');
    expect(server.requests).toHaveLength(1);
  });

  test('the deadline passes in the middle of the answer', async () => {
    const clock = createManualClock(startMs);
    const server = createServer((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf', () => clock.advance(20_000));
      });
      socket.on('error', () => undefined);
    });

    expect(await outcomeOf(get(await listen(server)), contextOf(clock))).toBe('timed_out');
    server.close();
  });

  test('the deadline had passed before, so nothing was sent', async () => {
    const clock = createManualClock(startMs);
    const server = await startRecordingServer(() => ({ status: 200 }));
    const context = { ...contextOf(clock), deadline: createDeadline(clock, 0) };

    expect(await outcomeOf(get(server.origin), context)).toBe('too_late');
    expect(server.requests).toHaveLength(0);
  });
});

const listen = async (server: ReturnType<typeof createServer>): Promise<string> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
};
