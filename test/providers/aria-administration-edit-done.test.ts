import { afterEach, describe, expect, test } from '@jest/globals';
import type { PlanPatch } from '../../shared/domain/plan-administration.ts';
import { goldDetails, goldServices, prepared, startAdministration } from '../support/aria-administration-bench.ts';
import { ok } from '../support/aria-bench.ts';
import { prepareEdit } from '../support/aria-plan-edits.ts';
import { closeRecordingServers } from '../support/recording-server.ts';

afterEach(closeRecordingServers);

describe('whether the edit is done', () => {
  const found = async (patch: PlanPatch, details: object, services: unknown = goldServices) => {
    const bench = await startAdministration({
      get_plan_details_m: (_request, index) => ok({ ...goldDetails, ...(index === 0 ? {} : details) }),
      get_client_plans_all_m: (_request, index) =>
        ok({
          all_client_plan_dtls:
            index > 0 && services === null
              ? null
              : [{ plan_no: 10000123, plan_services: index === 0 ? goldServices : services }],
        }),
    });
    const finding = await bench.administration.find(await prepared(prepareEdit(bench, patch)));
    return finding.ok ? finding.value.kind : finding.problem;
  };

  test('is seen by the plan as it is read', async () => {
    expect(await found({ name: 'Gold 2' }, { plan_name: 'Gold 2' })).toBe('done');
    expect(await found({ name: 'Gold 2' }, {})).toBe('not_done');
  });

  test('is no when anything else differs', async () => {
    const [usd, gbp] = goldDetails.rate_sched;
    const [access, calls] = goldServices;
    expect(await found({ name: 'x' }, { plan_name: 'x', plan_desc: 'lost' })).toBe('not_done');
    expect(await found({ name: 'x' }, { plan_name: 'x', rate_sched: [usd] })).toBe('not_done');
    expect(
      await found({ name: 'x' }, { plan_name: 'x', rate_sched: [{ ...usd, usage_billing_interval: 2 }, gbp] }),
    ).toBe('not_done');
    expect(await found({ name: 'x' }, { plan_name: 'x' }, [access])).toBe('not_done');
    expect(await found({ name: 'x' }, { plan_name: 'x' }, [{ ...access, all_plan_service_rates: [] }, calls])).toBe(
      'not_done',
    );
    expect(await found({ name: 'x' }, { plan_name: 'x' }, null)).toBe('not_done');
  });

  test('does not hang on what the vendor fills in, on spelling, or on order', async () => {
    const [usd, gbp] = goldDetails.rate_sched;
    const filled = {
      ...gbp,
      recurring_billing_period_type: 3,
      usage_billing_interval: '1',
      usage_billing_period_type: 3,
    };
    expect(await found({ name: 'x' }, { plan_name: 'x', rate_sched: [filled, usd] }, goldServices.toReversed())).toBe(
      'done',
    );
    expect(await found({ name: 'x' }, { plan_name: 'x', rate_sched: [usd, filled] }, goldServices.toReversed())).toBe(
      'done',
    );
  });

  test('can be seen of a plan that Core no longer lists because it is inactive', async () => {
    expect(await found({ status: 'inactive' }, { active_ind: 0 }, null)).toBe('done');
  });

  test('can be seen of a new price and a new service, which have got their numbers', async () => {
    const [usd, gbp] = goldDetails.rate_sched;
    const yen = {
      ...gbp,
      schedule_no: 503,
      schedule_name: 'Yen',
      schedule_currency: 'jpy',
      recurring_billing_interval: 1,
    };
    const rates = (...amounts: number[]) =>
      amounts.map((rate_per_unit, index) => ({
        schedule_no: 501 + index,
        plan_service_rates: [{ from_unit: 1, rate_per_unit }],
      }));
    const tiers = (...amounts: string[]) => [{ from: 1, amounts }];
    const patch: PlanPatch = {
      prices: [{ id: '501' }, { id: '502' }, { name: 'Yen', currency: 'JPY', interval: { unit: 'month', count: 1 } }],
      services: [
        { id: '300', tiers: tiers('1', '2', '3') },
        { id: '301', tiers: tiers('4', '5', '6') },
        { name: 'Seats', type: 'order', tiers: tiers('7', '8', '9') },
      ],
    };
    const services = [
      { ...goldServices[0], all_plan_service_rates: rates(1, 2, 3) },
      { ...goldServices[1], all_plan_service_rates: rates(4, 5, 6) },
      {
        service_no: 302,
        service_desc: 'Seats',
        is_order_based_ind: 1,
        taxable_ind: 0,
        all_plan_service_rates: rates(7, 8, 9),
      },
    ];
    expect(await found(patch, { rate_sched: [usd, gbp, yen] }, services)).toBe('done');
    expect(await found(patch, { rate_sched: [usd, gbp, yen] }, services.slice(0, 2))).toBe('not_done');
  });
});
