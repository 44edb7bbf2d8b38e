import type { AccountPlan } from '../domain/account-plan.ts';
import { isoTime } from '../domain/clock.ts';
import { type Collection, type Conversion, conversionSchema } from '../domain/conversion.ts';
import type { Problem } from '../domain/problem.ts';
import type { RenderProblem } from '../domain/rendered-problem.ts';
import type { Warning } from '../domain/warning.ts';
import {
  type ConversionRecord,
  claimOf,
  type LiveRecord,
  type SettledRecord,
  type UnknownRecord,
  type WritingRecord,
} from '../ledger/record.ts';
import type { AccountPlace } from '../table/keys.ts';
import { unknownCollection } from './execute.ts';

/** The conversion as callers see it, whatever phase its record is in. */
export const conversionOf = (record: ConversionRecord): Conversion =>
  record.phase === 'settled' ? record.conversion : pendingConversion(record);

/** Where a conversion is read. */
export const conversionPath = ({
  connection,
  accountId,
  conversionId,
}: AccountPlace & { readonly conversionId: string }) =>
  `/v1/connections/${connection}/accounts/${encodeURIComponent(accountId)}/conversions/${conversionId}`;

export interface Success {
  readonly outcome: 'converted' | 'already_converted';
  readonly after: AccountPlan;
  readonly before: AccountPlan;
  readonly planId: string | null;
  readonly collection: Collection;
  readonly warnings: readonly Warning[];
  readonly attempts: number;
}

/** `record`, settled as a success: 201 where this conversion did it, 200 where it was done already. */
export const settleAsSuccess = (record: LiveRecord, result: Success, settledAt: number): SettledRecord => {
  const conversion = inOrder({
    ...identityOf(record),
    subscriptionId: result.before.subscriptionId,
    status: 'succeeded',
    outcome: result.outcome,
    planId: result.planId,
    before: result.before,
    after: result.after,
    collection: result.collection,
    warnings: [...result.warnings],
    problem: null,
    settledAt: isoTime(settledAt),
    attempts: result.attempts,
  });
  return settled(record, conversion, {
    isKeyBound: true,
    // An account that was paid before is no news.
    isTold: result.before.status === 'active',
    answer: {
      status: result.outcome === 'converted' ? 201 : 200,
      contentType: 'application/json; charset=utf-8',
      body: JSON.stringify(conversion),
    },
  });
};

export interface Rejection {
  readonly problem: Problem;
  readonly collection?: Collection;
  readonly isKeyBound: boolean;
  /** Whether it is nobody's business but the caller's. Unless said, so it is where nothing came near to being sent. */
  readonly isTold?: boolean;
  readonly settledAt: number;
  readonly renderProblem: RenderProblem;
}

/** `record`, settled as rejected: the problem is the answer, with the conversion in it. */
export const settleAsRejected = (record: LiveRecord, rejection: Rejection): SettledRecord => {
  const rendered = rejection.renderProblem(rejection.problem, record);
  const conversion = inOrder({
    ...pendingConversion(record),
    status: 'rejected',
    collection: rejection.collection ?? { status: 'not_attempted', detail: null },
    problem: { ...rendered.document },
    settledAt: isoTime(rejection.settledAt),
  });
  return settled(record, conversion, {
    isKeyBound: rejection.isKeyBound,
    isTold: rejection.isTold ?? (record.phase === 'claimed' && !rejection.isKeyBound),
    answer: {
      status: rendered.status,
      contentType: rendered.contentType,
      body: JSON.stringify({ ...rendered.document, conversion }),
    },
  });
};

/** Members in the order of the schema, in which a conversion also comes out of the ledger. */
const inOrder = (conversion: Conversion): Conversion => conversionSchema.parse(conversion);

const settled = (
  record: LiveRecord,
  conversion: Conversion,
  end: Pick<SettledRecord, 'isKeyBound' | 'isTold' | 'answer'>,
): SettledRecord => ({
  phase: 'settled',
  ...claimOf(record),
  leaseUntil: null,
  lastWrite: lastWriteOf(record, conversion),
  conversion,
  ...end,
});

/** A success wrote, here or elsewhere; a rejection may have, where nobody knows; others did nothing. */
const lastWriteOf = (record: LiveRecord, conversion: Conversion): SettledRecord['lastWrite'] => {
  const { conversionId } = record;
  const givenUpAt = record.phase === 'claimed' ? 0 : record.givenUpAt;
  if (conversion.status === 'succeeded') {
    return { conversionId, until: Math.max(givenUpAt, Date.parse(conversion.settledAt ?? '') || 0) };
  }
  return conversion.problem?.outcome === 'unknown' ? { conversionId, until: givenUpAt } : record.lastWrite;
};

const pendingConversion = (record: LiveRecord): Conversion => {
  const sent = record.phase === 'claimed' ? null : record;
  return inOrder({
    ...identityOf(record),
    subscriptionId: sent?.before.subscriptionId ?? record.request.subscriptionId ?? null,
    status: 'pending',
    outcome: null,
    planId: wantedPlan(sent) ?? record.request.planId ?? null,
    before: sent?.before ?? null,
    after: null,
    collection: record.phase === 'unknown' ? record.collection : unknownCollection,
    warnings: [...(sent?.write.warnings ?? [])],
    problem: null,
    settledAt: null,
    attempts: sent?.attempts ?? 0,
  });
};

const wantedPlan = (sent: WritingRecord | UnknownRecord | null): string | null => sent?.write.wantedPlanId ?? null;

const identityOf = (record: ConversionRecord) => ({
  id: record.conversionId,
  connection: record.connection,
  provider: record.provider,
  accountId: record.accountId,
  createdAt: isoTime(record.createdAt),
});
