import { describe, expect, test } from '@jest/globals';
import { newPlanSchema, planPatchSchema } from '../../shared/domain/plan-administration.ts';
import { newRateScheduleSchema, rateSchedulePatchSchema } from '../../shared/domain/rate-schedule-administration.ts';

const price = { name: 'USD', currency: 'USD', isDefault: true, interval: { unit: 'week', count: 2 } };
const service = { name: 'Access', type: 'recurring', tiers: [{ from: 1, amounts: ['10'] }] };
const plan = {
  name: 'Gold',
  level: 'base',
  kind: 'recurring',
  currency: 'USD',
  status: 'active',
  prices: [price],
  services: [service],
};
const schedule = { ...price, code: 'gold-usd', services: [{ code: 'access', tiers: [{ from: 1, amount: '1' }] }] };

interface Schema {
  safeParse(value: unknown): { error?: { issues: { path: PropertyKey[]; message: string }[] } | undefined };
}

const pathsOf = (schema: Schema, value: unknown) =>
  (schema.safeParse(value).error?.issues ?? []).map(({ path }) => path.join('.'));

const planPaths = (changes: object) => pathsOf(newPlanSchema, { ...plan, ...changes });
const pricePaths = (changes: object) => planPaths({ prices: [{ ...price, ...changes }] });
const servicePaths = (changes: object) => planPaths({ services: [{ ...service, ...changes }] });

describe('a new plan', () => {
  test('needs no more than this, and may have all of that', () => {
    expect(planPaths({})).toEqual([]);
    const full = {
      code: 'gold 2',
      description: 'x'.repeat(3_000),
      planGroups: ['1', '999'],
      rolloverPlanId: '9',
      prices: [{ ...price, code: 'usd', usageInterval: { unit: 'day', count: 14 } }],
      services: [
        {
          id: '5',
          type: 'usage',
          usageType: 4,
          tiers: [
            { from: '0', to: '9', amounts: ['0.0006'] },
            { from: 10, amounts: ['1'] },
          ],
        },
        { ...service, code: 'access', glCode: '1', taxGroup: '2', rateType: 'flat', pricingRule: 'volume_discount' },
      ],
    };
    expect(planPaths(full)).toEqual([]);
  });

  test.each([
    ['name', { name: 'x'.repeat(101) }],
    ['name', { name: '~' }],
    ['name', { name: ' x' }],
    ['name', { name: 'a\nb' }],
    ['name', { name: 'half \ud83d' }],
    ['code', { code: 'x'.repeat(101) }],
    ['code', { code: 'ä' }],
    ['code', { code: '~' }],
    ['currency', { currency: 'usd' }],
    ['currency', { currency: 'ABC' }],
    ['status', { status: 'unknown' }],
    ['description', { description: 'x'.repeat(3_001) }],
    ['planGroups.0', { planGroups: ['1000'] }],
    ['kind', { kind: 'prepaid', level: 'add_on', rolloverPlanId: '9' }],
    ['rolloverPlanId', { kind: 'prepaid' }],
    ['prices', { prices: [] }],
    ['prices', { prices: [{ ...price, isDefault: false }] }],
    ['', { nonsense: 1 }],
  ])('is refused at %s for %j', (path, changes) => {
    expect(planPaths(changes)).toContain(path);
  });

  test.each([
    ['prices.0.currency', { currency: 'EURO' }],
    ['prices.0.interval.count', { interval: { unit: 'day', count: 0 } }],
    ['prices.0.interval.count', { interval: { unit: 'month', count: 274_877_906_945 } }],
    ['prices.0.interval.unit', { interval: { unit: 'quarter', count: 1 } }],
    ['prices.0.interval', { interval: { unit: 'day', count: 1, of: 'x' } }],
    ['prices.0.usageInterval', { usageInterval: { unit: 'month', count: 1 } }],
    ['prices.0.usageInterval', { usageInterval: { unit: 'day', count: 15 } }],
  ])('has its price refused at %s for %j', (path, changes) => {
    expect(pricePaths(changes)).toEqual([path]);
  });

  test('bills usage as often as it bills, or more often, across units', () => {
    const paths = (interval: object, usageInterval: object) => pricePaths({ interval, usageInterval });
    expect(paths({ unit: 'year', count: 1 }, { unit: 'month', count: 12 })).toEqual([]);
    expect(paths({ unit: 'month', count: 12 }, { unit: 'year', count: 1 })).toEqual([]);
    expect(paths({ unit: 'month', count: 1 }, { unit: 'week', count: 4 })).toEqual([]);
    expect(paths({ unit: 'month', count: 1 }, { unit: 'week', count: 5 })).toEqual(['prices.0.usageInterval']);
    expect(paths({ unit: 'day', count: 30 }, { unit: 'month', count: 1 })).toEqual(['prices.0.usageInterval']);
    expect(paths({ unit: 'day', count: 31 }, { unit: 'month', count: 1 })).toEqual([]);
  });

  test.each([
    ['services.0', { name: undefined }],
    ['services.0', { id: '5' }],
    ['services.0', { id: '5', name: undefined, code: 'x' }],
    ['services.0.id', { name: undefined, id: '05' }],
    ['services.0.usageType', { usageType: 5 }],
    ['services.0.tiers', { tiers: [] }],
    ['services.0.tiers', { tiers: [{ from: 5, to: 4, amounts: ['1'] }] }],
    [
      'services.0.tiers',
      {
        tiers: [
          { from: 1, amounts: ['1'] },
          { from: 5, amounts: ['1'] },
        ],
      },
    ],
    [
      'services.0.tiers',
      {
        tiers: [
          { from: 5, to: 9, amounts: ['1'] },
          { from: 5, amounts: ['1'] },
        ],
      },
    ],
    ['services.0.tiers.0.from', { tiers: [{ from: 1.5, amounts: ['1'] }] }],
    ['services.0.tiers.0.amounts', { tiers: [{ from: 1, amounts: ['1', '2'] }] }],
    ['services.0.tiers.0.amounts.0', { tiers: [{ from: 1, amounts: ['-1'] }] }],
    ['services.0.tiers.0.amounts.0', { tiers: [{ from: 1, amounts: ['1e3'] }] }],
    ['services.0.tiers.0.amounts.0', { tiers: [{ from: 1, amounts: [1] }] }],
  ])('has its service refused at %s for %j', (path, changes) => {
    expect(servicePaths(changes)).toEqual([path]);
  });

  test('names each code once', () => {
    const second = { ...price, isDefault: false };
    const tiers = [{ from: 1, amounts: ['1', '2'] }];
    expect(
      planPaths({
        prices: [
          { ...price, code: 'a' },
          { ...second, code: 'a' },
        ],
        services: [
          { ...service, code: 'b', tiers },
          { ...service, code: 'b', tiers },
        ],
      }),
    ).toEqual(['prices.1.code', 'services.1.code']);
  });
});

describe('a patch of a plan', () => {
  const paths = (patch: object) => pathsOf(planPatchSchema, patch);
  const tiers = [{ from: 1, amounts: ['1'] }];

  test('may name any part, and must name one', () => {
    expect(paths({ name: 'x' })).toEqual([]);
    expect(paths({ prices: [{ id: '1', name: 'x' }], services: [{ id: '2', glCode: '3' }] })).toEqual([]);
    expect(paths({})).toEqual(['']);
    expect(paths({ affectsExistingAccounts: true })).toEqual(['']);
  });

  test('that changes an interval or an amount must say that it knows whom it concerns', () => {
    expect(paths({ prices: [{ id: '1', interval: price.interval }] })).toEqual(['affectsExistingAccounts']);
    expect(paths({ prices: [{ id: '1', usageInterval: price.interval }] })).toEqual(['affectsExistingAccounts']);
    expect(paths({ services: [{ id: '2', tiers }] })).toEqual(['affectsExistingAccounts']);
    expect(paths({ services: [{ id: '2', tiers }], affectsExistingAccounts: false })).toContain(
      'affectsExistingAccounts',
    );
    expect(paths({ services: [{ id: '2', tiers }], affectsExistingAccounts: true })).toEqual([]);
  });

  test('needs everything of a price that is new', () => {
    expect(paths({ prices: [{ code: 'x' }] })).toEqual(['prices.0.name', 'prices.0.currency', 'prices.0.interval']);
  });

  test('names a price or a service once, an amount for each price, and one default', () => {
    expect(
      paths({
        prices: [
          { id: '1', isDefault: true },
          { id: '1', isDefault: true },
        ],
        services: [{ id: '2', tiers }, { id: '2' }],
        affectsExistingAccounts: true,
      }),
    ).toEqual(['prices', 'prices.1.id', 'services.1.id', 'services.0.tiers.0.amounts']);
  });
});

describe('a rate schedule', () => {
  const patchPaths = (patch: object) => pathsOf(rateSchedulePatchSchema, patch);

  test('that is new needs a code, by which it can be looked up', () => {
    expect(pathsOf(newRateScheduleSchema, schedule)).toEqual([]);
    expect(pathsOf(newRateScheduleSchema, { ...schedule, code: undefined })).toEqual(['code']);
  });

  test('names services by code or id, each once', () => {
    const tiers = [{ from: 1, amount: '1' }];
    const paths = (services: object[]) => pathsOf(newRateScheduleSchema, { ...schedule, services });
    expect(paths([{ tiers }])).toEqual(['services.0']);
    expect(paths([{ code: 'a', id: '1', tiers }])).toEqual(['services.0']);
    expect(
      paths([
        { code: 'a', tiers },
        { code: 'a', tiers },
      ]),
    ).toEqual(['services.1']);
  });

  test('is not billed less often than its usage', () => {
    const usageInterval = { unit: 'month', count: 1 };
    expect(pathsOf(newRateScheduleSchema, { ...schedule, usageInterval })).toEqual(['usageInterval']);
    const { error } = rateSchedulePatchSchema.safeParse({
      interval: price.interval,
      usageInterval,
      affectsExistingAccounts: true,
    });
    expect(error?.issues).toMatchObject([{ path: ['usageInterval'], message: 'must not be longer than interval' }]);
  });

  test('changes for every account at once, which a patch must say', () => {
    expect(patchPaths({ name: 'x', isDefault: true })).toEqual([]);
    expect(patchPaths({ interval: price.interval })).toEqual(['affectsExistingAccounts']);
    expect(patchPaths({ usageInterval: price.interval })).toEqual(['affectsExistingAccounts']);
    expect(patchPaths({ services: schedule.services })).toEqual(['affectsExistingAccounts']);
    expect(patchPaths({ services: schedule.services, affectsExistingAccounts: true })).toEqual([]);
    expect(patchPaths({})).toEqual(['']);
    expect(patchPaths({ currency: 'EUR', name: 'x' })).toEqual(['']);
  });
});
