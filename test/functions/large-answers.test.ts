import { expect, test } from '@jest/globals';
import { type ApiBench, createApiBench } from '../support/api-handlers.ts';
import { eventOf, invocationOf } from '../support/request-event.ts';

const benchOver = (answer: object): ApiBench =>
  createApiBench({ fetch: async () => new Response(JSON.stringify(answer)) });

/** The answer, and what Lambda would count for it. */
const ask = async (
  bench: ApiBench,
  name: 'get-plan' | 'get-account-plan',
  pathParameters: Record<string, string>,
  query: string,
) => {
  const result = await bench.handlers[name](eventOf({ pathParameters, query }), invocationOf());
  const { status, code, detail } = JSON.parse(result.body ?? '');
  return {
    statusCode: result.statusCode,
    problem: { status, code, detail },
    bytes: Buffer.byteLength(JSON.stringify(result)),
  };
};

const tooLarge = {
  status: 502,
  code: 'provider_response_invalid',
  detail:
    "The answer would be larger than 5 MB, as Lambda counts it. The provider's own object makes it so where `include=raw` asks for it.",
};

/** In the body a quotation mark takes two bytes, and in Lambda's answer four. */
const marks = (bytes: number) => '"'.repeat(bytes / 4);

const plan = { id: 7, code: 'P', name: 'P', status: 'Active', planFrequencies: [] };
const inPlan = { connection: 'fuse', planId: '7' };

test.each([
  ['get-plan with include=raw', 'include=raw'],
  ['the template of a plan', 'view=subscription&interval=monthly&numberOfIntervals=1'],
])('%s is answered where Lambda takes it, and is a problem where it does not', async (_what, query) => {
  const over = (notes: string) =>
    createApiBench({
      fetch: async (url) => {
        const isList = String(url).includes('planProducts');
        const isTemplate = String(url).includes('view=');
        const template = { planFrequencyID: 9, notes };
        return new Response(JSON.stringify(isList ? [] : isTemplate ? template : { ...plan, notes }));
      },
    });

  const fitting = await ask(over(marks(4_900_000)), 'get-plan', inPlan, query);
  const refused = await ask(over(marks(5_100_000)), 'get-plan', inPlan, query);

  expect(fitting.statusCode).toBe(200);
  expect(fitting.bytes).toBeLessThan(5_000_000);
  expect(refused).toMatchObject({ statusCode: 502, problem: tooLarge });
});

test('so is an account plan with include=raw, which fits without', async () => {
  // Three million bytes are within what a provider may answer, and six as Lambda counts.
  const bench = benchOver({ status: 'Open', plan_type: 2, billing_day_of_month: 12, notes: marks(6_000_000) });
  const account = { connection: 'cc', accountId: 'a1' };

  expect(await ask(bench, 'get-account-plan', account, 'include=raw')).toMatchObject({
    statusCode: 502,
    problem: tooLarge,
  });
  expect(await ask(bench, 'get-account-plan', account, '')).toMatchObject({ statusCode: 200 });
});
