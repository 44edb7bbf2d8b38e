import { afterEach, describe, expect, test } from '@jest/globals';
import { anyAddress, vendorAddresses } from '../../shared/domain/provider-address.ts';
import { type Call, sendCall } from '../../shared/http/call.ts';
import { createProviderFetch, type Resolve } from '../../shared/http/provider-fetch.ts';
import { problemOfFailure } from '../../shared/http/provider-problem.ts';
import { isPublicAddress } from '../../shared/http/public-address.ts';
import { sendReadCall } from '../../shared/http/retry.ts';
import { createManualClock } from '../support/manual-clock.ts';
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
  const fetch = createProviderFetch(rule, resolve);
  const context = createProviderContext({ clock: createManualClock(0), fetch });
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
