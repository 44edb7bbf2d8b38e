import type { PendingEventType } from '../domain/event.ts';
import { failed, type Result, success } from '../domain/result.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ChangeRecord, Held, SentRecord, SettledRecord } from '../ledger/record.ts';
import { type Journals, updateJournal } from './journal.ts';
import type { JournalRecord, Subject } from './journal-record.ts';
import { lastSeen, remember, tell } from './tell.ts';

/** Puts the event that a settled change owes into its account's journal, once, however often it is called. */
export const tellAccountChange = (record: SettledRecord, journals: Journals): Promise<Result<null>> => {
  const { owed } = record;
  return owed === null
    ? Promise.resolve(success(null))
    : updateJournal(journals, subjectOf(record), (journal) => withChange(journal, record, owed));
};

/** The same for the change that the guard item holds, and notes there that nothing is owed any more. */
export const tellSettled = async (
  held: Held<SettledRecord>,
  { journals, ledger }: { readonly journals: Journals; readonly ledger: Ledger },
): Promise<Result<null>> => {
  const told = await tellAccountChange(held.record, journals);
  if (!told.ok) {
    return told;
  }
  // Lost to the next change of the account: that one has told this one before it took its place.
  const noted = await ledger.advance(held, { ...held.record, owed: null });
  return noted.ok ? told : failed(noted.problem);
};

/** Tells, once, that nobody knows yet what became of a change. */
export const tellPendingTooLong = (
  record: SentRecord,
  journals: Journals,
  { type, occurredAt }: { readonly type: PendingEventType; readonly occurredAt: string },
): Promise<Result<null>> => {
  const { changeId } = record;
  const { before } = record.sent;
  return updateJournal(journals, subjectOf(record), (journal) =>
    // Somebody settled it since we looked.
    journal.toldIds.includes(eventIdOf(changeId))
      ? journal
      : tell(journal, {
          id: `${eventIdOf(changeId)}_pending_too_long`,
          type,
          occurredAt,
          subscriptionId: before.subscriptionId,
          before,
          after: null,
          cause: { conversion: changeId },
        }),
  );
};

/** Derived, so that it is the same whoever tells it and however often. */
export const eventIdOf = (changeId: string): string => `evt_${changeId}`;

export const subjectOf = ({ connection, provider, accountId }: ChangeRecord): Subject => ({
  connection,
  provider,
  kind: 'account',
  id: accountId,
});

const withChange = (
  journal: JournalRecord,
  { change, changeId }: SettledRecord,
  { event, isOurs }: NonNullable<SettledRecord['owed']>,
): JournalRecord => {
  const { before, after, subscriptionId, settledAt } = change;
  const news = {
    id: eventIdOf(changeId),
    occurredAt: settledAt ?? change.createdAt,
    subscriptionId,
    before,
    cause: { conversion: changeId },
  };
  if (after === null || event === 'conversion.rejected') {
    return tell(journal, { ...news, type: 'conversion.rejected', after: null });
  }
  const seen = lastSeen(journal.seen, after.subscriptionId);
  if (!isOurs && seen?.status === after.status && seen.planId === after.planId) {
    // Somebody else did it, and a notification was quicker to tell.
    return journal;
  }
  const told = tell(journal, { ...news, type: event, after });
  if (told === journal) {
    return journal;
  }
  // A subscription whose place another one took is not looked for any more.
  const others = told.seen.filter((plan) => plan.subscriptionId !== subscriptionId);
  return { ...told, seen: remember(others, after), known: told.known === 'not' ? 'partly' : told.known };
};
