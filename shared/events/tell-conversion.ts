import { failed, type Result } from '../domain/result.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ConversionRecord, Held, SettledRecord } from '../ledger/record.ts';
import { type Journals, updateJournal } from './journal.ts';
import type { JournalRecord, Subject } from './journal-record.ts';
import { lastSeen, remember, tell } from './tell.ts';

/** Puts the event of a settled conversion into its account's journal, once, however often it is called. */
export const tellConversion = (record: SettledRecord, journals: Journals): Promise<Result<null>> =>
  updateJournal(journals, subjectOf(record), (journal) => withConversion(journal, record));

/** The same for the conversion that the guard item holds, and notes there that nothing is owed any more. */
export const tellSettled = async (
  held: Held<SettledRecord>,
  { journals, ledger }: { readonly journals: Journals; readonly ledger: Ledger },
): Promise<Result<null>> => {
  const told = await tellConversion(held.record, journals);
  if (!told.ok) {
    return told;
  }
  // Lost to the next conversion of the account: that one has told this one before it took its place.
  const noted = await ledger.advance(held, { ...held.record, isTold: true });
  return noted.ok ? told : failed(noted.problem);
};

/** Derived, so that it is the same whoever tells it and however often. */
export const eventIdOf = (conversionId: string): string => `evt_${conversionId}`;

export const subjectOf = ({ connection, provider, accountId }: ConversionRecord): Subject => ({
  connection,
  provider,
  kind: 'account',
  id: accountId,
});

const withConversion = (
  journal: JournalRecord,
  { conversion, conversionId }: Pick<SettledRecord, 'conversion' | 'conversionId'>,
): JournalRecord => {
  const { before, after, subscriptionId, settledAt } = conversion;
  const news = {
    id: eventIdOf(conversionId),
    occurredAt: settledAt ?? conversion.createdAt,
    subscriptionId,
    before,
    cause: { conversion: conversionId },
  };
  if (conversion.status !== 'succeeded' || after === null) {
    return tell(journal, { ...news, type: 'conversion.rejected', after: null });
  }
  const seen = lastSeen(journal.seen, after.subscriptionId);
  if (conversion.outcome === 'already_converted' && seen?.status === after.status && seen.planId === after.planId) {
    // Somebody else did it, and a notification was quicker to tell.
    return journal;
  }
  const told = tell(journal, { ...news, type: 'account_plan.converted', after });
  if (told === journal) {
    return journal;
  }
  // A subscription whose place another one took is not looked for any more.
  const others = told.seen.filter((plan) => plan.subscriptionId !== subscriptionId);
  return { ...told, seen: remember(others, after), known: told.known === 'not' ? 'partly' : told.known };
};
