import { afterEach, describe, expect, test } from '@jest/globals';
import { provider } from '../../shared/providers/aria/index.ts';
import { authKey, ok, problemOf, refused, secretOf, startBench } from '../support/aria-bench.ts';
import { closeRecordingServers, type Reaction } from '../support/recording-server.ts';

afterEach(closeRecordingServers);

const readAccount = async (answer: Reaction) => {
  const bench = await startBench({ get_acct_plans_all_m: answer });
  return problemOf(bench.operations.listAccountPlans('42'));
};

describe('the secret', () => {
  const configure = (changes: object) => {
    const result = provider.configure({ ...secretOf('http://127.0.0.1:1024'), ...changes });
    return result.ok ? [] : result.problem;
  };

  test('is enough with clientNo and authKey; members that nobody knows are ignored', () => {
    expect(provider.configure({ clientNo: '1', authKey: 'k', settings: { other: 1 }, somethingElse: true }).ok).toBe(
      true,
    );
  });

  test('names every missing field', () => {
    const result = provider.configure({});
    expect(result.ok ? [] : result.problem.map(({ path }) => path)).toEqual(['clientNo', 'authKey']);
  });

  test('refuses what cannot be sent, without quoting it', () => {
    const number = 'must be a whole number without leading zeros, 22 digits at most';
    expect(configure({ clientNo: '0123' })).toEqual([{ path: 'clientNo', message: number }]);
    expect(configure({ clientNo: -5 })).toEqual([{ path: 'clientNo', message: number }]);
    expect(configure({ clientNo: 2 ** 60 }).map(({ path }) => path)).toEqual(['clientNo']);
    expect(configure({ coreUrl: 'http://secure.example/v1/core' })).toEqual([
      { path: 'coreUrl', message: 'must use https, unless the host is loopback' },
    ]);
    expect(configure({ webhook: { header: 'x-token' } })).toEqual([
      { path: 'webhook', message: 'must hold header and value, or username and password' },
    ]);
    expect(configure({ settings: { accountIds: 'both' } }).map(({ path }) => path)).toEqual(['settings.accountIds']);
  });

  test('lists the values that must not get out, with the pairs as they are sent', () => {
    const result = provider.configure({
      ...secretOf('http://127.0.0.1:1024'),
      webhook: { username: 'aria', password: 'hook-pass' },
    });
    expect(result.ok && result.value.secretValues).toEqual([
      'client_no=1234567&auth_key=aK3yaK3yaK3yaK3yaK3yaK3yaK3yaK3y',
      '"client_no":1234567,"auth_key":"aK3yaK3yaK3yaK3yaK3yaK3yaK3yaK3y"',
      authKey,
      'aria:hook-pass',
      'hook-pass',
    ]);
  });

  test('says which ids there are: numbers, or a text of at most 50 characters for accounts', async () => {
    const { configured } = await startBench({});
    expect(configured.identifiers.account?.matches('cust-42')).toBe(false);
    expect(configured.identifiers.plan?.matches('007')).toBe(false);
    expect(configured.identifiers.subscription?.matches('123456789012345678')).toBe(true);

    const byClientId = (await startBench({}, { settings: { accountIds: 'client' } })).configured;
    expect(byClientId.identifiers.account?.matches('cust-42')).toBe(true);
    expect(byClientId.identifiers.account?.matches('c'.repeat(51))).toBe(false);
    expect(byClientId.identifiers.plan?.matches('gold')).toBe(false);
  });
});

describe('a request', () => {
  test('to Core is JSON that names its call in the body, and keeps every digit of a long number', async () => {
    const bench = await startBench({ get_acct_plans_all_m: ok() }, { clientNo: '1234567890123456789012' });
    await bench.operations.listAccountPlans('123456789012345678');
    expect(bench.requests).toHaveLength(1);
    expect(bench.requests[0]).toMatchObject({ method: 'POST', target: '/v1/core' });
    expect(bench.requests[0]?.headers['content-type']).toBe('application/json');
    expect(bench.requests[0]?.body).toBe(
      `{"rest_call":"get_acct_plans_all_m","output_format":"json","client_no":1234567890123456789012,"auth_key":"${authKey}",` +
        '"acct_no":123456789012345678,"limit":998,"offset":0,"include_rate_schedule":"true","include_plan_services":"false",' +
        '"include_service_supp_fields":"false","include_product_fields":"false","include_plan_instance_fields":"false",' +
        '"include_surcharges":"false","include_dunning_info":"false"}',
    );
  });

  test('to Admin Tools is a form with percent-encoded values', async () => {
    const bench = await startBench({ get_plans_m: ok() }, { authKey: 'k&=+ é' });
    await bench.operations.listPlans(0);
    expect(bench.requests).toHaveLength(1);
    expect(bench.requests[0]).toMatchObject({ method: 'POST', target: '/AdminTools.php/Dispatcher' });
    expect(bench.requests[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(bench.requests[0]?.body).toBe(
      'rest_call=get_plans_m&output_format=json&client_no=1234567&auth_key=k%26%3D%2B%20%C3%A9&include_rs_summary=true',
    );
  });

  test('to Core carries the release version where the connection sets one', async () => {
    const bench = await startBench({ get_acct_plans_all_m: ok() }, { settings: { releaseVersion: 47 } });
    await bench.operations.listAccountPlans('42');
    expect(JSON.parse(bench.sent('get_acct_plans_all_m')[0] ?? '')).toMatchObject({ releaseVersion: '47' });
  });

  test('is logged by family and call, never with what is in it', async () => {
    const bench = await startBench({ get_acct_plans_all_m: ok() });
    await bench.operations.listAccountPlans('42');
    expect(bench.lines).toHaveLength(1);
    expect(JSON.parse(bench.lines[0] ?? '')).toMatchObject({ method: 'POST', route: 'core get_acct_plans_all_m' });
    expect(bench.lines.join('')).not.toContain(authKey);
  });
});

describe('an answer', () => {
  test('is a success by its error_code alone, be it a number or text', async () => {
    expect(await readAccount({ status: 200, body: { error_code: '0', error_msg: 'OK' } })).toBe('success');
    expect(await readAccount(refused('1009', 'account does not exist'))).toEqual({
      code: 'account_not_found',
      detail: 'The provider answered with error code 1009.',
      provider: { name: 'aria', status: 200, code: '1009', message: 'account does not exist' },
    });
  });

  test.each([
    [1001, 'provider_error'],
    [1003, 'provider_unauthorized'],
    [1004, 'provider_unauthorized'],
    [1005, 'provider_unauthorized'],
    [1011, 'provider_unauthorized'],
    [1009, 'account_not_found'],
    [1012, 'provider_error'],
    [99999, 'provider_error'],
  ])('with error_code %s is %s when reading', async (errorCode, code) => {
    expect(await readAccount(refused(errorCode))).toMatchObject({ code, provider: { code: String(errorCode) } });
  });

  test('about an unknown call comes with HTTP 404, and is nobody’s missing account', async () => {
    const bench = await startBench({});
    expect(await problemOf(bench.operations.listAccountPlans('42'))).toMatchObject({
      code: 'provider_error',
      provider: { status: 404, code: '-1', message: 'not attempted' },
    });
  });

  test('without an error_code is judged by its status', async () => {
    expect(await readAccount({ status: 200, body: '<html>' })).toMatchObject({ code: 'provider_response_invalid' });
    expect(await readAccount({ status: 200, body: { ok: true } })).toMatchObject({ code: 'provider_response_invalid' });
    expect(await readAccount({ status: 404, body: '<html>' })).toMatchObject({ code: 'provider_error' });
    expect(await readAccount({ status: 403, body: '' })).toMatchObject({ code: 'provider_unauthorized' });
    expect(await readAccount({ status: 503, body: '' })).toMatchObject({ code: 'provider_unavailable' });
    expect(await readAccount({ status: 429, body: '', headers: { 'retry-after': '60' } })).toMatchObject({
      code: 'provider_rate_limited',
      retryAfterSeconds: 60,
    });
  });

  test('with an HTTP error is judged by its error_code first', async () => {
    expect(await readAccount({ status: 400, body: { error_code: 1009, error_msg: 'no' } })).toMatchObject({
      code: 'account_not_found',
      provider: { status: 400, code: '1009' },
    });
  });

  test('with 429 is a rate limit, whatever its error_code', async () => {
    expect(
      await readAccount({ status: 429, body: { error_code: 1004, error_msg: 'no' }, headers: { 'retry-after': '60' } }),
    ).toMatchObject({ code: 'provider_rate_limited', retryAfterSeconds: 60, provider: { status: 429, code: '1004' } });
  });

  test('with an HTTP error is no success, even beside error_code 0', async () => {
    expect(await readAccount({ status: 500, body: { error_code: 0, error_msg: 'OK' } })).toMatchObject({
      code: 'provider_error',
    });
  });

  test('with a missing id names the place', async () => {
    expect(await readAccount(ok({ all_acct_plans_m: [{ plan_no: 1 }] }))).toMatchObject({
      code: 'provider_response_invalid',
      detail: "The provider's answer is not valid: all_acct_plans_m.rows.0.plan_instance_no: expected an id.",
    });
  });

  test('is waited for again when a read failed on the way', async () => {
    const bench = await startBench({ get_acct_plans_all_m: (_request, index) => (index === 0 ? 'drop' : ok()) });
    expect(await problemOf(bench.operations.listAccountPlans('42'))).toBe('success');
    expect(bench.requests).toHaveLength(2);
  });

  test('that quotes the key is passed on without it', async () => {
    expect(await readAccount(refused(1016, `auth_key (${authKey}) is not a valid string`))).toMatchObject({
      provider: { message: 'auth_key ([redacted]) is not a valid string' },
    });
  });
});
