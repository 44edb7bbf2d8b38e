import { afterEach, describe, expect, test } from '@jest/globals';
import { linesOf, ok, type Script, startBench } from '../support/fusebill-bench.ts';
import { closeRecordingServers } from '../support/recording-server.ts';

afterEach(closeRecordingServers);

const plan = (id: number) => ({ id, code: `P${id}`, planFrequencies: [] });

const plans = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => plan(from + index));

/** The ids that a caller collects page by page, and how often it had to ask. */
const collect = async (
  pages: readonly { readonly items: readonly object[]; readonly headers?: Record<string, string> }[],
) => {
  const bench = await startBench(
    Object.fromEntries(
      Array.from({ length: 10 }, (_, pageNumber) => [
        `GET /v1/Plans/?pageSize=10&pageNumber=${pageNumber}`,
        ok(pages[pageNumber]?.items ?? [], (pages[pageNumber] ?? pages.at(-1))?.headers),
      ]),
    ),
    { settings: { pageSize: 10 } },
  );
  const ids: string[] = [];
  for (let page = 0; page < 10; page += 1) {
    const result = await bench.operations.listPlans?.(page);
    if (!result?.ok) {
      throw new Error(JSON.stringify(result));
    }
    ids.push(...result.value.plans.map(({ plan: { id } }) => id));
    if (result.value.isLast) {
      return { ids, calls: bench.requests.length };
    }
  }
  throw new Error('the list never ends');
};

const idsTo = (last: number) => Array.from({ length: last }, (_, index) => String(index + 1));

describe('the catalogue in pages', () => {
  test('begins with page 0 and ends with a page that is not full', async () => {
    expect(await collect([{ items: plans(1, 10) }, { items: plans(11, 13) }])).toEqual({ ids: idsTo(13), calls: 2 });
  });

  test('ends with X-Count where the last page is full', async () => {
    const headers = { 'X-Count': '20', 'X-PageSize': '10' };
    expect(
      await collect([
        { items: plans(1, 10), headers },
        { items: plans(11, 20), headers },
      ]),
    ).toEqual({
      ids: idsTo(20),
      calls: 2,
    });
  });

  test('ends with an empty page where nothing else says so', async () => {
    expect(await collect([{ items: plans(1, 10) }, { items: [] }])).toEqual({ ids: idsTo(10), calls: 2 });
    expect(await collect([{ items: [] }])).toEqual({ ids: [], calls: 1 });
  });

  test('is whole where the server caps the page size, by its X-PageSize', async () => {
    const headers = { 'X-Count': '12', 'X-PageSize': '5' };
    expect(
      await collect([
        { items: plans(1, 5), headers },
        { items: plans(6, 10), headers },
        { items: plans(11, 12), headers },
      ]),
    ).toEqual({ ids: idsTo(12), calls: 3 });
  });

  test.each([['8'], ['12']])(
    'is whole where the server caps the page size and does not say so, of %s',
    async (count) => {
      const headers = { 'X-Count': count };
      const total = Number(count);
      const pages = [plans(1, 5), plans(6, Math.min(10, total)), plans(11, total)].map((items) => ({ items, headers }));
      expect((await collect(pages)).ids).toEqual(idsTo(total));
    },
  );

  test('is whole whatever X-MaxPageIndex and X-NextPage say', async () => {
    const misleading = { 'X-MaxPageIndex': '0', 'X-NextPage': '-1', 'X-PreviousPage': '-1', 'X-Count': '13' };
    expect(
      await collect([
        { items: plans(1, 10), headers: misleading },
        { items: plans(11, 13), headers: misleading },
      ]),
    ).toEqual({ ids: idsTo(13), calls: 2 });
    const endless = { 'X-MaxPageIndex': '7', 'X-NextPage': '1', 'X-Count': '3' };
    expect(await collect([{ items: plans(1, 3), headers: endless }])).toEqual({ ids: idsTo(3), calls: 1 });
  });

  test.each([['0'], ['3'], ['100'], ['many'], ['-1']])('is whole where X-Count is %s', async (count) => {
    const headers = { 'X-Count': count };
    const pages = [plans(1, 10), plans(11, 13), []].map((items) => ({ items, headers }));
    expect((await collect(pages)).ids).toEqual(idsTo(13));
  });

  test.each([['0'], ['-1'], ['1'], ['1000'], ['']])('is whole where X-PageSize is %j', async (size) => {
    const headers = { 'X-PageSize': size, 'X-Count': '13' };
    expect(
      (
        await collect([
          { items: plans(1, 10), headers },
          { items: plans(11, 13), headers },
        ])
      ).ids,
    ).toEqual(idsTo(13));
  });

  test('comes at once from a server that does not page', async () => {
    expect(await collect([{ items: plans(1, 30) }, { items: plans(1, 30) }])).toEqual({ ids: idsTo(30), calls: 1 });
  });
});

test('an account is read with all of its pages, and each subscription once', async () => {
  const subscription = (id: number) => ({ id, status: 'Cancelled', planCode: null });
  const first = Array.from({ length: 50 }, (_, index) => subscription(index + 1));
  const bench = await startBench({
    'GET /v1/customers/7/subscriptions?pageSize=50&pageNumber=0': ok(first),
    'GET /v1/customers/7/subscriptions?pageSize=50&pageNumber=1': ok([subscription(50), subscription(51)]),
  });
  const result = await bench.operations.listAccountPlans?.('7');
  expect(result?.ok && result.value.map(({ accountPlan }) => accountPlan.subscriptionId)).toEqual(idsTo(51));
  expect(linesOf(bench)).toHaveLength(2);
});

describe('pages that are too long', () => {
  /** A list as the vendor pages it, in any size of page. */
  const paged = (path: string, rows: readonly object[], headers: Record<string, string> = {}): Script =>
    Object.fromEntries(
      [50, 25, 5, 1].flatMap((size) =>
        Array.from({ length: Math.ceil(rows.length / size) + 1 }, (_, pageNumber) => [
          `GET ${path}?pageSize=${size}&pageNumber=${pageNumber}`,
          () => ok(rows.slice(size * pageNumber, size * (pageNumber + 1)), headers),
        ]),
      ),
    );

  const subscriptions = '/v1/customers/7/subscriptions';

  const subscription = (id: number, bytes: number) => ({
    id,
    status: 'Cancelled',
    planCode: null,
    subscriptionProducts: [{ planProduct: { planId: 88 }, note: 'x'.repeat(bytes) }],
  });

  const readAccount = async (rows: readonly object[], headers?: Record<string, string>) => {
    const bench = await startBench(paged(subscriptions, rows, headers));
    const result = await bench.operations.listAccountPlans?.('7');
    return {
      ids: result?.ok ? result.value.map(({ accountPlan }) => accountPlan.subscriptionId) : result?.problem,
      pages: linesOf(bench).map((line) => line.replace(/^.*\?pageSize=(\d+)&pageNumber=(\d+)$/, '$1/$2')),
    };
  };

  test.each([
    ['by the last page', {}],
    ['by X-Count', { 'X-Count': '60', 'X-MaxPageIndex': '1' }],
  ])('are asked for in halves, until the list ends %s', async (_what, headers) => {
    const rows = Array.from({ length: 60 }, (_, index) => subscription(index + 1, 100_000));
    expect(await readAccount(rows, headers)).toEqual({ ids: idsTo(60), pages: ['50/0', '25/0', '25/1', '50/1'] });
  });

  test('are read one subscription at a time where it has to be', async () => {
    const rows = [1, 2, 3].map((id) => subscription(id, id === 2 ? 4_000_000 : 300_000));
    expect(await readAccount(rows)).toEqual({
      ids: idsTo(3),
      pages: ['50/0', '25/0', '5/0', '1/0', '1/1', '1/2', '1/3'],
    });
  });

  test('are asked for in smaller ones only where they are too long', async () => {
    const rows = Array.from({ length: 130 }, (_, index) => subscription(index + 1, index < 75 ? 10 : 200_000));
    expect(await readAccount(rows)).toEqual({
      ids: idsTo(130),
      pages: [
        ...['50/0', '50/1', '25/2', '25/3', '5/15', '5/16', '5/17', '5/18', '5/19'],
        ...['50/2', '25/4', '5/20', '5/21', '5/22', '5/23', '5/24', '25/5'],
      ],
    });
  });

  test('end in provider_response_invalid where one subscription alone is too long', async () => {
    const { ids, pages } = await readAccount([subscription(1, 10), subscription(2, 4 * 1024 * 1024)]);
    expect(ids).toEqual({
      code: 'provider_response_invalid',
      detail: "The provider's answer is longer than 4194304 bytes.",
      provider: { name: 'fusebill', status: null, code: null, message: null },
    });
    expect(pages).toEqual(['50/0', '25/0', '5/0', '1/0', '1/1']);
  });
});
