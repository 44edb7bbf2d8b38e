import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { goldForm, prepared, sentForm, startAdministration } from '../support/aria-administration-bench.ts';
import { editErrors, editedPlan, prepareEdit } from '../support/aria-plan-edits.ts';
import { closeRecordingServers } from '../support/recording-server.ts';

afterEach(closeRecordingServers);

describe('prices in a patch', () => {
  test('change what they name, in whatever order; the new default takes it from the old one', async () => {
    const form = await editedPlan({
      prices: [
        { id: '502', isDefault: true, name: 'Pounds' },
        { id: '501', interval: { unit: 'day', count: 10 } },
      ],
    });
    const [first, second] = goldForm.schedule;
    expect(form).toEqual({
      ...goldForm,
      schedule: [
        { ...first, is_default: '0', recurring_billing_interval: '10', recurring_billing_period_type: '1' },
        { ...second, is_default: '1', schedule_name: 'Pounds' },
      ],
    });
  });

  test('add one behind those there are, with amounts in the order of the patch', async () => {
    const tier = (amounts: string[]) => ({ tiers: [{ from: 1, amounts }] });
    const form = await editedPlan({
      prices: [{ name: 'Yen', currency: 'JPY', interval: { unit: 'month', count: 1 } }, { id: '502' }, { id: '501' }],
      services: [
        { id: '300', ...tier(['1', '2', '3']) },
        { code: 'calls', ...tier(['4', '5', '6']) },
      ],
    });
    expect(form).toMatchObject({
      schedule: [
        { schedule_no: '501' },
        { schedule_no: '502' },
        { schedule_name: 'Yen', currency_cd: 'jpy', is_default: '0', usage_billing_period_type: '3' },
      ],
      service: [
        { service_no: '300', tier: [{ schedule: [{ amount: '3' }, { amount: '2' }, { amount: '1' }] }] },
        { service_no: '301', tier: [{ schedule: [{ amount: '6' }, { amount: '5' }, { amount: '4' }] }] },
      ],
    });
  });

  test('must leave none out, because it would lose the rates that accounts are on', async () => {
    expect(await editErrors({ prices: [{ id: '501', name: 'x' }] })).toEqual({
      code: 'invalid_request',
      errors: [{ path: 'prices', message: 'must name every price of the plan: 502 is missing' }],
    });
  });

  test('are refused where they do not fit the plan', async () => {
    expect(
      await editErrors({ prices: [{ id: '501', currency: 'EUR', isDefault: false }, { id: '502' }, { id: '9' }] }),
    ).toEqual({
      code: 'invalid_request',
      errors: [
        { path: 'prices.2.id', message: 'is not a price of this plan' },
        { path: 'prices.0.currency', message: 'cannot be changed: add a price in the other currency' },
        { path: 'prices', message: 'must leave exactly one with isDefault true' },
      ],
    });
    expect(await editErrors({ prices: [{ id: '501', interval: { unit: 'day', count: 3 } }, { id: '502' }] })).toEqual({
      code: 'invalid_request',
      errors: [
        {
          path: 'prices.0.usageInterval',
          message: 'must not be longer than interval: it is 1 week and interval 3 day',
        },
      ],
    });
    const price = { name: 'Yen', currency: 'JPY', interval: { unit: 'month', count: 1 } } as const;
    expect(await editErrors({ prices: [{ id: '501' }, { id: '502' }, price] })).toMatchObject({
      errors: [{ path: 'services' }, { path: 'services' }],
    });
  });
});

describe('services in a patch', () => {
  test('change what they name of one service, and nothing of the others', async () => {
    const form = await editedPlan({
      services: [
        {
          code: 'calls',
          glCode: '41',
          pricingRule: 'standard',
          tiers: [
            { from: 1, to: 9, amounts: ['0.50', '0.40'] },
            { from: 10, amounts: ['0.0006', '0'] },
          ],
        },
      ],
    });
    const [access, calls] = goldForm.service;
    expect(form).toEqual({
      ...goldForm,
      service: [
        access,
        {
          ...calls,
          gl_cd: '41',
          pricing_rule: 'Standard',
          tier: [
            {
              schedule: [
                { from: '1', to: '9', amount: '0.50' },
                { from: '1', to: '9', amount: '0.40' },
              ],
            },
            {
              schedule: [
                { from: '10', amount: '0.0006' },
                { from: '10', amount: '0' },
              ],
            },
          ],
        },
      ],
    });
  });

  test('keep the rates of a service whose tiers they do not name', async () => {
    const form = await editedPlan({ services: [{ id: '300', taxGroup: '8' }] });
    const [access, calls] = goldForm.service;
    expect(form).toEqual({ ...goldForm, service: [{ ...access, taxable_ind: '1', tax_group: '8' }, calls] });
  });

  test('add one', async () => {
    const tiers = [{ from: 1, amounts: ['1', '2'] }];
    expect(await editedPlan({ services: [{ name: 'Seats', code: 'seats', type: 'order', tiers }] })).toEqual({
      ...goldForm,
      service: [
        ...goldForm.service,
        {
          name: 'Seats',
          client_service_id: 'seats',
          service_type: 'Order-Based',
          tier: [
            {
              schedule: [
                { from: '1', amount: '1' },
                { from: '1', amount: '2' },
              ],
            },
          ],
        },
      ],
    });
  });

  test('are refused where they do not fit the plan', async () => {
    const tiers = [{ from: 1, amounts: ['1'] }];
    expect(
      await editErrors({
        services: [
          { id: '300', type: 'usage' },
          { id: '999' },
          { name: 'Calls', type: 'usage', tiers },
          { code: 'access', name: 'Other' },
        ],
      }),
    ).toEqual({
      code: 'invalid_request',
      errors: [
        { path: 'services.0.type', message: 'cannot be changed' },
        { path: 'services.1.type', message: 'is required for a service that the plan does not have' },
        { path: 'services.1.tiers', message: 'is required for a service that the plan does not have' },
        { path: 'services.2.name', message: 'is that of a service of the plan: name that by its id' },
        { path: 'services.3.name', message: 'cannot be changed' },
        { path: 'services.3', message: 'names the same service as one before it' },
        { path: 'services.2.tiers.0.amounts', message: 'must hold one amount for each of 2 prices' },
      ],
    });
  });
});

test('any patch of names, status and amounts leaves everything else as it is', async () => {
  const amount = fc.stringMatching(/^\d{1,18}(\.\d{1,12})?$/);
  const patch = fc.record(
    {
      name: fc.stringMatching(/^[a-z&=]{1,20}$/),
      description: fc.stringMatching(/^[a-z%]{1,20}$/),
      status: fc.constantFrom('active' as const, 'inactive' as const),
      services: fc.tuple(
        fc.record({
          id: fc.constantFrom('300', '301'),
          tiers: fc.tuple(fc.record({ from: fc.constant(1), amounts: fc.tuple(amount, amount) })),
        }),
      ),
    },
    { requiredKeys: ['name'] },
  );
  const bench = await startAdministration();
  await fc.assert(
    fc.asyncProperty(patch, async (asked) => {
      const [service] = asked.services ?? [];
      await bench.administration.send(await prepared(prepareEdit(bench, asked)));
      expect(sentForm(bench, 'edit_plan_m')).toEqual({
        ...goldForm,
        plan_name: asked.name,
        ...(asked.description === undefined ? {} : { plan_description: asked.description }),
        ...(asked.status === undefined ? {} : { active: asked.status === 'active' ? '1' : '0' }),
        service: goldForm.service.map((row) =>
          row.service_no === service?.id
            ? {
                ...row,
                tier: service.tiers.map(({ amounts }) => ({
                  schedule: amounts.map((each) => ({ from: '1', amount: each })),
                })),
              }
            : row,
        ),
      });
    }),
    { numRuns: 30 },
  );
});
