import { generatedPlan } from './generated-plan.ts';
import { plan, schedule, service, tiers } from './seed-parts.ts';
import type { AriaPlan } from './state.ts';

/**
 * A catalogue of `count` plans: first the nine that SEED.md lists, then generated ones, 20001 and on. The plans are new
 * objects at each call.
 */
export const seedCatalogue = (count = listedPlans.length): AriaPlan[] => [
  ...listedPlans.slice(0, count).map((make) => make()),
  ...Array.from({ length: Math.max(0, count - listedPlans.length) }, (_, index) => generatedPlan(index + 1)),
];

const basic = (): AriaPlan =>
  plan('10001', 'Basic', {
    clientPlanId: 'basic',
    description: 'Basic service with a trial of 30 days',
    initialStatusCode: 41,
    statusRollover: { duration: 30, unitCode: 1, statusCode: 1 },
    rateSchedules: [
      schedule('100011', 'Basic monthly', { clientRateScheduleId: 'basic-monthly-usd' }),
      schedule('100012', 'Basic quarterly', { recurringInterval: 3, isDefault: false }),
      schedule('100013', 'Basic annual', { recurringInterval: 12, isDefault: false }),
    ],
    services: [
      service('20001', 'Basic access', {
        rates: { 100011: tiers('19.99'), 100012: tiers('54.99'), 100013: tiers('199.9') },
      }),
      service('20002', 'Basic activation', {
        kind: 'activation',
        rates: { 100011: tiers('10'), 100012: tiers('10'), 100013: tiers('0') },
      }),
    ],
  });

/** One plan in four currencies, yen without minor digits; taxed; usage in two tiers. */
const gold = (): AriaPlan =>
  plan('10002', 'Gold', {
    clientPlanId: 'gold',
    description: 'Gold service',
    rateSchedules: [
      schedule('100021', 'Gold monthly USD', { clientRateScheduleId: 'gold-monthly-usd' }),
      schedule('100022', 'Gold monthly EUR', { currency: 'eur', isDefault: false, isDefaultOfCurrency: true }),
      schedule('100023', 'Gold monthly JPY', { currency: 'jpy', isDefault: false, isDefaultOfCurrency: true }),
      schedule('100024', 'Gold annual GBP', {
        currency: 'gbp',
        recurringInterval: 12,
        isDefault: false,
        isDefaultOfCurrency: true,
      }),
    ],
    services: [
      service('20003', 'Gold access', {
        taxPercent: 20,
        rates: { 100021: tiers('49.5'), 100022: tiers('45'), 100023: tiers('5000'), 100024: tiers('499.99') },
      }),
      service('20004', 'API calls', {
        kind: 'usage',
        usageTypeNo: '3001',
        rates: {
          100021: tiers('0.01', ['1001', '0.0006']),
          100022: tiers('0.009', ['1001', '0.0005']),
          100023: tiers('1', ['1001', '0.06']),
          100024: tiers('0.008', ['1001', '0.0004']),
        },
      }),
      service('20005', 'Gold activation', {
        kind: 'activation',
        rates: { 100021: tiers('10'), 100022: tiers('9'), 100023: tiers('1000'), 100024: tiers('8.5') },
      }),
    ],
  });

const box = (): AriaPlan =>
  plan('10003', 'Box', {
    clientPlanId: 'box',
    description: 'Short billing cycles',
    rateSchedules: [
      schedule('100031', 'Box weekly', { recurringPeriodType: 2, usagePeriodType: 2 }),
      schedule('100032', 'Box daily', { recurringPeriodType: 1, usagePeriodType: 1, isDefault: false }),
      schedule('100033', 'Box every two weeks', {
        recurringInterval: 2,
        recurringPeriodType: 2,
        usageInterval: 2,
        usagePeriodType: 2,
        isDefault: false,
      }),
    ],
    services: [
      service('20006', 'Box access', { rates: { 100031: tiers('5.25'), 100032: tiers('0.99'), 100033: tiers('10') } }),
      service('20007', 'Messages', {
        kind: 'usage',
        usageTypeNo: '3002',
        rates: { 100031: tiers('0.0006'), 100032: tiers('0.0006'), 100033: tiers('0.0006') },
      }),
    ],
  });

const legacy = (): AriaPlan =>
  plan('10004', 'Legacy', {
    clientPlanId: 'legacy',
    initialStatusCode: 41,
    rateSchedules: [
      schedule('100041', 'Legacy monthly', { recurringPeriodType: null, usagePeriodType: null }),
      schedule('100042', 'Legacy quarterly', {
        recurringInterval: 3,
        recurringPeriodType: null,
        usagePeriodType: null,
        isDefault: false,
      }),
    ],
    services: [service('20008', 'Legacy access', { rates: { 100041: tiers('12'), 100042: tiers('33') } })],
  });

const retired = (): AriaPlan =>
  plan('10005', 'Retired', {
    clientPlanId: 'retired',
    active: false,
    rateSchedules: [schedule('100051', 'Retired monthly')],
    services: [service('20009', 'Retired access', { rates: { 100051: tiers('8') } })],
  });

const extraSeats = (): AriaPlan =>
  plan('10006', 'Extra seats', {
    clientPlanId: 'extra-seats',
    level: 'supplemental',
    rateSchedules: [
      schedule('100061', 'Extra seats USD'),
      schedule('100062', 'Extra seats EUR', { currency: 'eur', isDefault: false, isDefaultOfCurrency: true }),
    ],
    services: [service('20010', 'Seat', { rates: { 100061: tiers('5'), 100062: tiers('4.5') } })],
  });

const free = (): AriaPlan =>
  plan('10007', 'Free', {
    clientPlanId: 'free',
    type: 'Free',
    rateSchedules: [schedule('100071', 'Free monthly')],
    services: [service('20011', 'Free access', { rates: { 100071: tiers('0') } })],
  });

/** Several recurring services, one of them not of standard pricing, and nothing optional filled in. */
const team = (): AriaPlan =>
  plan('10008', 'Team', {
    rateSchedules: [schedule('100081', 'Team monthly')],
    services: [
      service('20012', 'Team seats', { clientServiceId: null, rates: { 100081: tiers('10', ['6', '8']) } }),
      service('20013', 'Team support', {
        clientServiceId: null,
        pricingRule: 'Flat Rate Per Tier',
        rates: { 100081: tiers('20', ['11', '35']) },
      }),
    ],
  });

const prepaid = (): AriaPlan =>
  plan('10009', 'Prepaid', {
    clientPlanId: 'prepaid',
    type: 'Pre-paid',
    initialStatusCode: 61,
    rateSchedules: [schedule('100091', 'Prepaid monthly')],
    services: [service('20014', 'Prepaid access', { rates: { 100091: tiers('15') } })],
  });

const listedPlans = [basic, gold, box, legacy, retired, extraSeats, free, team, prepaid];
