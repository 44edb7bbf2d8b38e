import { describe, expect, test } from '@jest/globals';
import { startSignupBench } from '../workflows/signup-bench.ts';

const signup = { connection: 'demo-fusebill', accountId: '70001', idempotencyKey: 'signup-8841' };
const depth = 20_000;

/** As Lambda hands it over: parsed already. */
const nested = (open: string, close: string): unknown => JSON.parse(open.repeat(depth) + close.repeat(depth));

const lists = nested('[', ']');

const nestedObjects = (): unknown => {
  let value: unknown = null;
  for (let level = 0; level < depth; level += 1) {
    value = { a: value };
  }
  return value;
};

describe('an input that nests 20,000 levels deep', () => {
  test.each<[string, unknown]>([
    ['in lists', lists],
    ['in objects', nestedObjects()],
    ['in a member that is known', { ...signup, providerOptions: { planFamilyRelationshipId: lists } }],
    ['in a member that is not known', { ...signup, more: lists }],
    ['in what EventBridge sent', { 'detail-type': 'signup.completed', detail: { ...signup, more: nestedObjects() } }],
    ['beside what EventBridge sent', { 'detail-type': 'signup.completed', detail: signup, more: lists }],
  ])('%s is refused as an invalid request, with no frame of ours and one log line', async (_what, event) => {
    const bench = await startSignupBench();

    const error = await bench.refusalOf(event);

    expect(error.name).toBe('invalid_request');
    expect(error.stack).toBe(`invalid_request: ${error.message}`);
    expect(bench.lines.map((line) => JSON.parse(line))).toMatchObject([
      {
        event: 'invocation',
        level: 'info',
        function: 'on-signup',
        requestId: 'invocation-1',
        connection: null,
        status: null,
        problem: 'invalid_request',
      },
    ]);
    expect(bench.sandbox.requests()).toEqual([]);
  });
});

test('an input that cannot be read keeps nothing from the next one', async () => {
  const bench = await startSignupBench();
  await bench.refusalOf(lists);

  expect(await bench.signUp(signup)).toMatchObject({ status: 'succeeded' });
});
