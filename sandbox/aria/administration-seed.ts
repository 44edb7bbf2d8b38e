import { plan, schedule, service, tiers } from './seed-parts.ts';
import type { AriaPlan, AriaState } from './state.ts';

/** Adds the plans 10010 and 10011, for callers that edit whole plans. */
export const seedAdministrationPlans = (state: AriaState): void => {
  for (const added of [plain(), encumbered()]) {
    state.plans.set(added.planNo, added);
  }
};

/** Everything it holds is told by a read and can be sent by edit_plan_m. */
const plain = (): AriaPlan =>
  plan('10010', 'Plain', {
    clientPlanId: 'plain',
    description: 'Every two weeks, or monthly in euro',
    rateSchedules: [
      schedule('100101', 'Plain biweekly USD', {
        clientRateScheduleId: 'plain-biweekly-usd',
        recurringInterval: 2,
        recurringPeriodType: 2,
        usageInterval: 1,
        usagePeriodType: 2,
      }),
      schedule('100102', 'Plain monthly EUR', {
        clientRateScheduleId: 'plain-monthly-eur',
        currency: 'eur',
        isDefault: false,
        isDefaultOfCurrency: true,
      }),
    ],
    services: [
      service('20015', 'Plain access', {
        rates: { 100101: tiers('10', ['6', '8.5']), 100102: tiers('21', ['6', '18']) },
      }),
      service('20016', 'Plain calls', {
        kind: 'usage',
        usageTypeNo: '3003',
        rates: { 100101: tiers('0.0006'), 100102: tiers('0.000500000000000000000000000001') },
      }),
    ],
    further: {
      plan_group: ['2', '3'],
      dunning_plan_no: '41',
      init_free_period_duration: '1',
      init_free_period_uom_cd: '2',
    },
  });

/**
 * What edit_plan_m has no parameter for, or no read tells: promotional plan sets, bundled items, a tax group, future
 * rates, and tiers of which the schedules have another number.
 */
const encumbered = (): AriaPlan =>
  plan('10011', 'Encumbered', {
    clientPlanId: 'encumbered',
    initialStatusCode: 41,
    statusRollover: { duration: 14, unitCode: 1, statusCode: 1 },
    rateSchedules: [
      schedule('100111', 'Encumbered monthly USD', {
        further: { future_rate: '1', future_change_dt: '2040-01-01', available_to_dt: '2050-01-01' },
      }),
      schedule('100112', 'Encumbered monthly EUR', { currency: 'eur', isDefault: false, isDefaultOfCurrency: true }),
    ],
    services: [
      service('20017', 'Encumbered access', {
        taxPercent: 20,
        rates: { 100111: tiers('30', ['11', '25']), 100112: tiers('28') },
        further: { gl_cd: '1', tax_group: '7' },
      }),
    ],
    further: {
      surcharge_no: ['501'],
      supplemental_obj_field: [{ field_name: 'cost_centre', field_value: ['north'] }],
      parent_plans: ['10001'],
      template_no: '12',
      notification_template_group_no: '13',
      promotional_plan_sets: [{ promo_set_no: '601', promo_set_name: 'Spring' }],
      plan_nso_items: [{ item_no: '701', active_ind: '0' }],
    },
  });
