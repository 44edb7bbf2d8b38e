import { describe, expect, test } from '@jest/globals';
import { type Bench, startBench } from './bench.ts';
import { connectionPath, conversionRequest } from './expectations.ts';

const request = conversionRequest('5000001', {});
const write = { provider: 'aria', operation: 'update_acct_plan_status_m' } as const;

const start = () => startBench('aria');

const stateOf = ({ sandbox }: Bench) => sandbox.providers.aria.state;

const receiptsOf = ({ sandbox }: Bench) =>
  sandbox
    .requests()
    .filter(({ operation }) => operation === write.operation)
    .map(({ body }) => String((JSON.parse(body) as { client_receipt_id: string }).client_receipt_id));

const errorAnswer = (code: number, message: string) =>
  ({ kind: 'status', status: 200, body: JSON.stringify({ error_code: code, error_msg: message }) }) as const;

describe('conversions that only aria has', () => {
  test('the repeat after the settle time carries the same receipt id as the first attempt', async () => {
    const bench = await start();
    bench.sandbox.faults.add({ ...write, fault: { kind: 'drop-before' } });
    await bench.send(request);
    bench.gateway.advance(330_000);
    await bench.gateway.reconcile();
    const [first, second, ...others] = receiptsOf(bench);
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(second).toBe(first);
    expect(others).toEqual([]);
    expect(bench.sandbox.world.journal.entries()).toHaveLength(1);
  });

  test('two conversions never share a receipt id', async () => {
    const bench = await start();
    await bench.send(request);
    await bench.send(conversionRequest('5000013', {}));
    expect(new Set(receiptsOf(bench)).size).toBe(2);
  });

  test('a repeat that is refused because its receipt was used is looked up, and claims nothing that the account does not show', async () => {
    const bench = await start();
    bench.sandbox.faults.add({ ...write, fault: { kind: 'drop-before' } });
    const pending = await bench.send(request);
    stateOf(bench).receiptUses.push({
      receiptId: receiptsOf(bench)[0] ?? '',
      restCall: write.operation,
      errorCode: 0,
      target: { acctNo: '5000001', planInstanceNo: '6000001' },
      at: '2031-03-14T10:00:00.000Z',
    });
    bench.gateway.advance(330_000);
    await bench.gateway.reconcile();
    expect(bench.countSent('get_all_actions_by_receipt_id_m')).toBe(1);
    const location = String(pending.headers.location);
    expect(await bench.send({ path: location })).toMatchObject({ body: { status: 'pending' } });

    const [instance] = stateOf(bench).accounts.get('5000001')?.instances ?? [];
    Object.assign(instance ?? {}, { statusCode: 1 });
    expect(await bench.send({ path: location })).toMatchObject({
      body: { status: 'succeeded', outcome: 'converted', attempts: 2 },
    });
    expect(bench.countSent(write.operation)).toBe(2);
  });

  test('an account by the id of the client is looked up under its number, which alone the provider knows there', async () => {
    const bench = await startBench('aria', { secret: { settings: { accountIds: 'client' } } });
    const replacement = { provider: 'aria', operation: 'replace_acct_plan_m' } as const;
    bench.sandbox.faults.add({ ...replacement, fault: { kind: 'drop-before' } });
    await bench.send(conversionRequest('acct-trial', { planId: '10002' }));
    bench.sandbox.faults.add({ ...replacement, fault: errorAnswer(1012, 'invalid input format') });
    bench.gateway.advance(330_000);
    await bench.gateway.reconcile();
    const calls = bench.sandbox.requests().map(({ operation, body }) => ({ operation, ...JSON.parse(body) }));
    expect(calls.filter(({ operation }) => operation === 'replace_acct_plan_m')).toMatchObject([
      { acct_no: 5000001 },
      { acct_no: 5000001 },
    ]);
    expect(calls.filter(({ operation }) => operation === 'get_all_actions_by_receipt_id_m')).toMatchObject([
      { acct_no: 5000001 },
    ]);
    expect(bench.countSent('get_acct_details_all_m')).toBe(1);
  });

  test('1012 at the first attempt is an error, and nothing is looked up', async () => {
    const bench = await start();
    bench.sandbox.faults.add({ ...write, fault: errorAnswer(1012, 'invalid input format') });
    expect(await bench.send(request)).toMatchObject({
      status: 502,
      body: { code: 'provider_error', outcome: 'not_executed', provider: { code: '1012' } },
    });
    expect(bench.countSent('get_all_actions_by_receipt_id_m')).toBe(0);
    expect(bench.countSent(write.operation)).toBe(1);
  });

  test('an unexpected error of a write says nothing of its outcome', async () => {
    const bench = await start();
    bench.sandbox.faults.add({ ...write, fault: errorAnswer(1001, 'unexpected error') });
    expect(await bench.send(request)).toMatchObject({ status: 202, body: { status: 'pending' } });
    expect(bench.countSent(write.operation)).toBe(1);
  });

  test('a conflict after which the instance is active is already converted', async () => {
    const bench = await start();
    const fault = { ...errorAnswer(14051, 'invalid plan status for the new plan'), handled: true };
    bench.sandbox.faults.add({ ...write, fault });
    expect(await bench.send(request)).toMatchObject({
      status: 200,
      body: { outcome: 'already_converted', after: { status: 'active' } },
    });
  });

  test('the directive is always sent: the tenant is set to act on the next anniversary', async () => {
    const bench = await start();
    stateOf(bench).settings.defaultAssignmentDirective = 1;
    expect(await bench.send(conversionRequest('5000001', { planId: '10002' }))).toMatchObject({ status: 201 });
    expect(stateOf(bench).queuedChanges).toEqual([]);
  });
});

describe('reads that only aria has', () => {
  test('an account with more instances than a page holds is read to its end, however the records are counted', async () => {
    for (const recordCount of ['all_rows', 'rows_of_answer'] as const) {
      const bench = await start();
      const state = stateOf(bench);
      state.settings.recordCount = recordCount;
      const account = state.accounts.get('5000012');
      const [ended] = account?.instances ?? [];
      if (account !== undefined && ended !== undefined) {
        const more = Array.from({ length: 1_000 }, (_, index) => ({
          ...ended,
          planInstanceNo: String(6_100_000 + index),
        }));
        account.instances.unshift(...more);
      }
      const answer = await bench.send({ path: `${connectionPath}/accounts/5000012/plan` });
      expect(answer).toMatchObject({ status: 200, body: { subscriptionId: '6001120', status: 'trial' } });
      expect(bench.countSent('get_acct_plans_all_m')).toBe(2);
    }
  });

  test.each(['all_rows', 'rows_of_answer'] as const)(
    'an account with more instances than the call gives is not converted, with the records counted as %s',
    async (recordCount) => {
      const bench = await start();
      const state = stateOf(bench);
      state.settings.recordCount = recordCount;
      const account = state.accounts.get('5000001');
      const [trial] = account?.instances ?? [];
      if (account !== undefined && trial !== undefined) {
        const more = Array.from({ length: 1_996 }, (_, index) => ({
          ...trial,
          statusCode: -2,
          planInstanceNo: String(6_100_000 + index),
        }));
        account.instances.push(...more);
      }
      const unreadable = { status: 502, body: { code: 'provider_response_invalid' } };
      expect(await bench.send({ path: `${connectionPath}/accounts/5000001/plan` })).toMatchObject(unreadable);
      expect(await bench.send(request)).toMatchObject(unreadable);
      expect(bench.countSent(write.operation)).toBe(0);
      expect(bench.sandbox.world.journal.entries()).toEqual([]);
    },
  );

  test.each([1003, 1004] as const)(
    'an address that Admin Tools does not permit (%i) breaks the catalogue alone',
    async (code) => {
      const bench = await start();
      stateOf(bench).settings.refusedHosts.admin = code;
      expect(await bench.send({ path: `${connectionPath}/plans` })).toMatchObject({
        status: 502,
        body: { code: 'provider_unauthorized', provider: { status: 200, code: String(code) } },
      });
      expect(await bench.send({ path: `${connectionPath}/accounts/5000001/plan` })).toMatchObject({ status: 200 });
    },
  );

  test('a call that the provider does not know is 404 with a code of its own', async () => {
    const bench = await start();
    const body = '{"error_code":-1,"error_msg":"not attempted"}';
    const operation = 'get_acct_plans_all_m';
    bench.sandbox.faults.add({ provider: 'aria', operation, fault: { kind: 'status', status: 404, body } });
    expect(await bench.send({ path: `${connectionPath}/accounts/5000001/plan` })).toMatchObject({
      status: 502,
      body: { code: 'provider_error', provider: { status: 404, code: '-1' } },
    });
  });

  test('a release can be pinned by a setting', async () => {
    const bench = await startBench('aria', { secret: { settings: { releaseVersion: 52 } } });
    await bench.send({ path: `${connectionPath}/accounts/5000001/plan` });
    expect(bench.takeSent()[0]?.body).toContain('"releaseVersion":"52"');
  });
});
