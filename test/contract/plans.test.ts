import { describe, expect, test } from '@jest/globals';
import type { GatewayAnswer } from '../support/in-process-gateway.ts';
import { type Bench, startBench } from './bench.ts';
import { runExchange } from './exchange.ts';
import { connectionPath } from './expectations.ts';
import { expectationsOf } from './registered.ts';

describe.each([...expectationsOf])('plans of %s', (provider, { plans, catalogue }) => {
  test.each(plans)('$name', (exchange) => runExchange(provider, exchange));

  test('the list is complete, in one order, and downloaded once', async () => {
    const { ids, sent } = catalogue;
    const bench = await startBench(provider);
    expect(await listIds(bench, '?limit=200')).toEqual(ids);
    expect(bench.takeSent()).toEqual(sent);
    expect(await listIds(bench, '?limit=200')).toEqual(ids);
    expect(bench.takeSent()).toEqual([]);
  });

  test.each(catalogue.limits)('cursors with pages of %i lead to every plan exactly once', async (limit) => {
    const { ids: wanted } = catalogue;
    const bench = await startBench(provider);
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await readPage(bench, `?limit=${limit}${cursor === null ? '' : `&cursor=${cursor}`}`);
      expect(page.ids.length).toBeLessThanOrEqual(limit);
      ids.push(...page.ids);
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(ids).toEqual(wanted);
  });

  test.each(catalogue.filtered)('the list with $query', async ({ query, ids }) => {
    expect(await listIds(await startBench(provider), query)).toEqual(ids);
  });

  test('a cursor of another list is refused', async () => {
    expect(catalogue.ids.length).toBeGreaterThan(1);
    const bench = await startBench(provider);
    const { nextCursor } = await readPage(bench, '?limit=1');
    const answer = await bench.send({ path: `${connectionPath}/plans?status=inactive&cursor=${nextCursor}` });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_cursor' } });
  });
});

const listIds = async (bench: Bench, query: string) => (await readPage(bench, query)).ids;

const readPage = async (bench: Bench, query: string) => {
  const answer: GatewayAnswer = await bench.send({ path: `${connectionPath}/plans${query}` });
  expect(answer.status).toBe(200);
  const { data, nextCursor } = answer.body as { data: { id: string }[]; nextCursor: string | null };
  return { ids: data.map(({ id }) => id), nextCursor };
};
