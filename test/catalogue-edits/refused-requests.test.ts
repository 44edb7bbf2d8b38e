import { describe, expect, test } from '@jest/globals';
import { errorPathsOf, plansPath, problemOf, startPlanBench } from './bench.ts';
import { biweekly } from './example-plans.ts';

type Json = Record<string, unknown>;

const [usd, eur] = biweekly.prices as Json[] as [Json, Json];
const [access, calls] = biweekly.services as Json[] as [Json, Json];
const tier = { from: 1, amounts: ['1', '2'] };

const prices = (first: Json, second: Json = eur) => ({ prices: [{ ...usd, ...first }, second] });
const services = (first: Json, second: Json = calls) => ({ services: [{ ...access, ...first }, second] });

const planErrors: readonly [string, Json, string[]][] = [
  ['a code of 101 characters', { code: 'c'.repeat(101) }, ['code']],
  ['a code that Aria reads as nothing', { code: '~' }, ['code']],
  ['no name', { name: undefined }, ['name']],
  ['a name of 101 characters', { name: 'n'.repeat(101) }, ['name']],
  ['a description of 3001 characters', { description: 'd'.repeat(3_001) }, ['description']],
  ['a level that is none', { level: 'master' }, ['level']],
  ['a kind that is none', { kind: 'team' }, ['kind']],
  ['a status that is none', { status: 'retired' }, ['status']],
  ['a currency in lower case', { currency: 'usd' }, ['currency']],
  ['a currency that does not exist', { currency: 'XYZ' }, ['currency']],
  [
    'no prices',
    { prices: [] },
    ['prices', 'prices', 'services.0.tiers.0.amounts', 'services.1.tiers.0.amounts', 'services.1.tiers.1.amounts'],
  ],
  ['no default price', prices({ isDefault: false }), ['prices']],
  ['two default prices', prices({}, { ...eur, isDefault: true }), ['prices']],
  ['a price name of 101 characters', prices({ name: 'n'.repeat(101) }), ['prices.0.name']],
  ['a price currency in lower case', prices({}, { ...eur, currency: 'eur' }), ['prices.1.currency']],
  ['two prices of one code', prices({}, { ...eur, code: 'studio-biweekly-usd' }), ['prices.1.code']],
  ['an interval of fortnights', prices({ interval: { unit: 'fortnight', count: 1 } }), ['prices.0.interval.unit']],
  [
    'an interval of nothing',
    prices({ interval: { unit: 'week', count: 0 }, usageInterval: undefined }),
    ['prices.0.interval.count'],
  ],
  [
    'an interval of a week and a half',
    prices({ interval: { unit: 'week', count: 1.5 }, usageInterval: undefined }),
    ['prices.0.interval.count'],
  ],
  [
    'an interval past the vendor’s limit',
    prices({ interval: { unit: 'month', count: 274_877_906_945 } }),
    ['prices.0.interval.count'],
  ],
  [
    'years past the same limit in months',
    prices({ interval: { unit: 'year', count: 22_906_492_246 } }),
    ['prices.0.interval.count'],
  ],
  [
    'a usage interval longer than the interval',
    prices({ usageInterval: { unit: 'week', count: 3 } }),
    ['prices.0.usageInterval'],
  ],
  [
    'a usage interval of a month for two weeks',
    prices({ usageInterval: { unit: 'month', count: 1 } }),
    ['prices.0.usageInterval'],
  ],
  ['no services', { services: [] }, ['services']],
  ['a service of no name', services({ name: undefined, code: undefined }), ['services.0']],
  ['a service by id and code', services({ name: undefined, id: '20001' }), ['services.0']],
  ['a service id that is no number', services({ name: undefined, code: undefined, id: '020' }), ['services.0.id']],
  ['a service name of 101 characters', services({ name: 'n'.repeat(101) }), ['services.0.name']],
  ['a service type that is none', services({ type: 'setup' }), ['services.0.type']],
  ['a rate type that is none', services({ rateType: 'stepped' }), ['services.0.rateType']],
  ['a pricing rule that is none', services({ pricingRule: 'cheapest' }), ['services.0.pricingRule']],
  ['a usage type of a service without usage', services({ usageType: 3003 }), ['services.0.usageType']],
  ['an amount too few', services({ tiers: [{ from: 1, amounts: ['1'] }] }), ['services.0.tiers.0.amounts']],
  ['an amount too many', services({ tiers: [{ from: 1, amounts: ['1', '2', '3'] }] }), ['services.0.tiers.0.amounts']],
  ['an amount as a number', services({ tiers: [{ from: 1, amounts: ['1', 2] }] }), ['services.0.tiers.0.amounts.1']],
  [
    'an amount with an exponent',
    services({ tiers: [{ from: 1, amounts: ['1', '1e3'] }] }),
    ['services.0.tiers.0.amounts.1'],
  ],
  ['a negative amount', services({ tiers: [{ from: 1, amounts: ['-1', '1'] }] }), ['services.0.tiers.0.amounts.0']],
  ['tiers that fall', services({ tiers: [{ ...tier, from: 11, to: 20 }, tier] }), ['services.0.tiers']],
  ['an open tier before another', services({ tiers: [tier, { ...tier, from: 11 }] }), ['services.0.tiers']],
  ['no tiers', services({ tiers: [] }), ['services.0.tiers']],
  ['a plan group past 999', { planGroups: ['1000'] }, ['planGroups.0']],
  ['a prepaid add-on', { level: 'add_on', kind: 'prepaid', rolloverPlanId: '10002' }, ['kind']],
  ['a prepaid plan that nothing follows', { kind: 'prepaid' }, ['rolloverPlanId']],
  ['a member that is not known', { plan_name: 'Studio' }, ['plan_name']],
];

describe('create-plan answers 400 with the path of the field, and asks Aria nothing', () => {
  test('whatever is wrong', async () => {
    const { change, takeCalls } = await startPlanBench();
    for (const [name, members, paths] of planErrors) {
      const answer = await change('POST', plansPath, { ...biweekly, ...members });
      expect({ name, ...problemOf(answer), errors: errorPathsOf(answer) }).toEqual({
        name,
        status: 400,
        code: 'invalid_request',
        outcome: 'not_executed',
        errors: paths,
      });
    }
    expect(takeCalls()).toEqual([]);
  });
});

const schedule = {
  code: 'plain-weekly',
  name: 'Plain weekly',
  currency: 'USD',
  isDefault: false,
  interval: { unit: 'week', count: 1 },
  services: [{ id: '20015', tiers: [{ from: 1, amount: '1' }] }],
};

describe('the rate schedules of a plan', () => {
  test.each<[string, 'POST' | 'PATCH', string, Json, string[]]>([
    ['a new one without a code', 'POST', '', { ...schedule, code: undefined }, ['code']],
    ['a code of 101 characters', 'POST', '', { ...schedule, code: 'c'.repeat(101) }, ['code']],
    [
      'amounts as a list',
      'POST',
      '',
      { ...schedule, services: [{ id: '20015', tiers: [{ from: 1, amounts: ['1'] }] }] },
      ['services.0.tiers.0.amount', 'services.0.tiers.0.amounts'],
    ],
    [
      'a service that the plan does not have',
      'POST',
      '',
      { ...schedule, services: [{ id: '20001', tiers: [{ from: 1, amount: '1' }] }] },
      ['services.0'],
    ],
    [
      'a service by name',
      'POST',
      '',
      { ...schedule, services: [{ name: 'Plain access', tiers: [{ from: 1, amount: '1' }] }] },
      ['services.0.name', 'services.0'],
    ],
    ['nothing to change', 'PATCH', '/100101', {}, ['body']],
    [
      'an interval without consent',
      'PATCH',
      '/100101',
      { interval: { unit: 'week', count: 4 } },
      ['affectsExistingAccounts'],
    ],
    [
      'a usage interval without consent',
      'PATCH',
      '/100101',
      { usageInterval: { unit: 'day', count: 1 } },
      ['affectsExistingAccounts'],
    ],
    ['amounts without consent', 'PATCH', '/100101', { services: schedule.services }, ['affectsExistingAccounts']],
    [
      'consent that is none',
      'PATCH',
      '/100101',
      { services: schedule.services, affectsExistingAccounts: false },
      ['affectsExistingAccounts'],
    ],
    ['a currency, which cannot change', 'PATCH', '/100101', { name: 'x', currency: 'EUR' }, ['currency']],
    [
      'a usage interval longer than the interval that stays',
      'PATCH',
      '/100101',
      { usageInterval: { unit: 'week', count: 3 }, affectsExistingAccounts: true },
      ['usageInterval'],
    ],
    [
      'an interval shorter than the usage interval that stays',
      'PATCH',
      '/100101',
      { interval: { unit: 'day', count: 3 }, affectsExistingAccounts: true },
      ['usageInterval'],
    ],
    ['a default that would be none', 'PATCH', '/100101', { isDefault: false }, ['isDefault']],
    ['an id of another spelling', 'PATCH', '/0100101', { name: 'x' }, ['path.rateScheduleId']],
  ])('%s is 400 with its path', async (_name, method, suffix, body, paths) => {
    const { change, effects } = await startPlanBench();
    const answer = await change(method, `${plansPath}/10010/rate-schedules${suffix}`, body);
    expect({ status: answer.status, paths: errorPathsOf(answer) }).toEqual({ status: 400, paths });
    expect(effects()).toEqual([]);
  });

  test('a plan that does not exist is 404', async () => {
    const { change } = await startPlanBench({ settings: { allowFullPlanReplace: true } });
    for (const answer of [
      await change('PATCH', `${plansPath}/99999`, { name: 'x' }),
      await change('POST', `${plansPath}/99999/rate-schedules`, schedule),
      await change('PATCH', `${plansPath}/99999/rate-schedules/100101`, { name: 'x' }),
    ]) {
      expect(problemOf(answer)).toEqual({ status: 404, code: 'plan_not_found', outcome: 'not_executed' });
    }
  });

  test('a rate schedule that the plan does not have is 404, also where another plan has it', async () => {
    const { change, effects } = await startPlanBench();
    for (const rateScheduleId of ['99999', '100011']) {
      const answer = await change('PATCH', `${plansPath}/10010/rate-schedules/${rateScheduleId}`, { name: 'x' });
      expect(problemOf(answer)).toEqual({ status: 404, code: 'rate_schedule_not_found', outcome: 'not_executed' });
    }
    expect(effects()).toEqual([]);
  });
});

describe('edit-plan', () => {
  test.each<[string, Json, string[]]>([
    ['nothing to change', {}, ['body']],
    ['nothing to change, in another spelling', { name: null, description: null, prices: null }, ['body']],
    [
      'tiers with null for consent',
      { services: [{ id: '20015', tiers: [tier] }], affectsExistingAccounts: null },
      ['affectsExistingAccounts'],
    ],
    ['tiers without consent', { services: [{ id: '20015', tiers: [tier] }] }, ['affectsExistingAccounts']],
    [
      'an interval without consent',
      { prices: [{ id: '100101', interval: { unit: 'week', count: 4 } }, { id: '100102' }] },
      ['affectsExistingAccounts'],
    ],
    ['another level', { name: 'x', level: 'add_on' }, ['level']],
    [
      'a new price without a name',
      {
        prices: [{ id: '100101' }, { id: '100102' }, { currency: 'GBP', interval: { unit: 'week', count: 1 } }],
        affectsExistingAccounts: true,
      },
      ['prices.2.name'],
    ],
    ['a price of another plan', { prices: [{ id: '100101' }, { id: '100102' }, { id: '100011' }] }, ['prices.2.id']],
    ['another currency', { prices: [{ id: '100101' }, { id: '100102', currency: 'USD' }] }, ['prices.1.currency']],
    ['another type', { services: [{ id: '20015', type: 'usage' }] }, ['services.0.type']],
  ])('%s is 400 with its path', async (_name, body, paths) => {
    const { change, effects } = await startPlanBench({ settings: { allowFullPlanReplace: true } });
    const answer = await change('PATCH', `${plansPath}/10010`, body);
    expect({ status: answer.status, paths: errorPathsOf(answer) }).toEqual({ status: 400, paths });
    expect(effects()).toEqual([]);
  });
});

describe('the providers that have no such thing', () => {
  const operations = ['list-plans', 'get-plan', 'get-account-plan', 'convert-trial'];

  test.each(['cc-v2', 'cc-v3', 'fuse'])('%s: 501 with what there is, whatever was sent', async (connection) => {
    const { change, gateway } = await startPlanBench();
    const path = `/v1/connections/${connection}/plans`;
    for (const answer of [
      await change('POST', path, biweekly),
      await change('POST', path),
      await change('POST', path, {}, null),
      await change('PATCH', `${path}/1`, { name: 'x' }),
      await change('PATCH', `${path}/1`, {}, null),
      await change('POST', `${path}/1/rate-schedules`, schedule),
      await change('POST', `${path}/1/rate-schedules`, undefined, null),
      await change('PATCH', `${path}/1/rate-schedules/2`, { name: 'x' }),
      await change('PATCH', `${path}/1/rate-schedules/2`, {}, null),
    ]) {
      expect(problemOf(answer)).toEqual({ status: 501, code: 'unsupported_operation', outcome: 'not_executed' });
      expect(answer.body).toMatchObject({ operations });
    }
    expect(gateway.lines.join('\n')).not.toContain('provider_call');
  });
});
