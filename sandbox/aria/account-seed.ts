import { addDays } from './dates.ts';
import type { AriaAccount, AriaPlanInstance } from './state.ts';

/** The accounts that SEED.md lists, with dates around `today` (`yyyy-mm-dd`). New objects at each call. */
export const seedAccounts = (today: string): AriaAccount[] => {
  const on = (days: number) => addDays(today, days);

  const instance = (
    planInstanceNo: string,
    clientPlanInstanceId: string | null,
    given: Partial<AriaPlanInstance>,
  ): AriaPlanInstance => ({
    planInstanceNo,
    clientPlanInstanceId,
    planNo: '10001',
    scheduleNo: '100011',
    statusCode: 41,
    statusDate: on(-10),
    units: '1',
    masterInstanceNo: null,
    dunningState: 0,
    planDate: on(-10),
    deprovisionedDate: null,
    lastBillDate: null,
    nextBillDate: on(20),
    billDay: Number(on(20).slice(8)),
    clientReceiptId: null,
    usageAccumulationResetMonths: null,
    ...given,
  });

  const gold = { planNo: '10002', scheduleNo: '100021' };
  const ended = (statusCode: -2 | -3, days: number) => ({
    statusCode,
    statusDate: on(days),
    planDate: on(days - 100),
    deprovisionedDate: on(days),
    nextBillDate: null,
    billDay: null,
  });

  return [
    account('5000001', 'acct-trial', [instance('6000001', 'trial-main', { clientReceiptId: 'seedtrial1' })]),
    account('5000002', 'acct-two-live', [
      instance('6000002', 'two-live-trial', {}),
      instance('6000003', 'two-live-gold', { ...gold, statusCode: 1 }),
      instance('6000004', 'two-live-old', ended(-2, -40)),
    ]),
    account('5000003', 'acct-trial-supplemental', [
      instance('6000005', 'supplemental-master', {}),
      instance('6000006', 'supplemental-seats', { planNo: '10006', scheduleNo: '100061', masterInstanceNo: '6000005' }),
    ]),
    account('5000004', 'acct-active', [instance('6000007', null, { ...gold, statusCode: 1, lastBillDate: on(-10) })]),
    account('5000005', 'acct-suspended', [instance('6000008', 'suspended-main', { ...gold, statusCode: -1 })]),
    account('5000006', 'acct-cancelled', [
      instance('6000009', 'cancelled-later', { ...gold, ...ended(-2, -30) }),
      instance('6000010', 'cancelled-earlier', ended(-2, -90)),
    ]),
    account('5000007', 'acct-terminated', [instance('6000011', 'terminated-main', ended(-3, -60))]),
    account('5000008', 'acct-non-billable', [
      instance('6000012', 'non-billable-main', { planNo: '10009', scheduleNo: '100091', statusCode: 61 }),
    ]),
    account('5000009', 'acct-pending', [instance('6000013', 'pending-main', { statusCode: 32 })]),
    account('5000010', 'acct-collection-soft', [instance('6000014', 'soft-main', {})], { collection: 'fails_softly' }),
    account('5000011', 'acct-collection-hard', [instance('6000015', 'hard-main', {})], { collection: 'fails_hard' }),
    // The only live one stands on the second page of 100.
    account('5000012', 'acct-many', [
      ...Array.from({ length: 119 }, (_, index) =>
        instance(String(6001001 + index), `many-${index + 1}`, ended(-2, -200 + index)),
      ),
      instance('6001120', 'many-120', {}),
    ]),
    // More digits than a JavaScript number holds.
    account('5000013', 'acct-long-number', [instance('900719925474099267', 'long-number-main', {})]),
    account('5000014', 'acct-empty', []),
    account('5000015', 'acct-no-data', [], { emptyListAnswer: '1002' }),
    account('5000016', 'acct-accumulating', [
      instance('6000016', 'accumulating-main', { usageAccumulationResetMonths: 1 }),
    ]),
    account('5000017', 'acct-deactivated', [instance('6000017', 'deactivated-main', {})], { statusCode: 0 }),
    account('5000018', 'acct-banned', [instance('6000018', 'banned-main', {})], { statusCode: 51 }),
    account('5000019', 'acct-euro', [instance('6000019', 'euro-main', { planNo: '10002', scheduleNo: '100022' })], {
      currency: 'eur',
    }),
    account('5000020', 'acct-yen', [instance('6000020', 'yen-main', { planNo: '10002', scheduleNo: '100023' })], {
      currency: 'jpy',
    }),
    account('5000021', 'acct-legacy', [instance('6000021', 'legacy-main', { planNo: '10004', scheduleNo: '100041' })]),
  ];
};

const account = (
  acctNo: string,
  clientAcctId: string,
  instances: AriaPlanInstance[],
  given: Partial<AriaAccount> = {},
): AriaAccount => ({
  acctNo,
  clientAcctId,
  statusCode: 1,
  currency: 'usd',
  collection: 'succeeds',
  emptyListAnswer: 'null',
  instances,
  ...given,
});
