import type { Plan, PlanStatus, Price } from '../../domain/plan.ts';
import { toInterval } from './billing-interval.ts';
import { amountsOf, currenciesOf, includedItems, pricesOfItems } from './plan-amounts.ts';
import type { WirePlan, WirePlanFrequency, WirePlanProduct } from './wire.ts';

/** A plan as the catalogue has it. Without its products, as in a list, the amounts are those of the plain view. */
export const toPlan = (connection: string, plan: WirePlan, products: readonly WirePlanProduct[]): Plan => ({
  id: plan.id,
  connection,
  provider: 'fusebill',
  code: plan.code,
  name: plan.name,
  reference: plan.reference,
  description: plan.description,
  longDescription: plan.longdescription,
  status: planStatuses.get(plan.status?.toLowerCase() ?? '') ?? 'unknown',
  providerStatus: plan.status,
  level: null,
  source: 'provider',
  updatedAt: plan.modificationTimestamp,
  warnings: [],
  prices: plan.planFrequencies.flatMap((frequency) => toPrices(plan, frequency, products)),
});

/** One price a currency; a frequency without any currency is still one way to buy the plan. */
const toPrices = (plan: WirePlan, frequency: WirePlanFrequency, products: readonly WirePlanProduct[]): Price[] => {
  const items = includedItems(plan, frequency, products);
  const currencies = currenciesOf([...pricesOfItems(items), ...frequency.charges, ...frequency.setupFees]);
  return (currencies.length > 0 ? currencies : [null]).map((currency) => ({
    id: frequency.id,
    code: null,
    name: null,
    status: frequencyStatuses.get(frequency.status?.toLowerCase() ?? '') ?? 'unknown',
    isDefault: null,
    currency,
    interval: toInterval(frequency),
    usageInterval: null,
    ...amountsOf(frequency, items, currency),
  }));
};

/** Plans have two states and their frequencies three: https://developer.staxbill.com/reference/plan-object */
const planStatuses: ReadonlyMap<string, PlanStatus> = new Map([
  ['active', 'active'],
  ['retired', 'inactive'],
]);

const frequencyStatuses: ReadonlyMap<string, PlanStatus> = new Map([...planStatuses, ['draft', 'inactive']]);
