import { beforeEach, describe, expect, test } from '@jest/globals';
import { failed, success } from '../../shared/domain/result.ts';
import { type ApiBench, createApiBench, startMs } from '../support/api-handlers.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';
import { send } from '../support/request-event.ts';

let clock: ManualClock;
let apiKey: string;
let plans: readonly object[];
let downloads: string[];
let bench: ApiBench;

beforeEach(() => {
  clock = createManualClock(startMs);
  apiKey = 'first-key';
  plans = Array.from({ length: 7 }, (_, index) => planOf(index + 1));
  downloads = [];
  bench = createApiBench({
    clock,
    secretSource: {
      read: async (name) =>
        name.endsWith('/fuse') ? success(JSON.stringify({ provider: 'fusebill', apiKey })) : failed('absent'),
      list: async () => success([]),
    },
    fetch: async (url, init) => {
      downloads.push(String(new Headers(init?.headers).get('authorization')));
      return new Response(JSON.stringify(plans), { headers: { 'x-url': String(url) } });
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

const list = async (query: string) => {
  const { status, body, text } = await send(bench.handlers['list-plans'], {
    pathParameters: { connection: 'fuse' },
    query,
  });
  expect(status).toBe(200);
  return {
    ids: (body.data as { id: string }[]).map(({ id }) => id),
    cursor: body.nextCursor as string | null,
    bytes: Buffer.byteLength(text),
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

  test('ends a page early rather than to pass 5 MB, and loses no plan by it', async () => {
    plans = Array.from({ length: 60 }, (_, index) => planOf(index + 1, 'é'.repeat(150_000)));

    const pages = await follow('limit=200');

    expect(pages.length).toBeGreaterThan(3);
    expect(pages.every(({ bytes }) => bytes <= 5_100_000)).toBe(true);
    expect(pages.flatMap(({ ids }) => ids)).toEqual(Array.from({ length: 60 }, (_, index) => String(index + 1)));
  });

  test('has the own object of the provider with include=raw, and not without', async () => {
    expect((await list('limit=1')).data).not.toEqual([expect.objectContaining({ raw: expect.anything() })]);
    expect((await list('limit=1&include=raw')).data).toEqual([expect.objectContaining({ raw: planOf(1) })]);
  });
});
