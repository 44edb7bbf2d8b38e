import { afterEach, describe, expect, test } from '@jest/globals';
import type { NewPlan } from '../../shared/domain/plan-administration.ts';
import { noSuchPlan, prepared, sentForm, startAdministration } from '../support/aria-administration-bench.ts';
import { authKey, problemOf, refused } from '../support/aria-bench.ts';
import { biweekly, detailsOf } from '../support/aria-new-plan.ts';
import { closeRecordingServers } from '../support/recording-server.ts';

afterEach(closeRecordingServers);

const create = async (plan: NewPlan, settings: object = {}) => {
  const bench = await startAdministration({ get_plan_details_m: noSuchPlan }, { settings });
  const write = await prepared(bench.administration.prepareCreatePlan(plan));
  const sent = await bench.administration.send(write);
  return { bench, write, sent, form: sentForm(bench, 'create_new_plan_m') };
};

describe('a new plan', () => {
  test('goes out as one form, with amounts by position of the schedule', async () => {
    const { bench, sent, write } = await create(biweekly);
    expect(bench.sent('create_new_plan_m')).toEqual([
      `rest_call=create_new_plan_m&output_format=json&client_no=1234567&auth_key=${authKey}` +
        '&client_plan_id=gold-biweekly&plan_name=Gold%20%26%20biweekly&plan_type=Master%20Recurring%20Plan&currency=usd&active=1&initial_plan_status_cd=1' +
        '&schedule[0][schedule_name]=Gold%20USD&schedule[0][currency_cd]=usd&schedule[0][client_rate_schedule_id]=gold-biweekly-usd' +
        '&schedule[0][is_default]=1&schedule[0][recurring_billing_interval]=2&schedule[0][recurring_billing_period_type]=2' +
        '&schedule[0][usage_billing_interval]=2&schedule[0][usage_billing_period_type]=2' +
        '&schedule[1][schedule_name]=Gold%20JPY&schedule[1][currency_cd]=jpy' +
        '&schedule[1][is_default]=0&schedule[1][recurring_billing_interval]=12&schedule[1][recurring_billing_period_type]=3' +
        '&schedule[1][usage_billing_interval]=1&schedule[1][usage_billing_period_type]=3' +
        '&service[0][name]=Gold%20access&service[0][client_service_id]=gold-access&service[0][service_type]=Recurring' +
        '&service[0][gl_cd]=1&service[0][rate_type]=Tiered%20Pricing&service[0][pricing_rule]=Standard' +
        '&service[0][tier][0][schedule][0][from]=1&service[0][tier][0][schedule][0][to]=10&service[0][tier][0][schedule][0][amount]=10' +
        '&service[0][tier][0][schedule][1][from]=1&service[0][tier][0][schedule][1][to]=10&service[0][tier][0][schedule][1][amount]=1500' +
        '&service[0][tier][1][schedule][0][from]=11&service[0][tier][1][schedule][0][amount]=0.0006' +
        '&service[0][tier][1][schedule][1][from]=11&service[0][tier][1][schedule][1][amount]=0',
    ]);
    expect(sent).toEqual({ kind: 'accepted', planId: '10000123' });
    expect(write).toMatchObject({ planId: null, call: 'create_new_plan_m', repeatable: true });
  });

  test.each([
    ['base', 'recurring', 'Master Recurring Plan'],
    ['base', 'prepaid', 'Master Pre-paid Plan'],
    ['base', 'free', 'Master Free Plan'],
    ['add_on', 'recurring', 'Supplemental Recurring Plan'],
    ['add_on', 'free', 'Supplemental Free Plan'],
  ] as const)('of level %s and kind %s is a %s', async (level, kind, planType) => {
    const { form } = await create({ ...biweekly, level, kind, rolloverPlanId: '9' });
    expect(form).toMatchObject({ plan_type: planType, rollover_plan_no: '9' });
  });

  test('has its description, its groups and its status under the names of the input', async () => {
    const { form } = await create({ ...biweekly, description: 'For you', planGroups: ['2', '3'], status: 'inactive' });
    expect(form).toMatchObject({ plan_description: 'For you', plan_group: ['2', '3'], active: '0' });
  });

  test.each([
    ['active', '1'],
    ['trial', '41'],
    ['non_billable', '61'],
  ] as const)('begins with the initial status %s, which is %s', async (initialStatus, initial_plan_status_cd) => {
    expect((await create({ ...biweekly, initialStatus })).form).toMatchObject({ initial_plan_status_cd });
  });

  test('has its initial status under the other name where the connection says so', async () => {
    const { form } = await create(
      { ...biweekly, initialStatus: 'trial' },
      { initialStatusParameter: 'plan_instance_status_cd' },
    );
    expect(form).toMatchObject({ plan_instance_status_cd: '41' });
    expect(form).not.toHaveProperty('initial_plan_status_cd');
  });

  test.each([
    ['usage', {}, 'Usage-Based'],
    ['usage', { usageServiceType: 'Usage Based' }, 'Usage Based'],
    ['activation', {}, 'Activation'],
    ['order', {}, 'Order-Based'],
    ['recurring_arrears', {}, 'Recurring Arrears'],
  ] as const)('spells a service of type %s with settings %j as %s', async (type, settings, word) => {
    const services = [{ id: '77', type, tiers: [{ from: 1, amounts: ['1', '2'] }] }];
    const { form } = await create({ ...biweekly, services }, settings);
    expect(form).toMatchObject({ service: [{ service_no: '77', service_type: word }] });
    expect(form).not.toHaveProperty('apply_cancellation');
  });

  test('says that it takes cancellation and minimum fee services where it has them', async () => {
    const tiers = [{ from: 1, amounts: ['1', '2'] }];
    const { form } = await create({
      ...biweekly,
      services: [
        { code: 'bye', type: 'cancellation', tiers },
        { code: 'least', type: 'minimum_fee', tiers },
      ],
    });
    expect(form).toMatchObject({
      apply_cancellation: 'Yes',
      apply_minimum_fee: 'Yes',
      service: [{ service_type: 'Cancellation' }, { service_type: 'Minimum Fee' }],
    });
  });

  test('refuses a tax group by the id of your own, for which a service row has no member', async () => {
    const bench = await startAdministration();
    const [first] = biweekly.services;
    const plan = { ...biweekly, services: [{ ...first, taxGroup: 'VAT' }, ...biweekly.services.slice(1)] } as NewPlan;
    expect(await problemOf(bench.administration.prepareCreatePlan(plan))).toMatchObject({
      code: 'invalid_request',
      errors: [{ path: 'services.0.taxGroup', message: 'must be the number of the tax group' }],
    });
    expect(bench.requests).toEqual([]);
  });

  test('makes a service taxable by its tax group, which is a number', async () => {
    const tiers = [{ from: 1, amounts: ['1', '2'] }];
    const { form } = await create({
      ...biweekly,
      services: [
        { code: 'a', type: 'recurring', taxGroup: '12', tiers },
        {
          code: 'b',
          type: 'usage',
          usageType: 5,
          pricingRule: 'flat_rate_per_tier',
          rateType: 'flat',
          tiers,
        },
      ],
    });
    expect(form).toMatchObject({
      service: [
        { taxable_ind: '1', tax_group: '12' },
        {
          usage_type: '5',
          pricing_rule: 'Flat Rate Per Tier',
          rate_type: 'Flat Rate',
        },
      ],
    });
  });

  test.each([
    [{ unit: 'day', count: 10 }, ['10', '1'], ['10', '1']],
    [{ unit: 'week', count: 4 }, ['4', '2'], ['4', '2']],
    [{ unit: 'week', count: 5 }, ['5', '2'], ['1', '3']],
    [{ unit: 'month', count: 3 }, ['3', '3'], ['1', '3']],
    [{ unit: 'year', count: 2 }, ['24', '3'], ['1', '3']],
  ] as const)('billed every %j bills its usage no later, unless told', async (interval, recurring, usage) => {
    const prices = [
      { name: 'x', currency: 'USD', isDefault: true, interval },
      { name: 'y', currency: 'EUR', isDefault: false, interval },
    ];
    const { form } = await create({ ...biweekly, prices });
    const [first] = (form as unknown as { schedule: Record<string, string>[] }).schedule;
    expect([first?.recurring_billing_interval, first?.recurring_billing_period_type]).toEqual(recurring);
    expect([first?.usage_billing_interval, first?.usage_billing_period_type]).toEqual(usage);
  });

  test('is not even prepared when its code is in use', async () => {
    const bench = await startAdministration();
    const result = bench.administration.prepareCreatePlan({ ...biweekly, code: 'gold' });
    expect(await problemOf(result)).toMatchObject({ code: 'already_exists', extensions: { planId: '10000123' } });
    expect(bench.sent('get_plan_details_m')[0]).toContain('&client_plan_id=gold&include_rs_summary=true');
    expect(bench.sent('create_new_plan_m')).toEqual([]);
  });

  test('is not taken to exist because the provider found another spelling', async () => {
    const bench = await startAdministration();
    expect(await problemOf(bench.administration.prepareCreatePlan({ ...biweekly, code: 'GOLD' }))).toBe('success');
  });

  test('is not prepared when the code cannot be looked up', async () => {
    const bench = await startAdministration({ get_plan_details_m: refused(1004) });
    expect(await problemOf(bench.administration.prepareCreatePlan(biweekly))).toMatchObject({
      code: 'provider_unauthorized',
    });
  });

  test('without a code is sent without a look, and can be neither found nor repeated', async () => {
    const { code, ...anonymous } = biweekly;
    const { bench, write, form } = await create(anonymous);
    expect(write.repeatable).toBe(false);
    expect(form).not.toHaveProperty('client_plan_id');
    expect(bench.sent('get_plan_details_m')).toEqual([]);
    expect(await bench.administration.find(write)).toEqual({ ok: true, value: { kind: 'cannot_tell' } });
  });

  test('is found by its code, and not before it is there', async () => {
    const bench = await startAdministration({
      get_plan_details_m: (_request, index) => (index < 2 ? noSuchPlan : detailsOf(biweekly.code)),
    });
    const write = await prepared(bench.administration.prepareCreatePlan(biweekly));
    expect(await bench.administration.find(write)).toEqual({ ok: true, value: { kind: 'not_done' } });
    expect(await bench.administration.find(write)).toMatchObject({
      ok: true,
      value: { kind: 'done', rateScheduleId: null, read: { plan: { id: '10000123', code: 'gold-biweekly' } } },
    });
  });
});
