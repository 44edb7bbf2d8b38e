import { describe, expect, test } from '@jest/globals';
import { runDeliveries } from './deliveries.ts';
import { withoutRealTime } from './simulate.ts';
import { system } from './system.ts';
import '../support/vendor-verdict.ts';

describe('10,000 notifications in random order, three of ten twice, one of ten processors dying over them,', () => {
  test('end in the right last event of every account, none lost, none told twice', async () => {
    await system.providers['constant-contact-v3']();

    const run = await withoutRealTime(() => runDeliveries({ system, seed: 1, deliveries: 10_000 }));

    expect(run.violations).toEqual([]);
    expect(run.deliveries).toBeGreaterThanOrEqual(10_000);
    expect(run.duplicates / run.deliveries).toBeGreaterThan(0.29);
    expect(run.crashed / run.processed).toBeGreaterThan(0.1);
    expect(run.accounts.size).toBe(60);
    for (const [accountId, { planType, billingStatus, contacts }] of run.accounts) {
      const events = run.eventsOf(accountId);
      const after = events.at(-1)?.after;

      expect(after).toMatchObject({
        accountId,
        planId: planType,
        status: billingStatus === 'Open' ? 'active' : 'canceled',
        tiers: [{ tier: contacts <= 500 ? 1 : contacts <= 1_000 ? 2 : 3 }],
      });
      // Each event begins where the one before it ended: none is missing between them.
      expect(events.slice(1).map(({ before }) => before)).toEqual(events.slice(0, -1).map((event) => event.after));
    }
  }, 300_000);
});
