import type { Plan, Price } from '../../../../shared/domain/plan.ts';
import { planOf, priceOf } from '../../expected.ts';

export const month = { unit: 'month', count: 1 } as const;
export const year = { unit: 'year', count: 1 } as const;

export const plan = (id: string, name: string, changes: Partial<Plan>): Plan =>
  planOf('aria', { id, name, providerStatus: '1', level: 'base', ...changes });

/** A monthly schedule in US dollars that is not the default one. A rate schedule has no status. */
export const price = (id: string, name: string, changes: Partial<Price> = {}): Price =>
  priceOf({
    id,
    name,
    status: 'unknown',
    isDefault: false,
    currency: 'USD',
    interval: month,
    usageInterval: month,
    ...changes,
  });

/** The default schedule with its recurring amount and no activation: that is zero and not unknown. */
export const simplePrice = (id: string, name: string, amount: string, changes: Partial<Price> = {}): Price =>
  price(id, name, {
    isDefault: true,
    recurring: { amount, currency: 'USD' },
    setup: { amount: '0.00', currency: 'USD' },
    ...changes,
  });
