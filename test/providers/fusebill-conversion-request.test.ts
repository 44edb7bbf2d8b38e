import { afterEach, describe, expect, test } from '@jest/globals';
import { activation, migration, startBench, trialRead } from '../support/fusebill-bench.ts';
import { closeRecordingServers } from '../support/recording-server.ts';

afterEach(closeRecordingServers);

const activePlan = { planId: '70', status: 'trial', providerStatus: 'Active' } as const;

const conversionOf = async () => {
  const { operations } = await startBench({});
  if (operations.changes.convert_trial === undefined) {
    throw new Error('no conversion');
  }
  return operations.changes.convert_trial;
};

describe('a conversion request', () => {
  const parse = async (request: object) => {
    const result = (await conversionOf()).parseRequest(request);
    return result.ok ? result.value : result.problem.errors?.map(({ path }) => path);
  };

  test('has one spelling of the relationship', async () => {
    const asText = { planId: '90', providerOptions: { planFamilyRelationshipId: '314' } };
    expect(await parse(asText)).toEqual(asText);
    expect(await parse({ planId: '90', providerOptions: { planFamilyRelationshipId: 314 } })).toEqual(asText);
    expect(await parse({})).toEqual({});
  });

  test.each([
    [{ billingDayOfMonth: 15 }, ['billingDayOfMonth']],
    [{ providerOptions: { planGroupId: 1 } }, ['providerOptions.planGroupId']],
    [{ providerOptions: { planFamilyRelationshipId: '007' } }, ['providerOptions.planFamilyRelationshipId']],
    [{ providerOptions: { planFamilyRelationshipId: 1.5 } }, ['providerOptions.planFamilyRelationshipId']],
    [{ providerOptions: { temporarilyDisableAutoPost: 'yes' } }, ['providerOptions.temporarilyDisableAutoPost']],
  ])('%j is refused', async (request, paths) => {
    expect(await parse(request)).toEqual(paths);
  });
});

describe('the write of a trial', () => {
  const plan = async (request: object, read = trialRead()) => {
    const result = (await conversionOf()).draft(request, read);
    return result.ok
      ? result.value
      : { code: result.problem.code, paths: result.problem.errors?.map(({ path }) => path) };
  };

  test.each([[{}], [{ planId: '88' }], [{ providerOptions: { temporarilyDisableAutoPost: false } }]])(
    'that is provisioned is its activation, with %j',
    async (request) => {
      expect(await plan(request)).toEqual(activation);
    },
  );

  test('that is provisioned goes neither to another plan nor along a relationship', async () => {
    expect(await plan({ planId: '90', providerOptions: { planFamilyRelationshipId: '314' } })).toEqual({
      code: 'invalid_request',
      paths: ['planId', 'providerOptions.planFamilyRelationshipId'],
    });
    expect(await plan({ planId: '88' }, trialRead({ planId: null }))).toMatchObject({ paths: ['planId'] });
  });

  test('that is active on a trial plan is a migration, which nothing allows to repeat', async () => {
    const request = { planId: '90', providerOptions: { planFamilyRelationshipId: '314' } };
    expect(await plan(request, trialRead(activePlan))).toEqual(migration);
  });

  test('warns of discounts that do not come along', async () => {
    const request = { planId: '90', providerOptions: { planFamilyRelationshipId: '314' } };
    expect(await plan(request, trialRead(activePlan, true))).toMatchObject({
      warnings: [{ code: 'discounts_not_carried' }],
    });
    expect(await plan({}, trialRead({}, true))).toMatchObject({ warnings: [] });
  });

  test.each([
    [{}, ['planId', 'providerOptions.planFamilyRelationshipId']],
    [{ planId: '90' }, ['providerOptions.planFamilyRelationshipId']],
    [{ planId: '70', providerOptions: { planFamilyRelationshipId: '314' } }, ['planId']],
    [
      { planId: '90', providerOptions: { planFamilyRelationshipId: '314', temporarilyDisableAutoPost: true } },
      ['providerOptions.temporarilyDisableAutoPost'],
    ],
  ])('that is active on a trial plan cannot be %j', async (request, paths) => {
    expect(await plan(request, trialRead(activePlan))).toEqual({ code: 'invalid_request', paths });
  });
});
