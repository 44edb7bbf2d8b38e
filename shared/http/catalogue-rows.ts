import type * as z from 'zod';
import { type Plan, unreadablePlan } from '../domain/plan.ts';
import type { PlanRead, ProviderContext } from '../domain/provider.ts';
import type { ProviderId } from '../domain/provider-id.ts';
import { wireIdentifier } from './wire-values.ts';

export interface CatalogueRows<Row extends z.ZodType> {
  readonly provider: ProviderId;
  readonly context: ProviderContext;
  readonly row: Row;
  /** The member of a row that is the plan's id. */
  readonly idMember: string;
  readonly toPlan: (row: z.output<Row>) => Plan;
}

/**
 * The plans of a provider's list, in its order. A row that cannot be read stands there by its id alone, with a warning, so
 * that one odd plan does not take the others away. A row without an id is nobody's plan: it is left out, and logged by its
 * place. Credentials are not blanked in `raw`.
 */
export const readCatalogueRows = <Row extends z.ZodType>(
  rows: readonly unknown[],
  { provider, context, row, idMember, toPlan }: CatalogueRows<Row>,
): PlanRead[] => {
  const placesWithoutId: number[] = [];
  const reads = rows.flatMap((raw, place): PlanRead[] => {
    const parsed = row.safeParse(raw);
    if (parsed.success) {
      return [{ plan: toPlan(parsed.data), raw }];
    }
    const id = wireIdentifier.safeParse(memberOf(raw, idMember));
    if (!id.success) {
      placesWithoutId.push(place);
      return [];
    }
    const part = parsed.error.issues[0]?.path.map(String).join('.') || 'its shape';
    const plan = unreadablePlan(
      { id: id.data, connection: context.connection, provider },
      `The provider's row of this plan is not valid: ${part}.`,
    );
    return [{ plan, raw }];
  });
  const [firstPlace] = placesWithoutId;
  if (firstPlace !== undefined) {
    // One line, however many: a vendor that renames the member would write ten thousand.
    context.logger.warn('plans_without_id', { provider, rows: placesWithoutId.length, firstPlace });
  }
  return reads;
};

const memberOf = (raw: unknown, name: string): unknown =>
  typeof raw === 'object' && raw !== null ? Object.entries(raw).find(([key]) => key === name)?.[1] : undefined;
