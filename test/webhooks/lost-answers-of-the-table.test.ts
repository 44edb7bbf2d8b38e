import { expect, test } from '@jest/globals';
import type { Table } from '../../shared/table/table.ts';
import { createInbox } from '../../shared/webhooks/inbox.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { createMemoryTable } from '../support/memory-table.ts';
import { createProviderContext } from '../support/provider-context.ts';

/** The client repeats every put, as when the answer of the first was lost; the repeat is refused because of the first. */
const repeatingTable = (): Table => {
  const table = createMemoryTable();
  return {
    ...table,
    put: async (item, expected) => {
      await table.put(item, expected);
      return table.put(item, expected);
    },
  };
};

test('a notification whose taking was written, and whose answer was lost, is taken: nobody died over it', async () => {
  const clock = createManualClock(Date.UTC(2031, 2, 1));
  const { logger } = createProviderContext({ clock });
  const inbox = createInbox(repeatingTable(), { clock, random: Math.random, logger, retentionDays: 400 });
  await inbox.store({
    id: 'whk_1',
    subject: { connection: 'acme', provider: 'aria', kind: 'account', id: '5000001' },
    eventNames: [],
    receivedAt: clock.now(),
  });

  const taken = await inbox.take('ACCOUNT#acme#5000001', { isAlone: false });
  if (!taken.ok || taken.value === null || taken.value === 'suspect') {
    throw new Error('It was not taken.');
  }
  expect(taken.value.record).toMatchObject({ phase: 'taken', attempts: 1, crashes: 0 });

  await inbox.putOff(taken.value, clock.now() + 1_000, { isLookedAt: true });
  clock.advance(1_000);
  expect(await inbox.take('ACCOUNT#acme#5000001', { isAlone: false })).toMatchObject({
    ok: true,
    value: { record: { attempts: 2, crashes: 0, isLookedAt: true } },
  });
});
