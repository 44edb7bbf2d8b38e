import { type AccountChange, accountChangeSchema } from '../domain/account-change.ts';
import type { AccountPlan } from '../domain/account-plan.ts';
import { isoTime } from '../domain/clock.ts';
import { type Collection, notAttemptedCollection, unknownCollection } from '../domain/collection.ts';
import type { Problem } from '../domain/problem.ts';
import type { Warning } from '../domain/warning.ts';
import { type ChangeRecord, claimOf, type LiveRecord, type SentRecord, type SettledRecord } from '../ledger/record.ts';
import type { ChangeContext } from './context.ts';
import { kindOf } from './kinds/kinds.ts';

type SettleContext = Pick<ChangeContext, 'clock' | 'render'>;

/** The change as it stands, whatever phase its record is in. */
export const changeOf = (record: ChangeRecord): AccountChange =>
  record.phase === 'settled' ? record.change : pendingChange(record);

/** What a read of the provider's state showed of a change that is done. */
export interface Seen {
  readonly after: AccountPlan;
  readonly warnings: readonly Warning[];
  /** False where the state shows that somebody else did it: our write was refused because it was done already. */
  readonly isOurs: boolean;
}

/** `record`, settled as done: with everything that its writes and its reads gave warning of. */
export const succeed = (
  record: SentRecord,
  { after, warnings, isOurs }: Seen,
  context: SettleContext,
): SettledRecord => {
  const { before, draft, attempts, learned } = record.sent;
  return settledAsSuccess(record, isOurs ? 'done' : 'already', context, {
    before,
    after,
    planId: draft.wantedPlanId ?? after.planId,
    collection: learned.collection,
    warnings: [
      ...draft.warnings,
      ...learned.warnings,
      ...warnings,
      ...kindOf(record).warningsAfter(record.request, after),
    ],
    attempts,
  });
};

/** `record`, settled as so already: nothing was sent. */
export const succeedUnsent = (record: LiveRecord, accountPlan: AccountPlan, context: SettleContext): SettledRecord =>
  settledAsSuccess(record, 'already', context, {
    before: accountPlan,
    after: accountPlan,
    planId: accountPlan.planId,
    collection: { status: 'not_applicable', detail: null },
    warnings: [...kindOf(record).warningsAfter(record.request, accountPlan)],
    attempts: 0,
  });

export interface Rejection {
  readonly problem: Problem;
  /** Of the money; not attempted unless said. */
  readonly collection?: Collection;
}

/** `record`, settled as rejected for good: the problem is the answer of its key. */
export const reject = (record: LiveRecord, rejection: Rejection, context: SettleContext): SettledRecord =>
  settledAsRejected(record, rejection, { isKeyBound: true, owesEvent: true }, context);

/**
 * `record`, ended without having been tried: its key is free again. `owesEvent` where somebody may have been told that it is
 * pending.
 */
export const free = (
  record: LiveRecord,
  problem: Problem,
  { owesEvent }: { readonly owesEvent: boolean },
  context: SettleContext,
): SettledRecord => settledAsRejected(record, { problem }, { isKeyBound: false, owesEvent }, context);

const settledAsSuccess = (
  record: LiveRecord,
  outcome: 'done' | 'already',
  { clock, render }: SettleContext,
  members: Pick<AccountChange, 'planId' | 'collection' | 'warnings' | 'attempts'> & {
    readonly before: AccountPlan;
    readonly after: AccountPlan;
  },
): SettledRecord => {
  const { words, events } = kindOf(record);
  const { before, after } = members;
  const change = inOrder({
    ...identityOf(record),
    ...members,
    subscriptionId: before.subscriptionId,
    status: 'succeeded',
    outcome: words[outcome],
    problem: null,
    settledAt: isoTime(clock.now()),
  });
  return settled(record, change, {
    isKeyBound: true,
    owed: events.isOldNews(before) ? null : { event: events.done(before, after), isOurs: outcome === 'done' },
    answer: render.success(change, outcome),
  });
};

const settledAsRejected = (
  record: LiveRecord,
  { problem, collection = notAttemptedCollection }: Rejection,
  { isKeyBound, owesEvent }: { readonly isKeyBound: boolean; readonly owesEvent: boolean },
  { clock, render }: SettleContext,
): SettledRecord => {
  const { change, answer } = render.rejection(problem, record, (document) =>
    inOrder({
      ...pendingChange(record),
      status: 'rejected',
      collection,
      problem: { ...document },
      settledAt: isoTime(clock.now()),
    }),
  );
  const owed = owesEvent ? { event: kindOf(record).events.rejected, isOurs: true } : null;
  return settled(record, change, { isKeyBound, owed, answer });
};

/** Members in the order of the schema, in which a change also comes out of the ledger. */
const inOrder = (change: AccountChange): AccountChange => accountChangeSchema.parse(change);

const settled = (
  record: LiveRecord,
  change: AccountChange,
  end: Pick<SettledRecord, 'isKeyBound' | 'owed' | 'answer'>,
): SettledRecord => ({
  phase: 'settled',
  ...claimOf(record),
  leaseUntil: null,
  lastWrite: lastWriteOf(record, change),
  change,
  ...end,
});

/** A success wrote, here or elsewhere; a rejection may have, where nobody knows; others did nothing. */
const lastWriteOf = (record: LiveRecord, change: AccountChange): SettledRecord['lastWrite'] => {
  const { changeId, kind } = record;
  const overAt = record.phase === 'claimed' ? 0 : record.sent.overAt;
  if (change.status === 'succeeded') {
    return { changeId, kind, until: Math.max(overAt, Date.parse(change.settledAt ?? '') || 0) };
  }
  return change.problem?.outcome === 'unknown' ? { changeId, kind, until: overAt } : record.lastWrite;
};

const pendingChange = (record: LiveRecord): AccountChange => {
  const sent = record.phase === 'claimed' ? null : record.sent;
  return inOrder({
    ...identityOf(record),
    subscriptionId: sent?.before.subscriptionId ?? record.request.subscriptionId ?? null,
    status: 'pending',
    outcome: null,
    planId: sent?.draft.wantedPlanId ?? record.request.planId ?? null,
    before: sent?.before ?? null,
    after: null,
    collection: sent?.learned.collection ?? unknownCollection,
    warnings: [...(sent?.draft.warnings ?? []), ...(sent?.learned.warnings ?? [])],
    problem: null,
    settledAt: null,
    attempts: sent?.attempts ?? 0,
  });
};

const identityOf = (record: ChangeRecord) => ({
  id: record.changeId,
  kind: record.kind,
  connection: record.connection,
  provider: record.provider,
  accountId: record.accountId,
  createdAt: isoTime(record.createdAt),
});
