import type { NewPlan } from '../../shared/domain/plan-administration.ts';
import { ok } from './aria-bench.ts';

export const biweekly: NewPlan = {
  code: 'gold-biweekly',
  name: 'Gold & biweekly',
  level: 'base',
  kind: 'recurring',
  currency: 'USD',
  status: 'active',
  prices: [
    {
      code: 'gold-biweekly-usd',
      name: 'Gold USD',
      currency: 'USD',
      isDefault: true,
      interval: { unit: 'week', count: 2 },
      usageInterval: { unit: 'week', count: 2 },
    },
    { name: 'Gold JPY', currency: 'JPY', isDefault: false, interval: { unit: 'year', count: 1 } },
  ],
  services: [
    {
      name: 'Gold access',
      code: 'gold-access',
      type: 'recurring',
      glCode: '1',
      rateType: 'tiered',
      pricingRule: 'standard',
      tiers: [
        { from: 1, to: 10, amounts: ['10', '1500'] },
        { from: 11, amounts: ['0.0006', '0'] },
      ],
    },
  ],
};

/** What get_plan_details_m says of a plan with this code. */
export const detailsOf = (code: string | undefined) =>
  ok({ plan_no: 10000123, client_plan_id: code, plan_name: 'Gold', rate_sched: [] });
