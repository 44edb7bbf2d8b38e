import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  listPlans,
  type PlanList,
  type PlanListOptions,
  type PlanQuery,
  type SizedItem,
} from '../../shared/catalogue/list-plans.ts';
import { intervalUnits } from '../../shared/domain/interval.ts';
import { createProblem } from '../../shared/domain/problem.ts';
import type { PlanRead } from '../../shared/domain/provider.ts';
import { failed, type Result, success } from '../../shared/domain/result.ts';
import { planRead } from '../support/plan-read.ts';

const query: PlanQuery = { connection: 'acme', status: null, interval: null, limit: 50, cursor: null };

interface Item extends SizedItem {
  readonly id: string;
}

const presentAs =
  (bytesOf: (id: string) => number): PlanListOptions<Item>['present'] =>
  async (reads) =>
    success(reads.map(({ plan: { id } }) => ({ id, bytes: bytesOf(id) })));

/** A provider with `pages`; remembers which it was asked for. */
const catalogue = (pages: readonly (readonly PlanRead[])[], changes: Partial<PlanListOptions<Item>> = {}) => {
  const asked: number[] = [];
  const options: PlanListOptions<Item> = {
    readPage: async (page) => {
      asked.push(page);
      return success({ plans: pages[page] ?? [], isLast: page >= pages.length - 1 });
    },
    present: presentAs(() => 1),
    presentedAtOnce: 4,
    maximumBytes: 1_000,
    remainingMs: () => 20_000,
    keys: { current: Buffer.alloc(32, 'k'), others: async () => success([]) },
    ...changes,
  };
  return { asked, options };
};

const readIdsOf = (reads: readonly PlanRead[]) => reads.map(({ plan }) => plan.id);

const idsOf = (items: readonly Item[]) => items.map(({ id }) => id);

/** Follows cursors to the end; `limits` says how many each page may have. */
const follow = async (start: PlanQuery, options: PlanListOptions<Item>, limits: readonly number[] = [start.limit]) => {
  const pages: string[][] = [];
  let cursor: string | null = null;
  do {
    const limit: number = limits[pages.length % limits.length] ?? start.limit;
    const list: Result<PlanList<Item>> = await listPlans({ ...start, limit, cursor }, options);
    if (!list.ok) {
      throw new Error(list.problem.code);
    }
    pages.push(idsOf(list.value.items));
    cursor = list.value.nextCursor;
  } while (cursor !== null && pages.length < 500);
  return pages;
};

const numbered = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => planRead(String(from + index)));

describe('following cursors', () => {
  test("gives each wanted plan once and in order, whatever the provider's pages, the caller's pages and the filters", async () => {
    const plan = fc.record({
      status: fc.constantFrom('active', 'inactive', 'unknown'),
      units: fc.uniqueArray(fc.constantFrom(...intervalUnits), { maxLength: 3 }),
    });
    const wanted = fc.record({
      status: fc.constantFrom(null, 'active', 'inactive'),
      interval: fc.constantFrom(null, ...intervalUnits),
    });
    const limits = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 });

    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(plan, { maxLength: 9 }), { maxLength: 6 }),
        wanted,
        limits,
        async (shapes, filter, pageLimits) => {
          const pages = shapes.map((page, pageIndex) =>
            page.map((shape, index) => planRead(`${pageIndex}-${index}`, shape)),
          );
          const expected = pages
            .flat()
            .filter(
              ({ plan: { status, prices } }) =>
                (filter.status === null || status === filter.status) &&
                (filter.interval === null || prices.some(({ interval }) => interval?.unit === filter.interval)),
            );

          const answered = await follow({ ...query, ...filter }, catalogue(pages).options, pageLimits);

          expect(answered.flat()).toEqual(readIdsOf(expected));
          answered.forEach((ids, index) => {
            expect(ids.length).toBeLessThanOrEqual(pageLimits[index % pageLimits.length] ?? 0);
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  test('across pages of the provider fills pages of the caller', async () => {
    const { options } = catalogue([numbered(1, 3), [], numbered(4, 5), numbered(6, 9)]);

    expect(await follow({ ...query, limit: 4 }, options)).toEqual([['1', '2', '3', '4'], ['5', '6', '7', '8'], ['9']]);
  });

  test('asks for no page before the one that the cursor leads to', async () => {
    const { options, asked } = catalogue([numbered(1, 3), numbered(4, 6)]);
    const first = await listPlans({ ...query, limit: 4 }, options);
    asked.length = 0;

    await listPlans({ ...query, limit: 4, cursor: (first.ok && first.value.nextCursor) || null }, options);

    expect(asked).toEqual([1]);
  });
});

describe('a page', () => {
  test('that ends with the catalogue has no cursor', async () => {
    expect(await listPlans({ ...query, limit: 3 }, catalogue([numbered(1, 3)]).options)).toMatchObject({
      value: { nextCursor: null },
    });
    expect(await listPlans(query, catalogue([[]]).options)).toEqual({
      ok: true,
      value: { items: [], nextCursor: null },
    });
  });

  test('ends early where the answer would become too large', async () => {
    const sizes: Readonly<Record<string, number>> = { 1: 400, 2: 600, 3: 1, 4: 999, 5: 2 };
    const { options } = catalogue([numbered(1, 5)], { present: presentAs((id) => sizes[id] ?? 0) });

    expect(await follow(query, options)).toEqual([['1', '2'], ['3', '4'], ['5']]);
  });

  test('that a single plan is too large for fails and names it, and ends before it where there are others', async () => {
    const { options } = catalogue([numbered(1, 3)], { present: presentAs((id) => (id === '2' ? 1_001 : 1)) });

    const first = await listPlans(query, options);
    const cursor = (first.ok && first.value.nextCursor) || null;

    expect(first.ok && idsOf(first.value.items)).toEqual(['1']);
    expect(await listPlans({ ...query, cursor }, options)).toMatchObject({
      ok: false,
      problem: { code: 'provider_response_invalid', detail: expect.stringMatching(/^Plan 2 alone is larger/) },
    });
    const presentedOtherwise = catalogue([numbered(1, 3)]).options;
    expect(await follow({ ...query, cursor }, presentedOtherwise)).toEqual([['1', '2', '3']]);
  });

  test('asks for no more of its plans than it presents together with the one at which it ends', async () => {
    const presented: string[] = [];
    const present = presentAs(() => 400);
    const { options } = catalogue([numbered(1, 20)], {
      present: (reads) => {
        presented.push(...readIdsOf(reads));
        return present(reads);
      },
    });

    const list = await listPlans(query, options);

    expect(list.ok && idsOf(list.value.items)).toEqual(['1', '2']);
    expect(presented).toEqual(['1', '2', '3', '4']);
  });

  test('whose plans are asked for one group after the other ends with those for which there is time', async () => {
    let remaining = 13_000;
    const present = presentAs(() => 1);
    const { options } = catalogue([numbered(1, 20)], {
      present: (reads) => {
        remaining -= 4_500;
        return present(reads);
      },
      remainingMs: () => remaining,
    });

    const list = await listPlans(query, options);

    expect(list).toMatchObject({ ok: true, value: { nextCursor: expect.any(String) } });
    expect(list.ok && idsOf(list.value.items)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
  });

  test('asks the provider for 50 of its pages at most, and has a cursor behind them', async () => {
    const pages = Array.from({ length: 120 }, (_, page) => [planRead(String(page), { status: 'inactive' })]);
    pages[119] = [planRead('wanted')];
    const { options, asked } = catalogue(pages);
    const active = { ...query, status: 'active' as const };

    const first = await listPlans(active, options);

    expect(first).toMatchObject({ ok: true, value: { items: [], nextCursor: expect.any(String) } });
    expect(asked).toHaveLength(50);
    expect(await follow(active, options)).toEqual([[], [], ['wanted']]);
    expect(asked).toHaveLength(50 + 120);
  });

  test('of a filter that finds nothing for long ends early with a cursor when the time runs out', async () => {
    let remaining = 6_000;
    const pages = [numbered(1, 2), numbered(3, 4), [planRead('5', { status: 'inactive' })]];
    const { options, asked } = catalogue(pages, {
      remainingMs: () => {
        remaining -= 1_000;
        return remaining;
      },
    });

    const list = await listPlans({ ...query, status: 'inactive' }, options);

    expect(list).toMatchObject({ ok: true, value: { items: [], nextCursor: expect.any(String) } });
    expect(asked).toEqual([0, 1]);
    remaining = 20_000;
    const next = await listPlans(
      { ...query, status: 'inactive', cursor: (list.ok && list.value.nextCursor) || null },
      options,
    );
    expect(next.ok && idsOf(next.value.items)).toEqual(['5']);
  });

  test('fails as the provider does, and shows nothing in part', async () => {
    const { options } = catalogue([numbered(1, 3)], {
      readPage: async (page) =>
        page === 0
          ? success({ plans: numbered(1, 3), isLast: false })
          : failed(createProblem('provider_unavailable', 'x')),
    });

    expect(await listPlans(query, options)).toMatchObject({ ok: false, problem: { code: 'provider_unavailable' } });
  });

  test('goes on by a cursor that another key of the connection signed, and is not looked for without the form of one', async () => {
    const before = Buffer.alloc(32, 'before');
    let askedForOthers = 0;
    const others = async () => {
      askedForOthers += 1;
      return success([before]);
    };
    const first = await listPlans({ ...query, limit: 2 }, catalogue([numbered(1, 4)]).options);
    const { options } = catalogue([numbered(1, 4)], { keys: { current: Buffer.alloc(32, 'x'), others } });
    const signedBefore = catalogue([numbered(1, 4)], {
      keys: { current: before, others: async () => success([]) },
    }).options;
    const list = await listPlans({ ...query, limit: 2 }, signedBefore);
    const cursor = (list.ok && list.value.nextCursor) || null;

    expect(await listPlans({ ...query, cursor }, options)).toMatchObject({
      value: { items: [{ id: '3' }, { id: '4' }] },
    });
    expect(askedForOthers).toBe(1);
    expect(await listPlans({ ...query, cursor: (first.ok && first.value.nextCursor) || null }, options)).toMatchObject({
      problem: { code: 'invalid_cursor' },
    });
    expect(askedForOthers).toBe(2);
    for (const none of ['', 'x'.repeat(5_000), 'bm9uZQ']) {
      expect(await listPlans({ ...query, cursor: none }, options)).toMatchObject({
        problem: { code: 'invalid_cursor' },
      });
    }
    expect(askedForOthers).toBe(2);
  });

  test('fails where nobody can tell whether the cursor is one', async () => {
    const { options } = catalogue([numbered(1, 4)], {
      keys: {
        current: Buffer.alloc(32, 'x'),
        others: async () => failed(createProblem('secrets_unavailable', 'x')),
      },
    });
    const first = await listPlans({ ...query, limit: 2 }, catalogue([numbered(1, 4)]).options);

    expect(await listPlans({ ...query, cursor: (first.ok && first.value.nextCursor) || null }, options)).toMatchObject({
      problem: { code: 'secrets_unavailable' },
    });
  });

  test('is not asked for with a cursor of another list', async () => {
    const { options, asked } = catalogue([numbered(1, 9)]);
    const first = await listPlans({ ...query, limit: 2 }, options);
    const cursor = (first.ok && first.value.nextCursor) || null;
    asked.length = 0;

    for (const other of [{ connection: 'bolt' }, { status: 'active' as const }, { interval: 'year' as const }]) {
      expect(await listPlans({ ...query, cursor, ...other }, options)).toMatchObject({
        ok: false,
        problem: { code: 'invalid_cursor' },
      });
    }
    expect(asked).toEqual([]);
  });
});
