import { afterEach, describe, expect, test } from '@jest/globals';
import {
  answering,
  convert,
  draft,
  notApplicable,
  plannedWrite,
  startBench,
} from '../support/constant-contact-v2-bench.ts';
import { closeRecordingServers, type Reaction } from '../support/recording-server.ts';

afterEach(closeRecordingServers);

describe('a conversion request', () => {
  const parse = async (request: object) => {
    const result = (await answering({})).operations.changes.convert_trial?.parseRequest(request);
    return result?.ok ? result.value : result?.problem.errors;
  };

  test('is taken as it is when it is complete', async () => {
    const request = { planId: '2', billingDayOfMonth: 20, providerOptions: {} };
    expect(await parse(request)).toEqual(request);
  });

  test('needs a plan that is not the trial', async () => {
    expect(await parse({})).toEqual([
      { path: 'planId', message: 'is required: the plan that the account is to be on' },
    ]);
    expect(await parse({ planId: '1' })).toEqual([
      { path: 'planId', message: 'must not be the trial plan: the provider has no way back to it' },
    ]);
    expect(await parse({ planId: 'GOLD' })).toEqual([
      {
        path: 'planId',
        message: 'must be a whole number from 1, 9 digits at most and without leading zeros',
      },
    ]);
  });

  test('refuses members that this provider lacks, all at once', async () => {
    expect(await parse({ planId: '2', subscriptionId: '7', providerOptions: { planGroupId: 3 } })).toEqual([
      { path: 'subscriptionId', message: 'this provider has no subscriptions' },
      { path: 'providerOptions.planGroupId', message: 'is not known' },
    ]);
  });
});

describe('a conversion', () => {
  test('is planned as plain JSON that may be sent again', async () => {
    expect(draft(await answering({}), { planId: '2', billingDayOfMonth: 20 })).toEqual({
      ok: true,
      value: {
        accountId: 'a07exmpl0001',
        subscriptionId: null,
        wantedPlanId: '2',
        repeat: 'naturally_repeatable',
        replacedProviderStatus: null,
        warnings: [],
        parameters: { planType: 2, billingDayOfMonth: 20 },
      },
    });
  });

  test.each([
    [28, []],
    [29, ['billing_day_late_in_month']],
    [31, ['billing_day_late_in_month']],
  ])('on day %i warns of %j', async (billingDayOfMonth, codes) => {
    const write = plannedWrite(await answering({}), { planId: '2', billingDayOfMonth });
    expect(write.warnings.map(({ code }) => code)).toEqual(codes);
  });

  test('is one PUT with an integer plan type and nothing that was not asked for', async () => {
    const bench = await answering({ status: 'Open', plan_type: 2, billing_day_of_month: 20 });
    expect(await convert(bench, { planId: '2', billingDayOfMonth: 20 })).toEqual({
      kind: 'accepted',
      collection: notApplicable,
      warnings: [],
    });
    await convert(bench, { planId: '2' });
    expect(
      bench.requests.map(({ method, target, headers, body }) => [
        method,
        target,
        headers['content-type'],
        headers.authorization,
        body,
      ]),
    ).toEqual([
      [
        'PUT',
        '/v2/partner/accounts/a07exmpl0001/plan?api_key=key%2Bwith%2Fodd%3Dsigns',
        'application/json',
        'Basic bGFyY2g6cMOkc3N3b3JkLTE=',
        '{"plan_type":2,"billing_day_of_month":20}',
      ],
      [
        'PUT',
        '/v2/partner/accounts/a07exmpl0001/plan?api_key=key%2Bwith%2Fodd%3Dsigns',
        'application/json',
        'Basic bGFyY2g6cMOkc3N3b3JkLTE=',
        '{"plan_type":2}',
      ],
    ]);
  });

  test.each([[''], ['<html>OK</html>'], ['{"plan_type":'], [{ status: 'Open', plan_type: 2 }]])(
    'is accepted with any complete 200, whose body is documented nowhere: %j',
    async (body) => {
      expect(await convert(await answering(body), { planId: '2' })).toMatchObject({ kind: 'accepted' });
    },
  );

  test.each([
    [400, 'validation.error', 'Malformed JSON', 'provider_rejected'],
    [400, 'validation.error', 'billing_day_of_month is invalid for this plan', 'provider_rejected'],
    [400, 'validation.error', 'plan_type 7 is not available to this account', 'plan_not_available'],
    [400, 'partner.plan_type.not_found', 'Nope', 'plan_not_available'],
    [400, 'bad', "This plan doesn't exist", 'plan_not_available'],
    [401, 'k', 'm', 'provider_unauthorized'],
    [403, 'k', 'm', 'provider_unauthorized'],
    [404, 'k', 'm', 'account_not_found'],
    [415, 'k', 'm', 'provider_error'],
    [429, 'k', 'm', 'provider_rate_limited'],
  ])('refused with %i (%s, %s) did nothing: %s', async (status, error_key, error_message, code) => {
    const bench = await answering([{ error_key, error_message }], status);
    expect(await convert(bench, { planId: '7' })).toEqual({
      kind: 'refused',
      problem: {
        code,
        detail: `The provider answered with status ${status}.`,
        outcome: 'not_executed',
        provider: { name: 'constant-contact-v2', status, code: error_key, message: error_message },
      },
      collection: notApplicable,
    });
    expect(bench.requests.length).toBe(1);
  });

  test.each<[string, Reaction, string]>([
    ['500', { status: 500 }, 'provider_error'],
    ['503', { status: 503 }, 'provider_unavailable'],
    ['504', { status: 504 }, 'provider_timeout'],
    ['a broken connection', 'drop', 'provider_unavailable'],
    ['a redirect', { status: 302, headers: { location: '/elsewhere' } }, 'provider_response_invalid'],
  ])('that ends in %s is sent once and its outcome is unknown', async (_what, reaction, code) => {
    const bench = await startBench(() => reaction);
    expect(await convert(bench, { planId: '2' })).toMatchObject({
      kind: 'unknown',
      problem: { code, outcome: 'unknown' },
    });
    expect(bench.requests.length).toBe(1);
  });

  test('that gets no answer in time is sent once and its outcome is unknown', async () => {
    const bench = await startBench((_index, clock) => {
      clock.advance(20_000);
      return 'hang';
    });
    expect(await convert(bench, { planId: '2' })).toMatchObject({
      kind: 'unknown',
      problem: { code: 'provider_timeout', outcome: 'unknown' },
    });
    expect(bench.requests.length).toBe(1);
  });

  test('that finds nobody listening did nothing', async () => {
    const bench = await answering({});
    await closeRecordingServers();
    expect(await convert(bench, { planId: '2' })).toMatchObject({
      kind: 'refused',
      problem: { code: 'provider_unavailable', outcome: 'not_executed' },
    });
  });

  test('whose stored write is not one of ours is never sent', async () => {
    const bench = await answering({});
    const write = { ...plannedWrite(bench, { planId: '2' }), parameters: { planType: 1 } };
    expect(await bench.operations.changes.convert_trial?.send(write, 1)).toMatchObject({
      kind: 'refused',
      problem: { code: 'internal_error', outcome: 'not_executed' },
    });
    expect(bench.requests).toEqual([]);
  });
});
