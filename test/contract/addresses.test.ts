import { describe, expect, test } from '@jest/globals';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { vendorIds } from '../../sandbox/vendors.ts';
import { createInProcessGateway } from '../support/in-process-gateway.ts';
import { expectationsOf } from './registered.ts';

/** A sandbox that nobody started, so that the secret names no address. */
const nowhere = {
  urls: Object.fromEntries(vendorIds.map((id) => [id, {}])),
} as unknown as Sandbox;

describe.each([...expectationsOf])('the addresses of %s', (provider, { addresses, secret }) => {
  test.each(addresses)("are the vendor's own for $path", async ({ path, urls }) => {
    const asked: string[] = [];
    const fetch = async (input: string | URL | Request) => {
      const url = new URL(String(input));
      asked.push(`${url.origin}${url.pathname}`);
      return url.pathname.endsWith('/token')
        ? Response.json({ access_token: 'token', expires_in: 3_600 })
        : new Response(null, { status: 500 });
    };
    const gateway = createInProcessGateway({ acme: { provider, ...secret(nowhere) } }, { fetch });
    expect(await gateway.send({ path })).toMatchObject({ status: 502, body: { code: 'provider_error' } });
    expect(asked).toEqual(urls);
  });
});
