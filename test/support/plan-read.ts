import type { IntervalUnit } from '../../shared/domain/interval.ts';
import type { PlanStatus } from '../../shared/domain/plan.ts';
import type { PlanRead } from '../../shared/domain/provider.ts';

/** A plan of a catalogue, with a price for each of `units`. */
export const planRead = (
  id: string,
  { status = 'active', units = [] }: { readonly status?: PlanStatus; readonly units?: readonly IntervalUnit[] } = {},
): PlanRead => ({
  plan: {
    id,
    connection: 'acme',
    provider: 'fusebill',
    code: null,
    name: null,
    reference: null,
    description: null,
    longDescription: null,
    status,
    providerStatus: null,
    level: null,
    source: 'provider',
    updatedAt: null,
    warnings: [],
    prices: units.map((unit, index) => ({
      id: `${id}-${index}`,
      code: null,
      name: null,
      status: 'active',
      isDefault: null,
      currency: null,
      interval: { unit, count: 1 },
      usageInterval: null,
      recurring: null,
      setup: null,
      tiers: [],
    })),
  },
  raw: null,
});
