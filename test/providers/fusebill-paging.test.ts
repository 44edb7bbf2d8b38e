import { afterEach, describe, expect, test } from '@jest/globals';
import { linesOf, ok, startBench } from '../support/fusebill-bench.ts';
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
