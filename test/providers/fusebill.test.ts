import { afterEach, describe, expect, test } from '@jest/globals';
import { provider } from '../../shared/providers/fusebill/index.ts';
import { apiKey, firstPlans, linesOf, ok, refusal, startBench, startMs, teamPlan } from '../support/fusebill-bench.ts';
import { closeRecordingServers } from '../support/recording-server.ts';

afterEach(closeRecordingServers);

const templateLine = 'GET /v1/Plans/88?view=subscription&interval=monthly&numberOfIntervals=1';

const listProblem = async (answer: Parameters<typeof startBench>[0][string], secret: object = {}) => {
  const bench = await startBench({ [firstPlans]: answer }, secret);
  const result = await bench.operations.listPlans?.(0);
  return { problem: result?.ok === false ? result.problem : result, calls: bench.requests.length, bench };
};

describe('a secret', () => {
  const errorsOf = (secret: object) => {
    const configured = provider.configure({ apiKey, ...secret });
    return configured.ok ? [] : configured.problem.map(({ path }) => path);
  };

  test('needs the API key alone, and ignores unknown members', () => {
    expect(errorsOf({})).toEqual([]);
    expect(errorsOf({ somethingElse: 1, settings: { unknown: true } })).toEqual([]);
    expect(provider.configure({}).ok).toBe(false);
  });

  test.each([
    [{ apiKey: 'MDp\n' }, 'apiKey'],
    [{ apiKey: 'schlüssel' }, 'apiKey'],
    [{ apiKey: '' }, 'apiKey'],
    [{ baseUrl: 'http://secure.fusebill.com/v1' }, 'baseUrl'],
    [{ trialPlanCodes: 'TRIAL' }, 'trialPlanCodes'],
    [{ trialPlanCodes: [''] }, 'trialPlanCodes.0'],
    [{ webhook: { header: 'x-fusebill-key' } }, 'webhook.value'],
    [{ webhook: { header: 'two words', value: 'secret' } }, 'webhook.header'],
    // It is logged and sent back.
    [{ webhook: { header: 'X-Request-Id', value: 'secret' } }, 'webhook.header'],
    [{ settings: { pageSize: 1001 } }, 'settings.pageSize'],
  ])('%j is refused by the name of the field', (secret, path) => {
    expect(errorsOf(secret)).toEqual([path]);
  });

  test('names what must never be shown, the key and the text inside it', () => {
    const configured = provider.configure({ apiKey, webhook: { header: 'x-key', value: 'webhook-secret' } });
    expect(configured.ok && configured.value.secretValues).toEqual([
      apiKey,
      '0:some-long-secret-key',
      'some-long-secret-key',
      'webhook-secret',
    ]);
  });

  test('makes the ids of this provider numbers with one spelling', () => {
    const configured = provider.configure({ apiKey });
    const rules = configured.ok
      ? [
          configured.value.identifiers.account,
          configured.value.identifiers.plan,
          configured.value.identifiers.subscription,
        ]
      : [];
    expect(
      rules.map((rule) => ['70011', '070011', 'TEAM', '1234567890123456789'].map((id) => rule?.matches(id))),
    ).toEqual([
      [true, false, false, false],
      [true, false, false, false],
      [true, false, false, false],
    ]);
  });
});

describe('a call', () => {
  test('sends the key as it is, never encoded again', async () => {
    const bench = await startBench({ [firstPlans]: ok([]) });
    await bench.operations.listPlans?.(0);
    expect(bench.requests).toMatchObject([
      { method: 'GET', target: '/v1/Plans/?pageSize=100&pageNumber=0', headers: { authorization: `Basic ${apiKey}` } },
    ]);
  });

  test('logs a route without ids and nothing of the key', async () => {
    const bench = await startBench({});
    await bench.operations.getPlan?.('88');
    expect(bench.lines.map((line) => JSON.parse(line).route).toSorted()).toEqual([
      '/Plans/{planId}',
      '/plans/{planId}/planProducts',
    ]);
    expect(bench.lines.join()).not.toContain(apiKey);
  });

  test('takes the 400 for a badly formatted key as refused credentials', async () => {
    const { problem } = await listProblem(refusal(400, 'Authorization key is not in the correct format.'));
    expect(problem).toMatchObject({ code: 'provider_unauthorized' });
  });

  test.each([
    [400, 'provider_error', 1],
    [401, 'provider_unauthorized', 1],
    [403, 'provider_unauthorized', 1],
    [500, 'provider_error', 1],
    [503, 'provider_unavailable', 4],
  ])('reads %i as %s', async (status, code, calls) => {
    expect(await listProblem(refusal(status, "Requested value 'Actidve' was not found."))).toMatchObject({
      problem: { code, provider: { status, code: 'Api Error', message: "Requested value 'Actidve' was not found." } },
      calls,
    });
  });

  test('passes on all error values and the error id, without the key in them', async () => {
    const body = {
      ErrorId: 17,
      Errors: [{ Key: 'a', Value: 'One.' }, { Key: 'b', Value: `Two ${apiKey}.` }, { Value: null }],
    };
    const { problem } = await listProblem({ status: 400, body });
    expect(problem).toMatchObject({ provider: { code: '17', message: 'One.; Two [redacted].' } });
  });

  test.each([['<html>Bad gateway</html>'], [''], ['null'], ['{"Errors":"odd"}']])(
    'survives the error body %j',
    async (body) => {
      const { problem } = await listProblem({ status: 500, body });
      expect(problem).toMatchObject({ code: 'provider_error', provider: { code: null, message: null } });
    },
  );

  test.each([['{"plans":[]}'], ['not json'], [''], ['[{"name":"no id"}]']])(
    'does not take %j for a list',
    async (body) => {
      const { problem } = await listProblem({ status: 200, body });
      expect(problem).toMatchObject({ code: 'provider_response_invalid' });
    },
  );
});

describe('the rate limit', () => {
  const limited = (headers: Record<string, string>) => refusal(429, 'Limit per minute reached.', headers);

  test.each([
    ['an ISO time without a zone', '2031-03-01T12:00:07', 7_000],
    ['an ISO time with one', '2031-03-01T13:00:07.0000000+01:00', 7_000],
    ['an American date', '3/1/2031 12:00:07 PM', 7_000],
    ['seconds since 1970', String(startMs / 1_000 + 7), 7_000],
    ['milliseconds since 1970', String(startMs + 7_000), 7_000],
    ['seconds to go', '7', 7_000],
    ['something else', 'soon', 5_000],
    ['a time long past', '2020-01-01T00:00:00', 5_000],
    ['a time that no minute lasts to', '2031-03-01T12:05:00', 5_000],
  ])('is waited out by the reset header, with %s', async (_what, reset, waitedMs) => {
    const bench = await startBench({
      [firstPlans]: (nth) => (nth === 0 ? limited({ 'X-Rate-Limit-Reset-Minute': reset }) : ok([])),
    });
    expect(await bench.operations.listPlans?.(0)).toMatchObject({ ok: true });
    expect(bench.clock.now() - startMs).toBe(waitedMs);
  });

  test('goes by Retry-After where it comes, and by the setting without any header', async () => {
    const retryAfter = await startBench({
      [firstPlans]: (nth) => (nth === 0 ? limited({ 'Retry-After': '2', 'X-Rate-Limit-Reset-Minute': '7' }) : ok([])),
    });
    await retryAfter.operations.listPlans?.(0);
    expect(retryAfter.clock.now() - startMs).toBe(2_000);

    const setting = await startBench(
      { [firstPlans]: (nth) => (nth === 0 ? limited({}) : ok([])) },
      { settings: { rateLimitWaitSeconds: 1.5 } },
    );
    await setting.operations.listPlans?.(0);
    expect(setting.clock.now() - startMs).toBe(1_500);
  });

  test('of the day is not tried again, and says when to come back', async () => {
    const headers = { 'X-Rate-Limit-Remaining-Day': '0', 'X-Rate-Limit-Reset-Day': '2031-03-02T00:00:00' };
    expect(await listProblem(limited(headers))).toMatchObject({
      problem: { code: 'provider_rate_limited', retryAfterSeconds: 43_200 },
      calls: 1,
    });
  });

  test('that lasts longer than a request should wait is passed on', async () => {
    expect(await listProblem(limited({ 'X-Rate-Limit-Reset-Minute': '2031-03-01T12:00:40' }))).toMatchObject({
      problem: { code: 'provider_rate_limited', retryAfterSeconds: 40 },
      calls: 1,
    });
  });
});

describe('the subscription template', () => {
  const template = async (answer: Parameters<typeof startBench>[0][string]) => {
    const bench = await startBench({ [templateLine]: answer });
    const result = await bench.operations.getSubscriptionTemplate?.('88', {
      interval: 'monthly',
      numberOfIntervals: 1,
    });
    return result?.ok ? result.value : result?.problem;
  };

  test('is the JSON of the vendor, unknown members and long ids included', async () => {
    const body =
      '{"planFrequencyID":123456789012345678,"customerId":null,"odd":{"a":[1.500]},"subscriptionProducts":[]}';
    expect(JSON.stringify(await template({ status: 200, body }))).toBe(
      '{"planFrequencyID":123456789012345678,"customerId":null,"odd":{"a":[1.5]},"subscriptionProducts":[]}',
    );
  });

  test.each([[teamPlan], ['[]'], ['"planFrequencyId"'], ['{"id":88}'], ['{"planFrequencyId":1,"planFrequencies":[]}']])(
    'is not %s',
    async (body) => {
      expect(await template({ status: 200, body })).toMatchObject({ code: 'provider_response_invalid' });
    },
  );

  test('of a plan that is not there is a plan that is not there', async () => {
    expect(await template(refusal(404, 'Plan with id 88 not found.'))).toMatchObject({ code: 'plan_not_found' });
  });

  test('asks with both the interval and its number, in lower case', async () => {
    const bench = await startBench({});
    await bench.operations.getSubscriptionTemplate?.('88', { interval: 'yearly', numberOfIntervals: 2 });
    expect(linesOf(bench)).toEqual(['GET /v1/Plans/88?view=subscription&interval=yearly&numberOfIntervals=2']);
  });
});
