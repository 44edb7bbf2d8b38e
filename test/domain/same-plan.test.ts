import { expect, test } from '@jest/globals';
import { samePlan } from '../../shared/domain/same-plan.ts';

test.each([
  ['GOLD', 'gold', true],
  ['88', '88', true],
  ['88', '880', false],
  ['GOLD', 'SILVER', false],
  ['GOLD', null, false],
  // Two plans that nobody knows are not one.
  [null, null, false],
])('%s and %s: one plan is %s', (left, right, same) => {
  expect(samePlan(left, right)).toBe(same);
});
