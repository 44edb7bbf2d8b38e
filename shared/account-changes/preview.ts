import type { Connection } from '../connections/connections.ts';
import type { AccountPlan } from '../domain/account-plan.ts';
import type { Draft } from '../domain/draft.ts';
import type { Money } from '../domain/money.ts';
import type { NativePreview } from '../domain/provider.ts';
import { type Result, success } from '../domain/result.ts';
import type { Warning } from '../domain/warning.ts';
import { kindOf } from './kinds/kinds.ts';
import { changeOperations, checkChangeRequest, prepareChange, type WantedChange } from './prepare.ts';

export interface ChangePreview {
  readonly preview: {
    /** native: the provider simulated it; computed: we did. */
    readonly kind: 'native' | 'computed';
    readonly before: AccountPlan;
    readonly after: Pick<AccountPlan, 'planId' | 'status'>;
    readonly charges: Money | null;
    readonly warnings: readonly Warning[];
  };
}

/**
 * What a change would do, without doing it: by the provider's own simulation where it has one, else computed from what the
 * account is on. Fails as the change itself would before its write.
 */
export const previewChange = async (connection: Connection, wanted: WantedChange): Promise<Result<ChangePreview>> => {
  const kind = kindOf(wanted);
  const checked = checkChangeRequest(connection, wanted);
  if (!checked.ok) {
    return checked;
  }
  const prepared = await prepareChange(connection, { ...wanted, request: checked.value });
  if (!prepared.ok) {
    return prepared;
  }
  const { before } = prepared.value;
  if (prepared.value.kind === 'so_already') {
    const { planId, status } = before;
    const warnings = kind.warningsAfter(checked.value, before);
    return success({ preview: { kind: 'computed', before, after: { planId, status }, charges: null, warnings } });
  }
  const { draft } = prepared.value;
  const simulated = await simulate(connection, wanted, draft);
  if (!simulated.ok) {
    return simulated;
  }
  const native = simulated.value;
  const [status = before.status] = kind.goal.done;
  return success({
    preview: {
      kind: native === null ? 'computed' : 'native',
      before,
      after: { planId: draft.wantedPlanId ?? before.planId, status },
      charges: native?.charges ?? null,
      warnings: [...draft.warnings, ...(native?.warnings ?? [])],
    },
  });
};

const simulate = (connection: Connection, wanted: WantedChange, draft: Draft): Promise<Result<NativePreview | null>> =>
  connection.run<NativePreview | null>(async ({ changes }) => {
    const operations = changeOperations(connection, wanted, changes);
    return operations.ok ? ((await operations.value.preview?.(draft)) ?? success(null)) : operations;
  });
