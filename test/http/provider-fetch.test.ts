import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { anyAddress, vendorAddresses } from '../../shared/domain/provider-address.ts';
import { type Call, sendCall } from '../../shared/http/call.ts';
import { createProviderFetch, type Resolve } from '../../shared/http/provider-fetch.ts';
import { problemOfFailure } from '../../shared/http/provider-problem.ts';
import { isPublicAddress } from '../../shared/http/public-address.ts';
import { sendReadCall } from '../../shared/http/retry.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';
import { createProviderContext } from '../support/provider-context.ts';
import { closeRecordingServers, startRecordingServer } from '../support/recording-server.ts';

afterEach(closeRecordingServers);

/** A name service that knows one answer, and counts how often it was asked. */
const resolvingTo = (...addresses: readonly string[]) => {
  const asked: string[] = [];
  const resolve: Resolve = (hostname, _options, callback) => {
    asked.push(hostname);
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  return { asked, resolve };
};

/** Calls `host` at the port of a server on loopback. */
const call = async (host: string, resolve: Resolve, rule = vendorAddresses([]), method: Call['method'] = 'GET') => {
  const server = await startRecordingServer(() => ({ status: 200, headers: { 'x-one': 'two' }, body: 'good' }));
  const { port } = new URL(server.origin);
  const clock = createManualClock(0);
  const context = createProviderContext({ clock, fetch: createProviderFetch(rule, { clock, resolve }) });
  const request = { method, url: `http://${host}:${port}/a`, route: '/a', headers: {}, maximumAnswerBytes: 100 };
  const result =
    method === 'GET' ? await sendReadCall(context, request, { random: () => 0 }) : await sendCall(context, request);
  return { result, server };
};

describe('what a name resolves to', () => {
  test.each([
    ['loopback', ['127.0.0.1']],
    ['link-local, where credentials of machines are', ['169.254.169.254']],
    ['a private network', ['10.0.0.7']],
    ['IPv6 loopback', ['::1']],
    ['loopback in the clothes of IPv6', ['::ffff:127.0.0.1']],
    ['a public address and a private one', ['198.41.0.4', '192.168.1.1']],
  ])('is not called where it is %s, and not asked for again', async (_what, addresses) => {
    const names = resolvingTo(...addresses);
    const { result, server } = await call('api.vendor.example', names.resolve);

    expect(result).toEqual({
      ok: false,
      problem: {
        kind: 'address_refused',
        detail: "The name of the provider's host leads to an address inside a private network, which is not called.",
      },
    });
    expect(names.asked).toEqual(['api.vendor.example']);
    expect(server.requests).toEqual([]);
  });

  test('refuses a write with certainty: 503, and nothing was executed', async () => {
    const { result } = await call('api.vendor.example', resolvingTo('10.0.0.7').resolve, undefined, 'PUT');
    const purpose = { provider: 'aria', kind: 'write', notFound: 'provider_error', secretValues: [] } as const;

    expect(result.ok ? null : problemOfFailure(purpose, result.problem)).toMatchObject({
      code: 'provider_unavailable',
      outcome: 'not_executed',
    });
  });

  test.each([
    ['on the developer’s own machine', 'api.vendor.example', anyAddress],
    ['of a host that the operator named', 'api.vendor.example', vendorAddresses(['api.vendor.example'])],
    ['of a host that the operator named with its port', 'billing.example', vendorAddresses(['billing.example:8443'])],
  ])('may be anything %s', async (_what, host, rule) => {
    const { result } = await call(host, resolvingTo('127.0.0.1').resolve, rule);

    expect(result.ok && [result.value.status, result.value.headers.get('x-one'), result.value.text]).toEqual([
      200,
      'two',
      'good',
    ]);
  });

  test('that fails is a connection that could not be made, with nothing sent', async () => {
    const failing: Resolve = (_hostname, _options, callback) =>
      callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), []);
    const { result } = await call('api.vendor.example', failing, undefined, 'PUT');

    expect(result).toMatchObject({ ok: false, problem: { kind: 'not_sent' } });
  });
});

describe('a kept connection', () => {
  /** A vendor whose connections can go dead, as they do while a container is frozen: it hears, and says nothing. */
  const startVendor = async (clock: ManualClock = createManualClock(0)) => {
    const sockets: Socket[] = [];
    const dead = new Set<Socket>();
    const held: ServerResponse[] = [];
    const waiting: (() => void)[] = [];
    let hears: (what: string) => void = () => undefined;
    const server = createServer(({ socket, url }, response) => {
      if (!sockets.includes(socket)) {
        sockets.push(socket);
      }
      if (dead.has(socket)) {
        hears('sent over a dead connection');
      } else if (url === '/held') {
        held.push(response);
        waiting.shift()?.();
      } else {
        response.end('answered');
      }
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    stopVendor = async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    };
    const fetch = createProviderFetch(anyAddress, { clock });
    return {
      clock,
      sockets,
      killAll: () => {
        for (const socket of sockets) {
          dead.add(socket);
        }
      },
      /** What becomes of a call: its answer, or that nobody will ever answer it. */
      call: async (method = 'GET') => {
        const deaf = new Promise<string>((resolve) => {
          hears = resolve;
        });
        const answer = fetch(`http://127.0.0.1:${port}/`, { method }).then((response) => response.text());
        answer.catch(() => undefined);
        const result = await Promise.race([answer, deaf]);
        // Only then has the connection gone back to those that are kept.
        await nextTurn();
        return result;
      },
      /** A call that is under way until `finish`. */
      begin: async () => {
        const arrived = new Promise<void>((resolve) => waiting.push(resolve));
        const answer = fetch(`http://127.0.0.1:${port}/held`).then((response) => response.text());
        await arrived;
        const response = held.pop();
        return { answer, finish: () => response?.end('held back') };
      },
    };
  };

  let stopVendor = async () => {};

  afterEach(() => stopVendor());

  test('is used again within four seconds', async () => {
    const vendor = await startVendor();
    await vendor.call();
    vendor.clock.advance(4_000);

    expect(await vendor.call()).toBe('answered');
    expect(vendor.sockets).toHaveLength(1);
  });

  test.each([
    ['a pause', 4_001],
    ['a freeze', 3_600_000],
    ['a clock that was put back', -3_600_000],
  ])('is not trusted across %s: the first call goes over a new one, at once', async (_what, durationMs) => {
    const vendor = await startVendor();
    await vendor.call();
    const [old] = vendor.sockets;
    const closed = old === undefined ? null : once(old, 'close');
    vendor.killAll();
    vendor.clock.advance(durationMs);

    expect(await vendor.call('PUT')).toBe('answered');
    expect(vendor.sockets).toHaveLength(2);
    await closed;
  });

  test('is not vouched for by a call that was under way through a freeze', async () => {
    const vendor = await startVendor();
    const first = await vendor.begin();
    await vendor.call();
    vendor.clock.advance(3_600_000);
    first.finish();
    expect(await first.answer).toBe('held back');
    vendor.killAll();

    expect(await vendor.call('PUT')).toBe('answered');
  });

  test('is not taken from a call that is under way on it', async () => {
    const vendor = await startVendor();
    const first = await vendor.begin();
    vendor.clock.advance(10_000);

    expect(await vendor.call()).toBe('answered');
    first.finish();
    expect(await first.answer).toBe('held back');
  });

  test('is not taken from a call that has not reached it yet', async () => {
    const clock = createManualClock(0);
    // A freeze at every look at the time.
    const now = () => {
      clock.advance(10_000);
      return clock.now();
    };
    const vendor = await startVendor({ ...clock, now });

    expect(await Promise.all([vendor.call(), vendor.call('PUT'), vendor.call()])).toEqual([
      'answered',
      'answered',
      'answered',
    ]);
  });
});

describe('a public address', () => {
  test.each(['198.41.0.4', '8.8.8.8', '172.15.255.255', '172.32.0.1', '100.63.255.255', '2606:4700::1111', '2a00::1'])(
    'is %s',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  test.each([
    '0.0.0.0',
    '10.255.255.255',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.170.2',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:8.8.8.8',
    '64:ff9b::a00:1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'ff02::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
  ])('is not %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});
