import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { listPlans, type PlanListOptions, type PlanQuery } from '../../shared/catalogue/list-plans.ts';
import { intervalUnits } from '../../shared/domain/interval.ts';
import { createProblem } from '../../shared/domain/problem.ts';
import type { PlanRead } from '../../shared/domain/provider.ts';
import { failed, success } from '../../shared/domain/result.ts';
import { planRead } from '../support/plan-read.ts';

const query: PlanQuery = { connection: 'acme', status: null, interval: null, limit: 50, cursor: null };

/** A provider with `pages`; remembers which it was asked for. */
const catalogue = (pages: readonly (readonly PlanRead[])[], changes: Partial<PlanListOptions> = {}) => {
  const asked: number[] = [];
  const options: PlanListOptions = {
    readPage: async (page) => {
      asked.push(page);
      return success({ plans: pages[page] ?? [], isLast: page >= pages.length - 1 });
    },
    sizeOf: () => 1,
    maximumBytes: 1_000,
    remainingMs: () => 20_000,
    ...changes,
  };
  return { asked, options };
};

const idsOf = (reads: readonly PlanRead[]) => reads.map(({ plan }) => plan.id);

/** Follows cursors to the end; `limits` says how many each page may have. */
const follow = async (start: PlanQuery, options: PlanListOptions, limits: readonly number[] = [start.limit]) => {
  const pages: string[][] = [];
  let cursor: string | null = null;
  do {
    const limit: number = limits[pages.length % limits.length] ?? start.limit;
    const list = await listPlans({ ...start, limit, cursor }, options);
    if (!list.ok) {
      throw new Error(list.problem.code);
    }
    pages.push(idsOf(list.value.plans));
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

          expect(answered.flat()).toEqual(idsOf(expected));
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
      value: { plans: [], nextCursor: null },
    });
  });

  test('ends early where the answer would become too large', async () => {
    const sizes: Readonly<Record<string, number>> = { 1: 400, 2: 600, 3: 1, 4: 999, 5: 2 };
    const { options } = catalogue([numbered(1, 5)], { sizeOf: ({ plan }) => sizes[plan.id] ?? 0 });

    expect(await follow(query, options)).toEqual([['1', '2'], ['3', '4'], ['5']]);
  });

  test('has one plan even if that alone is too large, or following would never end', async () => {
    const { options } = catalogue([numbered(1, 3)], { sizeOf: () => 5_000 });

    expect(await follow(query, options)).toEqual([['1'], ['2'], ['3']]);
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

    expect(list).toMatchObject({ ok: true, value: { plans: [], nextCursor: expect.any(String) } });
    expect(asked).toEqual([0, 1]);
    remaining = 20_000;
    const next = await listPlans(
      { ...query, status: 'inactive', cursor: (list.ok && list.value.nextCursor) || null },
      options,
    );
    expect(next.ok && idsOf(next.value.plans)).toEqual(['5']);
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
