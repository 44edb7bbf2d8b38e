import { type ConversionRecord, conversionRecordSchema } from './record.ts';
import type { Due, TableItem, TableKey } from './table.ts';

/** How records lie in the table: one item an account for its newest conversion, and one each for earlier ones and their keys. */
export interface AccountPlace {
  readonly connection: string;
  readonly accountId: string;
}

export interface ConversionPlace extends AccountPlace {
  readonly conversionId: string;
}

/** A record as it was read or written, with the revision that the next write must find. */
export interface Held<Phase extends ConversionRecord = ConversionRecord> {
  readonly record: Phase;
  readonly revision: string;
}

/** Neither connection names nor account ids hold a `#`. */
export const guardKey = ({ connection, accountId }: AccountPlace): TableKey => ({
  pk: `ACCOUNT#${connection}#${accountId}`,
  sk: 'GUARD',
});

export const conversionKey = (place: ConversionPlace): TableKey => ({
  pk: guardKey(place).pk,
  sk: `CONVERSION#${place.conversionId}`,
});

export const keyKey = (place: AccountPlace & { readonly key: string }): TableKey => ({
  pk: guardKey(place).pk,
  sk: `KEY#${place.key}`,
});

/** The account whose items lie under `pk`; none where it is not an account's. */
export const toPlace = (pk: string): AccountPlace[] => {
  const [kind, connection, accountId] = pk.split('#');
  return kind !== 'ACCOUNT' || connection === undefined || accountId === undefined ? [] : [{ connection, accountId }];
};

export const toItem = (
  key: TableKey,
  record: ConversionRecord,
  { revision, retentionDays }: { readonly revision: string; readonly retentionDays: number },
): TableItem => ({
  ...key,
  revision,
  due: key.sk === 'GUARD' ? dueOf(record) : null,
  expiresAt: expiresAtOf(record, retentionDays),
  record: JSON.stringify(record),
});

/** What never reached its write moved no money and holds no key; anybody can make such items by asking for odd accounts. */
const untriedRetentionDays = 7;

const expiresAtOf = (record: ConversionRecord, retentionDays: number): number | null => {
  if (record.phase !== 'settled' || record.conversion.settledAt === null || !record.isTold) {
    return null;
  }
  const isUntried = !record.isKeyBound && record.conversion.attempts === 0;
  const days = isUntried ? Math.min(untriedRetentionDays, retentionDays) : retentionDays;
  return Math.ceil(Date.parse(record.conversion.settledAt) / 1_000) + days * secondsADay;
};

const secondsADay = 86_400;

const dueOf = (record: ConversionRecord): Due | null => {
  switch (record.phase) {
    case 'claimed':
    case 'writing':
      return { queue: 'conversions', at: isoTime(record.leaseUntil ?? 0) };
    case 'unknown':
      return { queue: 'conversions', at: isoTime(record.nextCheckAt) };
    case 'settled':
      return record.isTold ? null : { queue: 'events', at: record.conversion.settledAt ?? isoTime(0) };
  }
};

/** A record that cannot be read is a fault of ours, and no reason to guess: it ends in `internal_error`. */
export const toHeld = (item: TableItem): Held => ({
  record: conversionRecordSchema.parse(JSON.parse(item.record)),
  revision: item.revision,
});

const isoTime = (milliseconds: number): string => new Date(milliseconds).toISOString();
