import type { Queue, TableKey } from './table.ts';

/** Every key of the table. Neither connection names nor ids hold a `#`. */

export interface AccountPlace {
  readonly connection: string;
  readonly accountId: string;
}

export interface ChangePlace extends AccountPlace {
  readonly changeId: string;
}

/** Whom notifications and events are about: one account, or one plan of a catalogue. */
export interface SubjectPlace {
  readonly connection: string;
  readonly kind: 'account' | 'plan';
  readonly id: string;
}

/** The account's newest change, by which it is held. */
export const guardKey = ({ connection, accountId }: AccountPlace): TableKey => ({
  pk: partitionOf({ connection, kind: 'account', id: accountId }),
  sk: guardSortKey,
});

/** An earlier change, by its id. */
export const changeKey = (place: ChangePlace): TableKey => ({
  pk: guardKey(place).pk,
  sk: `CHANGE#${place.changeId}`,
});

/** An earlier change, by the key that callers repeat. */
export const replayKey = (place: AccountPlace & { readonly key: string }): TableKey => ({
  pk: guardKey(place).pk,
  sk: `KEY#${place.key}`,
});

/** What was told, and has still to be told, of one subject. Accounts have it beside their changes. */
export const journalKey = (partition: string): TableKey => ({ pk: partition, sk: journalSortKey });

/** What came in about one subject and is not processed yet. */
export const inboxKey = (partition: string): TableKey => ({ pk: partition, sk: inboxSortKey });

/** A notification that was given up: one item each, so that the subject's next one does not take its place. */
export const deadLetterKey = (partition: string, notificationId: string): TableKey => ({
  pk: partition,
  sk: `${deadLetterPrefix}${notificationId}`,
});

/** A catalogue edit by its idempotency key, which belongs to the connection: a catalogue has no account. */
export const catalogueEditKey = ({
  connection,
  key,
}: {
  readonly connection: string;
  readonly key: string;
}): TableKey => ({ pk: `CATALOGUE_EDIT#${connection}`, sk: `KEY#${key}` });

/** How many looks the hints of a connection have had. */
export const looksKey = (connection: string): TableKey => ({ pk: `CONNECTION#${connection}`, sk: 'LOOKS' });

export const partitionOf = ({ connection, kind, id }: SubjectPlace): string =>
  `${kind === 'account' ? 'ACCOUNT' : 'PLAN'}#${connection}#${id}`;

/** The account whose items lie under a partition key; null where they are not an account's. */
export const accountOf = (pk: string): AccountPlace | null => {
  const [kind, connection, accountId] = pk.split('#');
  return kind !== 'ACCOUNT' || connection === undefined || accountId === undefined ? null : { connection, accountId };
};

/** The connection whose items lie under a partition key. */
export const connectionOf = (pk: string): string => pk.split('#')[1] ?? '';

/** Who looks after an item of this key; null where nobody does. A settled change is due for its event alone. */
export const queueOf = ({ sk }: TableKey, { isSettled }: { readonly isSettled: boolean }): Queue | null => {
  switch (sk) {
    case guardSortKey:
      return isSettled ? 'events' : 'changes';
    case journalSortKey:
      return 'events';
    case inboxSortKey:
      return 'webhooks';
    default:
      return sk.startsWith(deadLetterPrefix) ? 'dead' : null;
  }
};

const guardSortKey = 'GUARD';
const journalSortKey = 'EVENTS';
const inboxSortKey = 'INBOX';
const deadLetterPrefix = 'DEAD#';
