import type { ProviderId } from '../../shared/domain/provider-id.ts';

/** A way to break the code that the simulation has to notice: one place in one source file, replaced by something worse. */
export interface Mutation {
  readonly name: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly search: string;
  readonly replacement: string;
  readonly provider: ProviderId;
  /** How one of the violations begins that have to come of it. */
  readonly breaks: string;
}

export const mutations: readonly Mutation[] = [
  {
    name: 'no-lease-check',
    file: 'shared/ledger/ledger.ts',
    search: "record.phase === 'claimed' && (record.leaseUntil ?? 0) <= clock.now()",
    replacement: "record.phase === 'claimed'",
    provider: 'constant-contact-v2',
    breaks: 'promise 5: ',
  },
  {
    name: 'write-taken-up-as-a-claim',
    file: 'shared/ledger/ledger.ts',
    search: "record.phase === 'claimed' && (record.leaseUntil ?? 0) <= clock.now()",
    replacement: "record.phase !== 'settled' && (record.leaseUntil ?? 0) <= clock.now()",
    provider: 'constant-contact-v3',
    breaks: 'promise 6: ',
  },
  {
    name: 'repeat-before-the-settle-time',
    file: 'shared/account-changes/look.ts',
    search: 'time >= overAt + rules.settleMs',
    replacement: 'time >= overAt',
    provider: 'constant-contact-v2',
    breaks: 'promise 6: ',
  },
  {
    name: 'settle-time-from-the-first-byte',
    file: 'shared/account-changes/change-account-plan.ts',
    search: 'overAt: deadline.at,',
    replacement: 'overAt: clock.now(),',
    provider: 'aria',
    breaks: 'promise 6: ',
  },
  {
    name: 'repeat-of-a-migration',
    file: 'shared/account-changes/reconcile.ts',
    search: "record.sent.draft.repeat !== 'never' && record.sent.attempts === 1",
    replacement: 'record.sent.attempts === 1',
    provider: 'fusebill',
    breaks: 'promise 6: ',
  },
  {
    name: 'repeats-without-end',
    file: 'shared/account-changes/reconcile.ts',
    search: "record.sent.draft.repeat !== 'never' && record.sent.attempts === 1",
    replacement: "record.sent.draft.repeat !== 'never'",
    provider: 'aria',
    breaks: 'promise 6: ',
  },
  {
    name: 'write-sent-again-after-a-time-out',
    file: 'shared/account-changes/send.ts',
    search: 'const result = await send(connection, record, writeDeadline);',
    replacement: `const first = await send(connection, record, writeDeadline);
      const result = first.kind === 'unknown' ? await send(connection, record, writeDeadline) : first;`,
    provider: 'constant-contact-v2',
    breaks: 'promise 6: ',
  },
  {
    name: 'server-error-taken-as-failure',
    file: 'shared/http/provider-problem.ts',
    search: 'status >= 500 || status === 408',
    replacement: 'status === 408',
    provider: 'fusebill',
    breaks: 'promise 1: ',
  },
  {
    name: 'time-out-taken-as-failure',
    file: 'shared/http/provider-problem.ts',
    search: "!['not_sent', 'too_late', 'address_refused'].includes(failure.kind)",
    replacement: "failure.kind === 'dropped'",
    provider: 'aria',
    breaks: 'promise 1: ',
  },
  {
    name: 'no-fingerprint',
    file: 'shared/ledger/ledger.ts',
    search: 'if (record.fingerprint !== wanted.fingerprint) {',
    replacement: 'if (false) {',
    provider: 'constant-contact-v2',
    breaks: 'promise 4: ',
  },
  {
    name: 'inconsistent-reads',
    file: 'functions/services.ts',
    search: 'ledger: createLedger(table, {',
    replacement: `ledger: createLedger({ ...table, get: async ({ pk, sk }) => {
      const earlier = globalThis.simulatedReads ??= new WeakMap();
      const reads = earlier.get(table) ?? new Map();
      earlier.set(table, reads);
      const found = await table.get({ pk, sk });
      const old = reads.get(pk + sk);
      reads.set(pk + sk, found);
      return old ?? found;
    } }, {`,
    provider: 'constant-contact-v2',
    breaks: 'promise 3: ',
  },
  {
    name: 'no-fencing',
    file: 'functions/services.ts',
    search: 'ledger: createLedger(table, {',
    replacement: `ledger: createLedger({ ...table, put: async (item, expected) => {
      const found = await table.get(item);
      return table.put(item, expected !== null && found.ok && found.value !== null ? found.value.revision : expected);
    } }, {`,
    provider: 'constant-contact-v3',
    breaks: 'promise 3: ',
  },
  {
    name: 'pending-answered-as-success',
    file: 'functions/change-answer.ts',
    search: 'status: 202',
    replacement: 'status: 201',
    provider: 'constant-contact-v2',
    breaks: 'promise 2: ',
  },
  {
    name: 'replay-of-the-first-pending-answer',
    file: 'shared/account-changes/change-account-plan.ts',
    search: 'return success({ record: claim.value.record, isReplay: true });',
    replacement:
      'return success({ record: context.random() < 0.5 ? { ...claim.value.record, phase: "claimed" } : claim.value.record, isReplay: true });',
    provider: 'constant-contact-v2',
    breaks: 'promise 3: ',
  },
  {
    name: 'write-not-stored-before-it-is-sent',
    file: 'shared/account-changes/change-account-plan.ts',
    search: 'const writing = await ledger.advance<WritingRecord>(held, {',
    replacement:
      'const writing = await (async ({ revision }, record) => ({ ok: true, value: { record, revision } }))(held, {',
    provider: 'aria',
    breaks: 'promise 6: ',
  },
  {
    name: 'write-sent-without-the-ledger',
    file: 'shared/account-changes/change-account-plan.ts',
    search: 'if (!writing.ok) {',
    replacement:
      'if (!writing.ok) { await executeWrite(connection, { ...held.record, sent: { before, draft, goal: kindOf(held.record).goal, knownSubscriptionIds, attempts: 1, overAt: deadline.at, learned: { isAccepted: false, collection: unknownCollection, warnings: [] } } }, { clock, writeDeadline: deadline, requestDeadline: context.deadline });',
    provider: 'constant-contact-v2',
    breaks: 'promise 7: ',
  },
  {
    name: 'no-pause-after-a-success',
    file: 'shared/account-changes/change-account-plan.ts',
    search: 'return lastWrite === null || remainingMs <= 0',
    replacement: 'return lastWrite === null || remainingMs <= Infinity',
    provider: 'constant-contact-v2',
    breaks: 'promise 1: ',
  },
  {
    name: 'conversions-are-forgotten',
    file: 'shared/ledger/ledger.ts',
    search: 'const keys = [changeKey(record), ...(record.isKeyBound ? [replayKey(record)] : [])];',
    replacement: 'const keys = record.isKeyBound ? [replayKey(record)] : [];',
    provider: 'constant-contact-v3',
    breaks: 'answer: ',
  },
  {
    name: 'keys-are-forgotten',
    file: 'shared/ledger/ledger.ts',
    search: 'const keys = [changeKey(record), ...(record.isKeyBound ? [replayKey(record)] : [])];',
    replacement: 'const keys = [changeKey(record)];',
    provider: 'fusebill',
    breaks: 'promise 4: ',
  },
  {
    name: 'given-up-while-nothing-can-be-read',
    file: 'shared/account-changes/reconcile.ts',
    search: "if (!isDead(record.sent, looked.lookedAt, context) || looked.seen === 'unreadable') {",
    replacement: 'if (!isDead(record.sent, looked.lookedAt, context)) {',
    provider: 'fusebill',
    breaks: 'promise 1: ',
  },
  {
    name: 'nobody-looks-after-pending-ones',
    file: 'shared/ledger/ledger.ts',
    search: 'at: record.watch.nextCheckAt',
    replacement: 'at: 4e12',
    provider: 'aria',
    breaks: 'promise 2: ',
  },
  {
    name: 'somebody-elses-change-taken-as-proof',
    file: 'shared/domain/goal.ts',
    search: "createProblem('provider_conflict', detail, { outcome: 'unknown' })",
    replacement: "createProblem('provider_conflict', detail, { outcome: 'not_executed' })",
    provider: 'aria',
    breaks: 'promise 1: ',
  },
  {
    name: 'deadline-in-parts-of-milliseconds',
    file: 'shared/domain/clock.ts',
    search: 'clock.now() + Math.floor(durationMs)',
    replacement: 'clock.now() + durationMs',
    provider: 'aria',
    breaks: 'ledger: ',
  },
  {
    name: 'several-conversions-at-once',
    file: 'shared/ledger/ledger.ts',
    search: "return success({ kind: 'in_progress', record });",
    replacement: 'return lostOrClaimed(await write(guardKey(wanted), wanted, current.revision));',
    provider: 'fusebill',
    breaks: 'promise 5: ',
  },
  {
    name: 'in-progress-without-its-place',
    file: 'shared/account-changes/change-account-plan.ts',
    search: 'headers: { location: render.locationOf(place) },',
    replacement: '',
    provider: 'constant-contact-v2',
    breaks: 'promise 5: ',
  },
  {
    name: 'event-lost-with-the-next-conversion',
    file: 'shared/ledger/ledger.ts',
    search: 'const told = record.owed === null ? success(null) : await tell(record);',
    replacement: 'const told = success(null);',
    provider: 'constant-contact-v2',
    breaks: 'events: ',
  },
  {
    name: 'conversion-told-again',
    file: 'shared/events/tell.ts',
    search: 'if (journal.toldIds.includes(news.id)) {',
    replacement: 'if (journal.toldIds.length < 0) {',
    provider: 'constant-contact-v3',
    breaks: 'events: ',
  },
  {
    name: 'event-taken-to-have-arrived',
    file: 'shared/events/publish.ts',
    search: 'batch.slice(0, published?.ok ? published.value : 0)',
    replacement: 'batch',
    provider: 'aria',
    breaks: 'events: ',
  },
  {
    name: 'journal-written-over-a-newer-one',
    file: 'shared/events/journal.ts',
    search: 'const put = await store.put(journalKey(partitionOf(next.subject)), fitting(next), held.revision);',
    replacement: `const replaced = await store.replace(journalKey(partitionOf(next.subject)), fitting(next));
      const put = replaced.ok ? { ok: true, value: { kind: 'written', stored: held } } : replaced;`,
    provider: 'constant-contact-v2',
    breaks: 'events: ',
  },
  {
    name: 'news-of-a-conversion-in-flight',
    file: 'shared/webhooks/look.ts',
    search: "if (record.phase !== 'settled') {",
    replacement: `if (record.phase !== 'settled') {
      const early = observeAccount(journal.value.record, reads.value, observationOf(look));
      return putDown(journal.value, early, context);`,
    provider: 'constant-contact-v3',
    breaks: 'events: ',
  },
  {
    name: 'old-trial-believed',
    file: 'shared/webhooks/look.ts',
    search: 'if (readAt < trustedFrom && showsOldTrial(journal.value.record, reads.value)) {',
    replacement: 'if (readAt < 0 && showsOldTrial(journal.value.record, reads.value)) {',
    provider: 'fusebill',
    breaks: 'events: ',
  },
];
