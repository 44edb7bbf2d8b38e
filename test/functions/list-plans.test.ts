import { beforeEach, describe, expect, test } from '@jest/globals';
import { failed, success } from '../../shared/domain/result.ts';
import { type ApiBench, createApiBench, startMs } from '../support/api-handlers.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';
import { send } from '../support/request-event.ts';

let clock: ManualClock;
let apiKey: string;
let previousKey: string | null;
let secret: object;
let plans: readonly object[];
let downloads: string[];
let paths: string[];
/** The products of a plan, where a test has some; null gives a plan's products as all other lists. */
let productsOf: ((planId: string) => readonly object[]) | null;
let bench: ApiBench;

beforeEach(() => {
  clock = createManualClock(startMs);
  apiKey = 'first-key';
  previousKey = null;
  secret = {};
  plans = Array.from({ length: 7 }, (_, index) => planOf(index + 1));
  downloads = [];
  paths = [];
  productsOf = null;
  bench = createApiBench({
    clock,
    secretSource: {
      read: async (name) =>
        name.endsWith('/fuse')
          ? success(JSON.stringify({ provider: 'fusebill', apiKey, ...secret }))
          : failed('absent'),
      readPrevious: async () =>
        previousKey === null
          ? failed('absent')
          : success(JSON.stringify({ provider: 'fusebill', apiKey: previousKey })),
      list: async () => success([]),
    },
    fetch: async (url, init) => {
      downloads.push(String(new Headers(init?.headers).get('authorization')));
      const { pathname, search } = new URL(String(url));
      paths.push(pathname + search);
      const [, planId, isProducts] = /\/plans\/(\d+)(\/planProducts)?$/i.exec(pathname) ?? [];
      const answer =
        isProducts !== undefined
          ? (productsOf?.(planId ?? '') ?? [])
          : planId !== undefined
            ? plans.find((plan) => 'id' in plan && String(plan.id) === planId)
            : plans;
      return new Response(JSON.stringify(answer), { headers: { 'x-url': String(url) } });
    },
  });
});

const planOf = (id: number, description = 'A plan') => ({
  id,
  code: `P${id}`,
  name: `Plan ${id}`,
  description,
  status: 'Active',
  planFrequencies: [],
});

/** A product with so many price ranges, some 150 bytes each in the answer. */
const productOf = (planId: string, ranges: number) => ({
  id: Number(planId) * 1_000,
  productId: 5,
  code: `product-${planId}`,
  status: 'Active',
  productName: 'Calls',
  productType: 'RecurringService',
  isOptional: false,
  orderToCashCycles: [
    {
      planFrequencyId: 9,
      pricingModel: {
        pricingModelType: 'Tiered',
        quantityRanges: Array.from({ length: ranges }, (_, index) => ({
          min: index,
          max: index + 1,
          prices: [{ amount: 1.5, currency: 'USD' }],
        })),
      },
    },
  ],
});

const list = async (query: string) => {
  const { status, headers, body, text } = await send(bench.handlers['list-plans'], {
    pathParameters: { connection: 'fuse' },
    query,
  });
  expect(status).toBe(200);
  return {
    ids: (body.data as { id: string }[]).map(({ id }) => id),
    cursor: body.nextCursor as string | null,
    bytes: Buffer.byteLength(JSON.stringify({ statusCode: status, headers, body: text })),
    data: body.data,
  };
};

const follow = async (query: string) => {
  const pages = [await list(query)];
  for (let cursor = pages[0]?.cursor; typeof cursor === 'string'; cursor = pages.at(-1)?.cursor) {
    pages.push(await list(`${query}&cursor=${cursor}`));
  }
  return pages;
};

describe('the list of plans', () => {
  test('is downloaded once for all pages of a caller who follows the cursors', async () => {
    const pages = await follow('limit=2');

    expect(pages.map(({ ids }) => ids)).toEqual([['1', '2'], ['3', '4'], ['5', '6'], ['7']]);
    expect(downloads).toHaveLength(1);
  });

  test('is downloaded again after 30 seconds', async () => {
    await list('limit=2');
    clock.advance(29_999);
    await list('limit=2');
    expect(downloads).toHaveLength(1);
    clock.advance(1);

    await list('limit=2');

    expect(downloads).toHaveLength(2);
  });

  test('is downloaded again with the new credentials as soon as those are known', async () => {
    await list('limit=2');
    clock.advance(290_000);
    await list('limit=2');
    apiKey = 'second-key';
    // Now the secret is older than its time to live, and the catalogue younger than 30 seconds.
    clock.advance(15_000);

    await list('limit=2');

    expect(downloads).toEqual(['Basic first-key', 'Basic first-key', 'Basic second-key']);
  });

  test('has 50 plans a page unless it is asked for otherwise, and 20 at most with more in each', async () => {
    plans = Array.from({ length: 230 }, (_, index) => planOf(index + 1));

    expect((await list('')).ids).toHaveLength(50);
    expect((await list('limit=200')).ids).toHaveLength(200);
    expect((await list('limit=200&include=raw')).ids).toHaveLength(20);
    expect((await list('limit=7&include=raw')).ids).toHaveLength(7);
  });

  test.each<[string, string, (index: number) => object]>([
    ['long descriptions', 'limit=200', (index) => planOf(index, 'é'.repeat(350_000))],
    ['descriptions that JSON makes longer', 'limit=200', (index) => planOf(index, '"\\'.repeat(100_000))],
    ['control characters', 'limit=200', (index) => planOf(index, '\u0001'.repeat(100_000))],
    ["the provider's own objects", 'include=raw', (index) => ({ ...planOf(index), notes: '"'.repeat(200_000) })],
    [
      'filled prices',
      'include=prices',
      (index) => ({ ...planOf(index), planFrequencies: [{ id: 9, status: 'Active' }] }),
    ],
  ])(
    'ends a page early rather than to pass 5 MB as Lambda counts it, and loses no plan by it: %s',
    async (_what, query, plan) => {
      plans = Array.from({ length: 24 }, (_, index) => plan(index + 1));
      productsOf = (planId) => [productOf(planId, 5_000)];

      const pages = await follow(query);

      expect(pages.length).toBeGreaterThan(2);
      expect(pages.length).toBeLessThan(9);
      expect(Math.max(...pages.map(({ bytes }) => bytes))).toBeLessThanOrEqual(5_000_000);
      // And no earlier than it must.
      expect(Math.min(...pages.slice(0, -1).map(({ bytes }) => bytes))).toBeGreaterThan(3_500_000);
      expect(pages.flatMap(({ ids }) => ids)).toEqual(Array.from({ length: 24 }, (_, index) => String(index + 1)));
    },
  );

  test('fails with a clear problem for a plan that no answer can hold, and goes on behind it without what makes it large', async () => {
    plans = [planOf(1), { ...planOf(2), notes: '"'.repeat(1_700_000) }, planOf(3)];
    const first = await list('include=raw');

    const tooLarge = await send(bench.handlers['list-plans'], {
      pathParameters: { connection: 'fuse' },
      query: `include=raw&cursor=${first.cursor}`,
    });

    expect(first.ids).toEqual(['1']);
    expect([tooLarge.status, tooLarge.body.code, tooLarge.body.detail]).toEqual([
      502,
      'provider_response_invalid',
      'Plan 2 alone is larger than an answer may be. Without `include` it may fit, and the same cursor goes on.',
    ]);
    expect((await list(`cursor=${first.cursor}`)).ids).toEqual(['2', '3']);
  });

  test('is made of 50 pages of the provider at most, and goes on by a cursor', async () => {
    secret = { settings: { pageSize: 1 } };
    plans = [planOf(1)];

    const page = await list('status=inactive');

    expect(page).toMatchObject({ ids: [], cursor: expect.any(String) });
    expect(paths).toHaveLength(50);
    expect(paths.at(-1)).toMatch(/pageNumber=49$/);
    await list(`status=inactive&cursor=${page.cursor}`);
    expect(paths.at(50)).toMatch(/pageNumber=50$/);
  });

  test.each(['', 'x', 'x'.repeat(201), 'x'.repeat(7_000), 'WzAsMSwieCJd'])(
    'is not there for what is no cursor: %.20s',
    async (cursor) => {
      const { status, body } = await send(bench.handlers['list-plans'], {
        pathParameters: { connection: 'fuse' },
        query: `cursor=${cursor}`,
      });

      expect([status, body.code, body.errors]).toEqual([
        400,
        'invalid_cursor',
        [{ path: 'query.cursor', message: 'was not given by this list' }],
      ]);
      expect(downloads).toEqual([]);
    },
  );

  test('goes on by a cursor from before the secret was changed, and not by one from before the change before that', async () => {
    const [first] = await follow('limit=2');
    previousKey = apiKey;
    apiKey = 'second-key';
    clock.advance(300_000);

    expect((await list(`limit=2&cursor=${first?.cursor}`)).ids).toEqual(['3', '4']);

    previousKey = apiKey;
    apiKey = 'third-key';
    clock.advance(300_000);
    const { status, body } = await send(bench.handlers['list-plans'], {
      pathParameters: { connection: 'fuse' },
      query: `limit=2&cursor=${first?.cursor}`,
    });
    expect([status, body.code]).toEqual([400, 'invalid_cursor']);
  });

  test('goes on by a cursor that a container with a newer secret signed', async () => {
    await list('limit=2');
    const textOf = (key: string) => JSON.stringify({ provider: 'fusebill', apiKey: key });
    const newer = createApiBench({
      clock,
      fetch: async () => new Response(JSON.stringify(plans)),
      secretSource: { read: async () => success(textOf('second-key')), list: async () => success([]) },
    });
    const { body } = await send(newer.handlers['list-plans'], {
      pathParameters: { connection: 'fuse' },
      query: 'limit=2',
    });
    apiKey = 'second-key';

    expect((await list(`limit=2&cursor=${body.nextCursor}`)).ids).toEqual(['3', '4']);
  });

  test('has the own object of the provider with include=raw, and not without', async () => {
    expect((await list('limit=1')).data).not.toEqual([expect.objectContaining({ raw: expect.anything() })]);
    expect((await list('limit=1&include=raw')).data).toEqual([expect.objectContaining({ raw: planOf(1) })]);
  });
});
