import { afterEach, describe, expect, test } from '@jest/globals';
import {
  answering,
  convert,
  draft,
  notApplicable,
  openPlan,
  plannedWrite,
  startBench,
} from '../support/constant-contact-v3-bench.ts';
import { closeRecordingServers, type Reaction } from '../support/recording-server.ts';

afterEach(closeRecordingServers);

describe('a conversion request', () => {
  const parse = async (request: object) => {
    const result = (await startBench({})).operations.changes.convert_trial?.parseRequest(request);
    return result?.ok ? result.value : result?.problem.errors;
  };

  test('is taken as it is, with the plan as listed', async () => {
    const request = { billingDayOfMonth: 15, providerOptions: { planGroupId: 204 } };
    expect(await parse({ ...request, planId: 'gold' })).toEqual({ ...request, planId: 'GOLD' });
    expect(await parse({ planId: 'Platinum-9' })).toEqual({ planId: 'Platinum-9' });
  });

  test.each([['TRIAL'], ['Trial'], ['trial']])('may not go back to %s', async (planId) => {
    expect(await parse({ planId })).toEqual([
      { path: 'planId', message: 'must not be the trial plan: the provider has no way back to it' },
    ]);
  });

  test('needs a plan, and refuses members that this provider lacks', async () => {
    expect(await parse({ subscriptionId: '7', providerOptions: { planFamilyRelationshipId: 3 } })).toEqual([
      { path: 'planId', message: 'is required: the plan that the account is to be on' },
      { path: 'subscriptionId', message: 'this provider has no subscriptions' },
      { path: 'providerOptions.planFamilyRelationshipId', message: 'is not known' },
    ]);
  });

  test.each([[0], [-1], [1.5], ['204'], [2_147_483_648]])('refuses %j as a plan group', async (planGroupId) => {
    expect(await parse({ planId: 'GOLD', providerOptions: { planGroupId } })).toMatchObject([
      { path: 'providerOptions.planGroupId' },
    ]);
  });
});

describe('a conversion', () => {
  test('is planned as plain JSON that may be sent again, with its warnings', async () => {
    const request = { planId: 'gold', billingDayOfMonth: 31, providerOptions: { planGroupId: 204 } };
    expect(draft(await startBench({}), request)).toEqual({
      ok: true,
      value: {
        accountId: 'a07e1exmpl0',
        subscriptionId: null,
        wantedPlanId: 'GOLD',
        repeat: 'naturally_repeatable',
        replacedProviderStatus: null,
        warnings: [
          {
            code: 'billing_day_late_in_month',
            detail: 'Not every month has a day 31; the provider does not say when it bills then.',
          },
          {
            code: 'plan_group_unverified',
            detail:
              "The provider never shows an account's plan group, and takes its default group where it does not know 204.",
          },
        ],
        parameters: { planType: 'GOLD', billingDayOfMonth: 31, planGroupId: 204 },
      },
    });
  });

  test('takes null as the plan group for none', async () => {
    const request = { planId: 'GOLD', providerOptions: { planGroupId: null } };
    expect(draft(await startBench({}), request)).toMatchObject({
      ok: true,
      value: { warnings: [], parameters: { planType: 'GOLD' } },
    });
  });

  test('is one PUT with nothing that was not asked for', async () => {
    const bench = await startBench({});
    expect(await convert(bench, { planId: 'bronze', billingDayOfMonth: 15 })).toEqual({
      kind: 'accepted',
      collection: notApplicable,
      warnings: [],
    });
    await convert(bench, { planId: 'GOLD', providerOptions: { planGroupId: 204 } });
    expect(
      bench
        .planRequests()
        .map(({ method, target, headers, body }) => [
          method,
          target,
          headers['content-type'],
          headers.authorization,
          headers['x-api-key'],
          JSON.parse(body),
        ]),
    ).toEqual([
      [
        'PUT',
        '/v3/partner/accounts/a07e1exmpl0/plan',
        'application/json',
        'token-1',
        '00000000-aaaa-bbbb',
        { plan_type: 'BRONZE', billing_day_of_month: 15 },
      ],
      [
        'PUT',
        '/v3/partner/accounts/a07e1exmpl0/plan',
        'application/json',
        'token-1',
        '00000000-aaaa-bbbb',
        { plan_type: 'GOLD', plan_group_id: 204 },
      ],
    ]);
  });

  test.each([[''], ['<html>OK</html>'], ['{"plan_type":"GO'], [{ message: 'OK' }]])(
    'whose 200 holds no plan but %j is not known to have happened',
    async (body) => {
      const bench = await answering(body);
      expect(await convert(bench)).toEqual({
        kind: 'unknown',
        problem: {
          code: 'provider_response_invalid',
          detail: "The provider's answer is not valid: the plan after the change.",
          outcome: 'unknown',
          provider: { name: 'constant-contact-v3', status: 200, code: null, message: null },
        },
      });
      expect(bench.planRequests().length).toBe(1);
    },
  );

  test.each([
    [400, 'json.parse.invalid', 'Malformed JSON', 'provider_rejected'],
    [400, 'k', 'billing_day_of_month is invalid for the plan', 'provider_rejected'],
    [400, 'k', 'plan_type PLATINUM is not in the plan group', 'plan_not_available'],
    [400, 'k', 'The plan group does not match the current group', 'plan_not_available'],
    [400, 'partner.plan_group.not_found', 'Nope', 'plan_not_available'],
    [400, 'k', 'Invalid planType', 'plan_not_available'],
    [403, 'k', 'm', 'provider_unauthorized'],
    [404, 'k', 'm', 'account_not_found'],
    [415, 'k', 'm', 'provider_error'],
  ])('refused with %i (%s, %s) did nothing: %s', async (status, error_key, error_message, code) => {
    const bench = await answering([{ error_key, error_message }], status);
    expect(await convert(bench)).toEqual({
      kind: 'refused',
      problem: {
        code,
        detail: `The provider answered with status ${status}.`,
        outcome: 'not_executed',
        provider: { name: 'constant-contact-v3', status, code: error_key, message: error_message },
      },
      collection: notApplicable,
    });
    expect(bench.planRequests().length).toBe(1);
  });

  test.each<[string, Reaction | 'late', string]>([
    ['500', { status: 500 }, 'provider_error'],
    ['503', { status: 503 }, 'provider_unavailable'],
    ['504', { status: 504 }, 'provider_timeout'],
    ['a broken connection', 'drop', 'provider_unavailable'],
    ['no answer in time', 'late', 'provider_timeout'],
    ['a redirect', { status: 307, headers: { location: '/elsewhere' } }, 'provider_response_invalid'],
  ])('that ends in %s is sent once and its outcome is unknown', async (_what, reaction, code) => {
    const bench = await startBench({
      plan: (_index, _request, clock) => {
        if (reaction !== 'late') {
          return reaction;
        }
        clock.advance(20_000);
        return 'hang';
      },
    });
    expect(await convert(bench)).toMatchObject({ kind: 'unknown', problem: { code, outcome: 'unknown' } });
    expect(bench.planRequests().length).toBe(1);
  });

  test('whose token was refused is sent once more with a new one, since a refused login did nothing', async () => {
    const bench = await startBench({ plan: (index) => (index === 0 ? { status: 401 } : openPlan) });
    expect(await convert(bench)).toMatchObject({ kind: 'accepted' });
    expect(bench.planRequests().map(({ headers, body }) => [headers.authorization, body])).toEqual([
      ['token-1', '{"plan_type":"GOLD"}'],
      ['token-2', '{"plan_type":"GOLD"}'],
    ]);
  });

  test('whose token is refused twice did nothing', async () => {
    const bench = await startBench({ plan: () => ({ status: 401 }) });
    expect(await convert(bench)).toMatchObject({
      kind: 'refused',
      problem: { code: 'provider_unauthorized', outcome: 'not_executed' },
    });
    expect(bench.planRequests().length).toBe(2);
  });

  test.each<[string, Reaction, string]>([
    ['refused', { status: 400, body: { error: 'invalid_client' } }, 'provider_unauthorized'],
    ['broken', { status: 500 }, 'provider_error'],
    ['unreadable', { status: 200, body: 'no' }, 'provider_response_invalid'],
    ['unreachable', 'drop', 'provider_unavailable'],
  ])('that gets no token (%s) did nothing', async (_what, reaction, code) => {
    const bench = await startBench({ token: () => reaction });
    expect(await convert(bench)).toMatchObject({
      kind: 'refused',
      problem: { code, outcome: 'not_executed' },
      collection: notApplicable,
    });
    expect(bench.planRequests()).toEqual([]);
  });

  test('whose stored write is not one of ours is never sent', async () => {
    const bench = await startBench({});
    const write = { ...plannedWrite(bench, { planId: 'GOLD' }), parameters: { planType: 'GOLD', extra: 1 } };
    expect(await bench.operations.changes.convert_trial?.send(write, 1)).toMatchObject({
      kind: 'refused',
      problem: { code: 'internal_error', outcome: 'not_executed' },
    });
    expect(bench.planRequests()).toEqual([]);
  });
});
