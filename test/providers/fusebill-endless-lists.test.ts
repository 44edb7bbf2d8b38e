import { describe, expect, test } from '@jest/globals';
import { createApiBench } from '../support/api-handlers.ts';
import { send } from '../support/request-event.ts';

/** A customer and a plan whose lists have so many pages; every page is full. */
const benchOver = (pages: number) => {
  const sent: string[] = [];
  const bench = createApiBench({
    secrets: { fuse: { provider: 'fusebill', apiKey: 'key', settings: { pageSize: 1 } } },
    fetch: async (url, init) => {
      const { pathname, searchParams } = new URL(String(url));
      sent.push(`${init?.method} ${pathname}`);
      const pageNumber = Number(searchParams.get('pageNumber'));
      const pageSize = Number(searchParams.get('pageSize'));
      if (pathname.endsWith('/Plans/7')) {
        return new Response(JSON.stringify({ id: 7, code: 'P', name: 'P', status: 'Active', planFrequencies: [] }));
      }
      const items =
        pageNumber < pages ? Array.from({ length: pageSize }, (_, index) => pageNumber * pageSize + index + 1) : [];
      return new Response(JSON.stringify(items.map((id) => ({ id, status: 'Provisioning', planCode: null }))));
    },
  });
  return { bench, sent };
};

const place = { connection: 'fuse', accountId: '70001' };
const endless = { status: 502, code: 'provider_response_invalid' };
const seen = ({ status, body }: Awaited<ReturnType<typeof send>>) => ({ status, code: body.code });

describe('a list of the vendor that a request needs as a whole', () => {
  test('is read to its end where it ends within 50 pages', async () => {
    const { bench, sent } = benchOver(49);

    const { status } = await send(bench.handlers['get-plan'], { pathParameters: { connection: 'fuse', planId: '7' } });

    expect(status).toBe(200);
    expect(sent.filter((call) => call.endsWith('/planProducts'))).toHaveLength(50);
  });

  test('and goes on behind 50 pages is a problem of the plan', async () => {
    const { bench, sent } = benchOver(1_000);

    const answer = await send(bench.handlers['get-plan'], { pathParameters: { connection: 'fuse', planId: '7' } });

    expect(seen(answer)).toEqual(endless);
    expect(sent.filter((call) => call.endsWith('/planProducts'))).toHaveLength(50);
  });

  test('is a problem of the account too, and nothing is converted', async () => {
    const { bench, sent } = benchOver(1_000);

    expect(seen(await send(bench.handlers['get-account-plan'], { pathParameters: place }))).toEqual(endless);
    expect(sent).toHaveLength(50);
    const converted = await send(bench.handlers['convert-trial'], {
      method: 'POST',
      pathParameters: place,
      headers: { 'idempotency-key': 'k1' },
      body: {},
    });

    expect({ ...seen(converted), outcome: converted.body.outcome }).toEqual({ ...endless, outcome: 'not_executed' });
    expect(sent).toHaveLength(100);
    expect(sent.filter((call) => !call.startsWith('GET'))).toEqual([]);
  });
});
