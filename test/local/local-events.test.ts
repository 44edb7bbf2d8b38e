import { describe, expect, test } from '@jest/globals';
import { describeEvent } from '../../local/local-events.ts';

const lineOf = (detailType: string, detail: unknown) =>
  describeEvent({ bus: 'plan-gateway-local', source: 'plan-gateway', detailType, detail });

const active = { status: 'active', planId: '88', tiers: [{ tier: 2 }] };

describe('an event in one line', () => {
  test.each([
    ['account_plan.converted', { status: 'trial', planId: '97', tiers: [] }, active, 'trial -> active'],
    ['account_plan.changed', { ...active, planId: '90' }, active, 'plan 90 -> 88'],
    ['account_plan.tier_increased', active, { ...active, tiers: [{ tier: 3 }] }, 'tier 2 -> 3'],
    ['account_plan.changed', active, active, 'active'],
    ['account_plan.suspended', null, { ...active, status: 'suspended' }, 'suspended, first seen'],
    ['conversion.pending_too_long', { ...active, status: 'trial' }, null, 'trial'],
    ['conversion.rejected', null, null, '-'],
  ])('%s of an account tells what became another', (type, before, after, change) => {
    expect(lineOf(type, { connection: 'demo-aria', accountId: '5000001', before, after, sequence: 3 })).toBe(
      `event ${type}  demo-aria 5000001  ${change}  (sequence 3)`,
    );
  });

  test('of a plan names the plan', () => {
    expect(
      lineOf('plan.changed', {
        connection: 'demo-aria',
        accountId: null,
        before: { id: '10001', status: 'active' },
        after: { id: '10001', status: 'inactive' },
        sequence: 1,
      }),
    ).toBe('event plan.changed  demo-aria plan 10001  active -> inactive  (sequence 1)');
  });

  test('of another make is shown as it is', () => {
    expect(lineOf('something.else', { what: 'ever' })).toBe('event something.else  {"what":"ever"}');
  });
});
