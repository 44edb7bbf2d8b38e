import { beforeEach, describe, expect, test } from '@jest/globals';
import { changeContext } from '../../gateway/services.ts';
import { toUnproven } from '../../shared/account-changes/look.ts';
import { reconcileChange } from '../../shared/account-changes/reconcile.ts';
import type { AccountPlan } from '../../shared/domain/account-plan.ts';
import { createDeadline } from '../../shared/domain/clock.ts';
import type { AccountPlanRead } from '../../shared/domain/provider.ts';
import { createJournals, type Journals, updateJournal } from '../../shared/events/journal.ts';
import { observeAccount } from '../../shared/events/observe.ts';
import { subjectOf, tellAccountChange, tellSettled } from '../../shared/events/tell-account-change.ts';
import type { SettledRecord } from '../../shared/ledger/record.ts';
import { createFunctionBench } from '../support/function-bench.ts';
import { claimOf, startMs, succeeded, writingOf } from '../support/ledger-records.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { createMemoryTable } from '../support/memory-table.ts';
import { createProviderContext } from '../support/provider-context.ts';
import { startWebhookBench } from '../support/webhook-bench.ts';

/** Our write was refused, and the account shows what it asked for: somebody else was quicker. */
const settled = (): SettledRecord => {
  const record = succeeded(writingOf(claimOf('k1')));
  return { ...record, owed: { event: 'account_plan.converted', isOurs: false } };
};

const subject = subjectOf(settled());
const trial = settled().change.before as AccountPlan;
const gold = settled().change.after as AccountPlan;

let journals: Journals;

beforeEach(() => {
  journals = createJournals(createMemoryTable(), {
    ...createProviderContext({ clock: createManualClock(startMs) }),
    random: Math.random,
  });
});

/** What a look that notification number `number` brought about makes of the account. */
const look = (accountPlan: AccountPlan, number: number) =>
  updateJournal(journals, subject, (journal) =>
    observeAccount(journal, [readOf(accountPlan)], {
      webhook: `whk_${number}`,
      occurredAt: '2031-03-01T12:00:00.000Z',
      newId: () => `evt_${number}`,
      isSamePlan: Object.is,
    }),
  );

const readOf = (accountPlan: AccountPlan): AccountPlanRead => ({
  accountPlan,
  isAddOn: false,
  endedAt: null,
  isReplaced: false,
  hasDiscounts: false,
  raw: null,
});

const told = async (of: Journals = journals) => {
  const held = await of.read(subject);
  return held.ok ? held.value.record.outbox.map(({ id, type }) => [id, type]) : [];
};

describe('a trial that somebody else converted while our write was refused', () => {
  test('is told by the conversion, once, where no notification came', async () => {
    await tellAccountChange(settled(), journals);
    await tellAccountChange(settled(), journals);

    expect(await told()).toEqual([['evt_cnv_k1', 'account_plan.converted']]);
  });

  test('is told by the conversion, once, where the last notification was of the trial', async () => {
    await look(trial, 1);
    await tellAccountChange(settled(), journals);
    await tellAccountChange(settled(), journals);

    expect(await told()).toEqual([
      ['evt_1', 'account_plan.changed'],
      ['evt_cnv_k1', 'account_plan.converted'],
    ]);
  });

  test('is not told a second time where a notification told it first', async () => {
    await look(trial, 1);
    await look(gold, 2);
    await tellAccountChange(settled(), journals);

    expect(await told()).toEqual([
      ['evt_1', 'account_plan.changed'],
      ['evt_2', 'account_plan.converted'],
    ]);
  });

  test('is not told a second time by a notification that comes after the conversion', async () => {
    await look(trial, 1);
    await tellAccountChange(settled(), journals);
    await look(gold, 2);

    expect((await told()).at(-1)).toEqual(['evt_cnv_k1', 'account_plan.converted']);
  });
});

test('a conversion that is ours is told, whatever a notification showed before', async () => {
  await look(gold, 1);
  await tellAccountChange(succeeded(writingOf(claimOf('k1'))), journals);

  expect((await told()).at(-1)).toEqual(['evt_cnv_k1', 'account_plan.converted']);
});

describe('through the real parts, where our read of the account was old,', () => {
  const fusebill = { provider: 'fusebill', accountId: '70001' } as const;

  /** Keeps the first answer to a read of the account, and gives it once more when `giveOld` is called. */
  const startLaggingBench = async () => {
    let kept: string | null = null;
    let givesOld = false;
    const bench = await startWebhookBench({
      fetch: async (input, init) => {
        if (!/customers.70001.subscriptions$/i.test(new URL(String(input)).pathname)) {
          return globalThis.fetch(input, init);
        }
        if (givesOld && kept !== null) {
          givesOld = false;
          return new Response(kept);
        }
        const answer = await globalThis.fetch(input, init);
        const text = await answer.text();
        kept ??= text;
        return new Response(text, { status: answer.status });
      },
    });
    const giveOld = () => {
      givesOld = true;
    };
    await bench.notify(fusebill);
    await bench.runStreams();
    return { bench, giveOld };
  };

  test.each([
    ['a notification that was quicker is the only one to tell it', true],
    ['the conversion tells it where there was no notification', false],
  ])('%s', async (_what, isNotified) => {
    const { bench, giveOld } = await startLaggingBench();
    bench.change('fusebill', '70001', 'activate');
    if (isNotified) {
      await bench.notify(fusebill);
      await bench.runStreams();
    }
    giveOld();
    const converted = await bench.convert('demo-fusebill', '70001', {});
    await bench.runStreams();
    bench.clock.advance(300_000);
    await bench.runStreams();

    expect(converted.body).toMatchObject({ outcome: 'already_converted', before: { status: 'trial' } });
    expect(bench.events.map(({ type }) => type)).toEqual(['account_plan.changed', 'account_plan.converted']);
    expect(Object.keys(bench.events[1]?.cause ?? {})).toEqual([isNotified ? 'webhook' : 'conversion']);
  });
});

describe('the alarm of a conversion that is pending for too long', () => {
  /** A conversion of unknown outcome that is overdue, as one instance read it. */
  const startOverdue = async () => {
    const clock = createManualClock(startMs);
    const { services } = createFunctionBench({ clock });
    const context = changeContext(services, { deadline: createDeadline(clock, 20_000), logger: services.logger });
    const claim = await services.ledger.claim(claimOf('k1'));
    if (!claim.ok || claim.value.kind !== 'claimed') {
      throw new Error('It could not be claimed.');
    }
    const writing = writingOf(claimOf('k1'));
    const held = await services.ledger.advance(claim.value.held, toUnproven(writing, writing.sent, context));
    if (!held.ok || held.value === 'lost') {
      throw new Error('It could not be written.');
    }
    clock.advance(3_600_000);
    return { services, context, held: held.value };
  };

  test('is told where nobody settled it', async () => {
    const { services, context, held } = await startOverdue();
    await reconcileChange(null, held, context);

    expect(await told(services.journals)).toEqual([['evt_cnv_k1_pending_too_long', 'conversion.pending_too_long']]);
  });

  test('is not told after the event of the conversion itself, which another instance settled meanwhile', async () => {
    const { services, context, held } = await startOverdue();
    const other = await services.ledger.advance(held, succeeded(held.record));
    if (!other.ok || other.value === 'lost') {
      throw new Error('It could not be settled.');
    }
    await tellSettled(other.value, services);
    await reconcileChange(null, held, context);

    expect(await told(services.journals)).toEqual([['evt_cnv_k1', 'account_plan.converted']]);
    expect(await services.ledger.readCurrent('acme', 'a1')).toMatchObject({ value: { record: { phase: 'settled' } } });
  });
});
