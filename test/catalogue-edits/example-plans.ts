import type { NewPlan } from '../../shared/domain/plan-administration.ts';

/** The example of the README: every two weeks, in two currencies. */
export const biweekly: NewPlan = {
  code: 'studio-biweekly',
  name: 'Studio',
  level: 'base',
  kind: 'recurring',
  currency: 'USD',
  status: 'active',
  description: 'Every two weeks',
  prices: [
    {
      code: 'studio-biweekly-usd',
      name: 'Studio USD',
      currency: 'USD',
      isDefault: true,
      interval: { unit: 'week', count: 2 },
      usageInterval: { unit: 'week', count: 1 },
    },
    {
      code: 'studio-biweekly-eur',
      name: 'Studio EUR',
      currency: 'EUR',
      isDefault: false,
      interval: { unit: 'week', count: 2 },
      usageInterval: { unit: 'week', count: 1 },
    },
  ],
  services: [
    { name: 'Studio access', code: 'studio-access', type: 'recurring', tiers: [{ from: 1, amounts: ['12.50', '11'] }] },
    {
      name: 'Studio calls',
      code: 'studio-calls',
      type: 'usage',
      usageType: 3003,
      rateType: 'tiered',
      pricingRule: 'standard',
      tiers: [
        { from: 1, to: 1000, amounts: ['0.0100', '0.009'] },
        { from: 1001, amounts: ['0.0006', '0.0005'] },
      ],
    },
  ],
};

const month = { unit: 'month', count: 1 } as const;

/** The same, with one of the schedules monthly. */
export const mixed: NewPlan = {
  ...biweekly,
  code: 'studio-mixed',
  prices: [
    { ...(biweekly.prices[0] as NewPlan['prices'][number]), code: 'studio-mixed-usd' },
    {
      ...(biweekly.prices[1] as NewPlan['prices'][number]),
      code: 'studio-mixed-eur',
      interval: month,
      usageInterval: month,
    },
  ],
};
