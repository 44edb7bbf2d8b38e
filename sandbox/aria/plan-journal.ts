import { isDeepStrictEqual } from 'node:util';
import type { CallContext } from './call.ts';
import type { AriaPlan } from './state.ts';

/**
 * Records a write to the catalogue, one that changed nothing too. `change` has the plan's number and each member that is
 * another, `[before, after]`; before is null for a new plan.
 */
export const recordCatalogueWrite = (
  { world, restCall }: CallContext,
  { before, after, more = {} }: CatalogueWrite,
): void => {
  world.journal.record({
    provider: 'aria',
    operation: restCall,
    accountId: '',
    subscriptionId: null,
    change: { plan_no: after.planNo, ...changedMembers(before, after), ...more },
  });
};

interface CatalogueWrite {
  readonly before: AriaPlan | null;
  readonly after: AriaPlan;
  readonly more?: Readonly<Record<string, unknown>>;
}

const changedMembers = (before: AriaPlan | null, after: AriaPlan): Record<string, unknown> =>
  Object.fromEntries(
    wireNames
      .filter(([member]) => before === null || !isDeepStrictEqual(before[member], after[member]))
      .map(([member, name]) => [name, structuredClone([before?.[member] ?? null, after[member]])]),
  );

const wireNames = [
  ['clientPlanId', 'client_plan_id'],
  ['name', 'plan_name'],
  ['description', 'plan_description'],
  ['level', 'plan_level'],
  ['type', 'plan_type'],
  ['active', 'active'],
  ['currency', 'currency'],
  ['initialStatusCode', 'initial_plan_status_cd'],
  ['statusRollover', 'rollover_plan_status'],
  ['rateSchedules', 'schedule'],
  ['services', 'service'],
  ['further', 'further'],
] as const;
