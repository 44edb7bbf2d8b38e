import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type NewPlan, newPlanSchema } from '../../shared/domain/plan-administration.ts';
import { createPlanForm } from '../../shared/providers/aria/administration-forms.ts';
import { ariaSecretSchema } from '../../shared/providers/aria/credentials.ts';
import { encodeForm } from '../../shared/providers/aria/form-encoding.ts';
import { decodeForm } from '../support/aria-administration-bench.ts';

describe('any valid plan', () => {
  test('is read by a bracket parser as what was asked', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        expect(newPlanSchema.safeParse(plan).error?.issues ?? []).toEqual([]);
        const form = decodeForm(encodeForm(createPlanForm(plan, settings))) as unknown as WirePlan;
        expect(form.plan_name).toBe(plan.name);
        expect(form.client_plan_id).toBe(plan.code);
        expect(form.plan_description).toBe(plan.description);
        expect(form.plan_group).toEqual(plan.planGroups?.length === 0 ? undefined : plan.planGroups);
        expect(form.schedule).toEqual(
          plan.prices.map((price) =>
            expect.objectContaining({
              schedule_name: price.name,
              currency_cd: price.currency.toLowerCase(),
              is_default: price.isDefault ? '1' : '0',
              recurring_billing_period_type: { day: '1', week: '2', month: '3', year: '3' }[price.interval.unit],
              recurring_billing_interval: String(price.interval.count * (price.interval.unit === 'year' ? 12 : 1)),
            }),
          ),
        );
        expect(
          form.service.map(({ tier }) => tier.map(({ schedule }) => schedule.map(({ amount }) => amount))),
        ).toEqual(plan.services.map(({ tiers }) => tiers.map(({ amounts }) => amounts)));
        expect(form.service.map(({ tier }) => tier.map(({ schedule }) => schedule.map(({ from }) => from)))).toEqual(
          plan.services.map(({ tiers }) => tiers.map(({ from, amounts }) => amounts.map(() => String(from)))),
        );
      }),
    );
  });
});

interface WirePlan {
  plan_name: string;
  client_plan_id?: string;
  plan_description?: string;
  plan_group?: string[];
  schedule: Record<string, string>[];
  service: { tier: { schedule: { from: string; amount: string }[] }[] }[];
}

const { settings } = ariaSecretSchema.parse({ clientNo: '1', authKey: 'k' });

const text = (maximum: number) =>
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: maximum })
    .filter((value) => value === value.trim() && value !== '~' && value.length <= maximum && !/\p{Cc}/u.test(value));
const code = fc.stringMatching(/^[!-}][ -}]{0,20}[!-}]$/);
const amount = fc.stringMatching(/^\d{1,18}(\.\d{1,12})?$/);

const anyPlan: fc.Arbitrary<NewPlan> = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
  .chain(([prices, tiers]) =>
    fc.record(
      {
        code,
        name: text(100),
        level: fc.constantFrom('base', 'add_on'),
        kind: fc.constantFrom('recurring', 'free'),
        currency: fc.constantFrom('USD', 'JPY', 'EUR'),
        status: fc.constantFrom('active', 'inactive'),
        description: text(300),
        planGroups: fc.array(fc.integer({ min: 1, max: 999 }).map(String), { maxLength: 3 }),
        prices: fc.tuple(
          ...Array.from({ length: prices }, (_, index) =>
            fc.record({
              name: text(100),
              currency: fc.constantFrom('USD', 'GBP', 'KWD'),
              isDefault: fc.constant(index === 0),
              interval: fc.record({
                unit: fc.constantFrom('day', 'week', 'month', 'year'),
                count: fc.integer({ min: 1, max: 22_906_492_245 }),
              }),
            }),
          ),
        ),
        services: fc.array(
          fc.record({
            name: text(100),
            type: fc.constantFrom('recurring', 'usage', 'activation', 'cancellation'),
            tiers: fc.tuple(
              ...Array.from({ length: tiers }, (_, index) =>
                fc.record({
                  from: fc.constant(index * 10),
                  to: fc.constant(index === tiers - 1 ? undefined : index * 10 + 9),
                  amounts: fc.array(amount, { minLength: prices, maxLength: prices }),
                }),
              ),
            ),
          }),
          { minLength: 1, maxLength: 3 },
        ),
      },
      { requiredKeys: ['name', 'level', 'kind', 'currency', 'status', 'prices', 'services'] },
    ),
  ) as unknown as fc.Arbitrary<NewPlan>;
