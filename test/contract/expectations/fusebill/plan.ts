import type { Plan, Price } from '../../../../shared/domain/plan.ts';
import { planOf, priceOf } from '../../expected.ts';

export const monthly = { unit: 'month', count: 1 } as const;
export const yearly = { unit: 'year', count: 1 } as const;

/** The year 0001 of `modificationTimestamp` means that nobody knows. */
export const plan = (id: string, code: string, name: string, prices: Price[]): Plan =>
  planOf('fusebill', { id, code, name, description: `${name} plan`, providerStatus: 'Active', prices });

export const price = (id: string, changes: Partial<Price>): Price => priceOf({ id, ...changes });

/** A monthly price of recurring items alone: nothing is charged once, and that is zero and not unknown. */
export const recurring = (id: string, amount: string, currency: string, changes: Partial<Price> = {}): Price =>
  price(id, {
    interval: monthly,
    currency,
    recurring: { amount, currency },
    setup: { amount: currency === 'JPY' ? '0' : '0.00', currency },
    ...changes,
  });
