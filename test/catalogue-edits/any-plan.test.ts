import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AriaPlan, AriaState } from '../../sandbox/aria/state.ts';
import type { Interval } from '../../shared/domain/interval.ts';
import type { Plan } from '../../shared/domain/plan.ts';
import type { NewPlan } from '../../shared/domain/plan-administration.ts';
import { anyPlan, anySchedulePatch } from './any-plan.ts';
import { plansPath, startPlanBench } from './bench.ts';

test('any plan that the schema accepts, created and read back, is that plan', async () => {
  const { change, plan, state } = await startPlanBench();
  const seeded = new Set(state.plans.keys());
  await fc.assert(
    fc.asyncProperty(anyPlan, async (wanted) => {
      forgetOthers(state, seeded);
      const answer = await change('POST', plansPath, wanted);
      expect(answer).toMatchObject({ status: 201 });
      const created = answer.body as Plan;
      expect(await plan(created.id)).toEqual(created);
      expect({
        code: created.code,
        name: created.name,
        status: created.status,
        level: created.level,
        prices: created.prices.map(({ code, name, isDefault, currency, interval, usageInterval }) => ({
          code,
          name,
          isDefault,
          currency,
          interval,
          usageInterval,
        })),
      }).toEqual({
        code: wanted.code ?? null,
        name: wanted.name,
        status: wanted.status,
        level: wanted.level,
        prices: wanted.prices.map(({ code, name, isDefault, currency, interval, usageInterval }) => ({
          code: code ?? null,
          name,
          isDefault,
          currency,
          interval: readAs(interval),
          usageInterval: readAs(usageInterval ?? usageOf(interval)),
        })),
      });
      expect(created.prices.map(amountsRead)).toEqual(
        wanted.prices.map((_, position) => amountsWanted(wanted, position)),
      );
      expect(ratesOf(state.plans.get(created.id))).toEqual(
        wanted.prices.map((_, position) =>
          wanted.services.map(({ tiers }) =>
            tiers.map(({ from, to, amounts }) => [Number(from), toNumber(to), units(amounts[position] ?? '')]),
          ),
        ),
      );
    }),
    { numRuns: 200 },
  );
}, 60_000);

test('any change of one rate schedule changes what it names, and nothing else of the plan', async () => {
  const { change, state } = await startPlanBench();
  const seeded = new Set(state.plans.keys());
  const cases = anyPlan

    // Aria holds a flat service to one tier, and no read tells that it is flat.
    .map((drawn) => ({ ...drawn, services: drawn.services.map(({ rateType: _, ...service }) => service) }))
    .chain((drawn) => fc.record({ plan: fc.constant(drawn), patch: anySchedulePatch(drawn.services.length) }));
  await fc.assert(
    fc.asyncProperty(cases, async ({ plan: wanted, patch: { scheduleAt, services, ...patch } }) => {
      forgetOthers(state, seeded);
      const { id } = (await change('POST', plansPath, wanted)).body as Plan;
      const before = structuredClone(state.plans.get(id)) as AriaPlan;
      const position = scheduleAt % before.rateSchedules.length;
      const scheduleNo = before.rateSchedules[position]?.scheduleNo ?? '';
      const named = services?.map(({ position: at, tiers }) => ({ id: before.services[at]?.serviceNo ?? '', tiers }));
      const answer = await change('PATCH', `${plansPath}/${id}/rate-schedules/${scheduleNo}`, {
        ...patch,
        ...(named === undefined ? {} : { services: named }),
        affectsExistingAccounts: true,
      });
      const after = state.plans.get(id) as AriaPlan;
      if (answer.status === 400) {
        // A usage interval and an interval of which one stays may not go together.
        expect(answer.body).toMatchObject({ errors: [{ path: 'usageInterval' }] });
        expect(after).toEqual(before);
        return;
      }
      expect(answer).toMatchObject({ status: 200 });

      const changed = structuredClone(before);
      for (const [at, schedule] of changed.rateSchedules.entries()) {
        const isNamed = at === position;
        schedule.isDefault = patch.isDefault === true ? isNamed : schedule.isDefault;
        // Of Aria's own making, as the default of a currency is.
        schedule.isDefaultOfCurrency = after.rateSchedules[at]?.isDefaultOfCurrency ?? false;
        if (isNamed) {
          schedule.name = patch.name ?? schedule.name;
          Object.assign(schedule, periods('recurring', patch.interval), periods('usage', patch.usageInterval));
        }
      }
      for (const { id: serviceNo, tiers } of named ?? []) {
        const service = changed.services.find((each) => each.serviceNo === serviceNo);
        Object.assign(service?.rates ?? {}, {
          [scheduleNo]: tiers.map(({ from, to, amount }) => ({
            fromUnit: String(from),
            toUnit: to === undefined ? null : String(to),
            ratePerUnit: amount,
            description: null,
          })),
        });
      }
      expect(comparable(after)).toEqual(comparable(changed));
    }),
    { numRuns: 200 },
  );
}, 60_000);

/** A failed run leaves its plan behind, whose codes would be in use in the next. */
const forgetOthers = ({ plans }: AriaState, kept: ReadonlySet<string>): void => {
  for (const planNo of plans.keys()) {
    if (!kept.has(planNo)) {
      plans.delete(planNo);
    }
  }
};

/** Twelve months are a year; a year went out as twelve months. */
const readAs = ({ unit, count }: Interval): Interval => {
  const months = unit === 'year' ? 12 * count : count;
  return unit === 'day' || unit === 'week'
    ? { unit, count }
    : months === 12
      ? { unit: 'year', count: 1 }
      : { unit: 'month', count: months };
};

/** Without a word about usage it is billed every month, or every interval where that is shorter: 30 days are, 31 are not. */
const usageOf = ({ unit, count }: Interval): Interval =>
  (unit === 'day' && count <= 30) || (unit === 'week' && count <= 4) ? { unit, count } : { unit: 'month', count: 1 };

/** An exact number of 10^-12 units of a currency. */
const units = (amount: string): bigint => {
  const [whole = '', fraction = ''] = amount.split('.');
  return BigInt(whole + fraction.padEnd(12, '0'));
};

const toNumber = (unit: number | string | null | undefined): number | null =>
  unit === undefined || unit === null ? null : Number(unit);

const amountsRead = ({ recurring, setup, tiers }: Plan['prices'][number]) => ({
  recurring: recurring === null ? null : units(recurring.amount),
  setup: setup === null ? null : units(setup.amount),
  tiers: tiers.map(({ type, from, to, amount }) => [type, toNumber(from), toNumber(to), units(amount)]),
});

/** What the price at `position` costs, from the words of the API: sums of what has one amount whatever is bought, else tiers. */
const amountsWanted = ({ services }: NewPlan, position: number) => {
  const rows = services.map(({ type, tiers }) => {
    const [tier] = tiers;
    const isOneAmount = tiers.length === 1 && tier?.to === undefined;
    const sum =
      type === 'activation' ? 'setup' : type === 'recurring' || type === 'recurring_arrears' ? 'recurring' : null;
    return { type, sum, isOneAmount, amounts: tiers.map(({ amounts }) => units(amounts[position] ?? '')), tiers };
  });
  const sumOf = (name: string) => {
    const parts = rows.filter(({ sum }) => sum === name);
    return parts.every(({ isOneAmount }) => isOneAmount)
      ? parts.reduce((total, { amounts }) => total + (amounts[0] ?? 0n), 0n)
      : null;
  };
  return {
    recurring: sumOf('recurring'),
    setup: sumOf('setup'),
    tiers: rows
      .filter(({ sum, isOneAmount }) => sum === null || !isOneAmount)
      .flatMap(({ type, tiers, amounts }) =>
        tiers.map(({ from, to }, index) => [type, toNumber(from), toNumber(to), amounts[index]]),
      ),
  };
};

/** By schedule and service. */
const ratesOf = (plan: AriaPlan | undefined) =>
  plan?.rateSchedules.map(({ scheduleNo }) =>
    plan.services.map(({ rates }) =>
      rates[scheduleNo]?.map(({ fromUnit, toUnit, ratePerUnit }) => [
        toNumber(fromUnit),
        toNumber(toUnit),
        units(ratePerUnit),
      ]),
    ),
  );

/** 12.50 and 12.5 are one amount. */
const comparable = (plan: AriaPlan) => ({
  ...plan,
  services: plan.services.map(({ rates, ...service }) => service),
  rates: ratesOf(plan),
});

const periods = (kind: 'recurring' | 'usage', interval: Interval | undefined): object =>
  interval === undefined
    ? {}
    : {
        [`${kind}Interval`]: interval.unit === 'year' ? 12 * interval.count : interval.count,
        [`${kind}PeriodType`]: { day: 1, week: 2, month: 3, year: 3 }[interval.unit],
      };
