import type { AccountPlan } from '../domain/account-plan.ts';
import type { GatewayEvent } from '../domain/event.ts';
import type { JournalRecord } from './journal-record.ts';

type DistributiveOmit<Union, Keys extends PropertyKey> = Union extends unknown ? Omit<Union, Keys> : never;

/** An event before it has its place in the journal of its subject. */
export type News = DistributiveOmit<GatewayEvent, 'version' | 'sequence' | 'connection' | 'provider' | 'accountId'>;

/** The journal with one more event to be published; the same journal where it was told already. */
export const tell = (journal: JournalRecord, news: News): JournalRecord => {
  if (journal.toldIds.includes(news.id)) {
    return journal;
  }
  const { connection, provider, id } = journal.subject;
  const sequence = journal.sequence + 1;
  const place = { version: '1', sequence, connection, provider } as const;
  const event: GatewayEvent =
    news.type === 'plan.changed' ? { ...news, ...place, accountId: null } : { ...news, ...place, accountId: id };
  return {
    ...journal,
    sequence,
    toldIds: [...journal.toldIds, news.id].slice(-rememberedIds),
    outbox: [...journal.outbox, event],
  };
};

/** Whoever tells an event again does so within moments. */
const rememberedIds = 200;

/** `plan` as the last one seen of its subscription. */
export const remember = (seen: readonly AccountPlan[], plan: AccountPlan): AccountPlan[] => [
  ...seen.filter(({ subscriptionId }) => subscriptionId !== plan.subscriptionId),
  plan,
];

export const lastSeen = (seen: readonly AccountPlan[], subscriptionId: string | null): AccountPlan | undefined =>
  seen.find((plan) => plan.subscriptionId === subscriptionId);
