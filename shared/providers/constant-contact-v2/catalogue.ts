import type { Plan } from '../../domain/plan.ts';
import { planNameOf } from './mapping.ts';

/**
 * The plans that are known, in numeric order. The API lists none: 1 and 2 stand in its documentation
 * (https://v2.developer.constantcontact.com/docs/account-management/manage-plan.html), the rest is the secret's `planNames`.
 */
export const listCatalogue = (connection: string, planNames: Readonly<Record<string, string>>): Plan[] =>
  [...new Set([...documentedPlanIds, ...Object.keys(planNames)])]
    .toSorted((left, right) => Number(left) - Number(right))
    .map((id) => ({
      id,
      connection,
      provider: 'constant-contact-v2',
      code: null,
      name: planNameOf(id, planNames),
      reference: null,
      description: null,
      longDescription: null,
      status: 'unknown',
      providerStatus: null,
      level: null,
      source: Object.hasOwn(planNames, id) ? 'configured' : 'documented',
      updatedAt: null,
      warnings: [],
      prices: [],
    }));

const documentedPlanIds = ['1', '2'];
