import { afterEach, describe, expect, test } from '@jest/globals';
import type { Draft } from '../../shared/domain/provider.ts';
import {
  activation,
  linesOf,
  migration,
  ok,
  provisioningSubscription,
  refusal,
  type Script,
  startBench,
} from '../support/fusebill-bench.ts';
import { closeRecordingServers, type Reaction } from '../support/recording-server.ts';

afterEach(closeRecordingServers);

const activate = 'POST /v1/SubscriptionActivation/52001?view=sideeffects';
const migrate = 'POST /v1/subscriptions/52001/migrate';
const activated = { ...provisioningSubscription, status: 'Active', activatedTimestamp: '2031-03-01T12:00:00' };

const conversionOf = async (script: Script = {}) => {
  const bench = await startBench(script);
  if (bench.operations.changes.convert_trial === undefined) {
    throw new Error('no conversion');
  }
  return { bench, conversion: bench.operations.changes.convert_trial };
};

const send = async (write: Draft, answer: Reaction) => {
  const { bench, conversion } = await conversionOf({ [activate]: answer, [migrate]: answer });
  return { sent: await conversion.send(write, 1), bench };
};

describe('an activation', () => {
  test('is one POST without a body, never of the customer', async () => {
    const { sent, bench } = await send(activation, ok(activated));
    expect(sent).toEqual({ kind: 'accepted', collection: { status: 'unknown', detail: null }, warnings: [] });
    expect(bench.requests).toMatchObject([{ method: 'POST', body: '', headers: { 'content-length': '0' } }]);
    expect(linesOf(bench)).toEqual([activate]);
  });

  test('leaves the invoice a draft when asked, and nothing is collected', async () => {
    const line = `${activate}&temporarilyDisableAutoPost=true`;
    const { conversion } = await conversionOf({ [line]: ok(activated) });
    const parameters = { action: 'activate', temporarilyDisableAutoPost: true };
    expect(await conversion.send({ ...activation, parameters }, 1)).toMatchObject({
      kind: 'accepted',
      collection: { status: 'not_attempted' },
    });
  });

  const paid = { invoiceNumber: 1042, invoiceAmount: '29.000000', totalPayments: 29, outstandingBalance: 0 };

  test.each([
    ['paid in full', { invoices: [paid] }, 'collected'],
    ['one paid and one not', { invoices: [paid, { ...paid, totalPayments: 0, outstandingBalance: 29 }] }, 'unknown'],
    ['owing', { invoice: { ...paid, totalPayments: 10, outstandingBalance: 19 } }, 'unknown'],
    ['written off', { invoices: [{ ...paid, totalPayments: 0 }] }, 'unknown'],
    ['not settled yet', { invoices: [{ ...paid, unsettled: true }] }, 'unknown'],
    ['over nothing', { invoices: [{ ...paid, invoiceAmount: 0, totalPayments: 0 }] }, 'unknown'],
    ['a draft', { draftInvoices: [{ status: 'Ready', total: 29, draftCharges: [] }] }, 'unknown'],
    ['unreadable', { invoices: [{ ...paid, totalPayments: 'all' }] }, 'unknown'],
    ['not there', null, 'unknown'],
  ])('whose invoice is %s', async (_what, sideeffects, status) => {
    const { sent } = await send(activation, ok({ ...activated, sideeffects }));
    expect(sent).toMatchObject({ kind: 'accepted', collection: { status }, warnings: [] });
  });

  test('of an active subscription is a conflict, to be settled by a read', async () => {
    const { sent, bench } = await send(activation, refusal(409, 'Subscription 52001 is already active.'));
    expect(sent).toMatchObject({ kind: 'conflict', problem: { code: 'provider_conflict', outcome: 'not_executed' } });
    expect(bench.requests).toHaveLength(1);
  });

  test.each([
    [400, 'Customer is not active.', 'provider_rejected'],
    [400, 'Authorization key is not in the correct format.', 'provider_unauthorized'],
    [401, 'Unauthorized.', 'provider_unauthorized'],
    [404, 'Subscription with id 52001 not found.', 'subscription_not_found'],
    [429, 'Limit per minute reached.', 'provider_rate_limited'],
  ])('refused with %i %s did nothing', async (status, words, code) => {
    const { sent, bench } = await send(activation, refusal(status, words));
    expect(sent).toMatchObject({
      kind: 'refused',
      problem: { code, outcome: 'not_executed', provider: { message: words } },
      collection: { status: 'not_attempted' },
    });
    expect(bench.requests).toHaveLength(1);
  });

  test.each<[string, Reaction]>([
    ['an error of the server', refusal(500, 'Server error.')],
    ['an unavailable server', refusal(503, 'Unavailable.')],
    ['a broken connection', 'drop'],
    ['an empty answer', { status: 200, body: '' }],
    ['half an answer', { status: 200, body: '{"id":52001,' }],
    ['a list', ok([activated])],
    ['a subscription that is still provisioning', ok(provisioningSubscription)],
    ['a redirect', { status: 302, headers: { location: 'https://login.example/' } }],
  ])('is unknown after %s, and not sent again', async (_what, answer) => {
    const { sent, bench } = await send(activation, answer);
    expect(sent).toMatchObject({ kind: 'unknown', problem: { outcome: 'unknown' } });
    expect(bench.requests).toHaveLength(1);
  });
});

describe('a migration', () => {
  test('is one POST along the relationship, now', async () => {
    const { sent, bench } = await send(migration, ok({ id: 52044 }));
    expect(sent).toEqual({ kind: 'accepted', collection: { status: 'unknown', detail: null }, warnings: [] });
    expect(bench.requests).toMatchObject([
      {
        method: 'POST',
        target: '/v1/subscriptions/52001/migrate',
        headers: { 'content-type': 'application/json' },
        body: '{"customerId":70011,"planFamilyRelationshipId":314,"migrationTimingOption":"Now"}',
      },
    ]);
  });

  test('keeps every digit of long ids', async () => {
    const write = {
      ...migration,
      accountId: '123456789012345679',
      parameters: { action: 'migrate', planFamilyRelationshipId: '999999999999999999' },
    };
    const { bench } = await send(write, ok({}));
    expect(bench.requests[0]?.body).toBe(
      '{"customerId":123456789012345679,"planFamilyRelationshipId":999999999999999999,"migrationTimingOption":"Now"}',
    );
  });

  test.each([
    [400, 'Plan family relationship 314 does not apply.', 'refused', 'plan_not_available'],
    [404, 'PlanFamilyRelationship with id 314 not found.', 'refused', 'plan_not_available'],
    [400, 'Customer is on hold.', 'refused', 'provider_rejected'],
    [404, 'Subscription with id 52001 not found.', 'refused', 'subscription_not_found'],
    [409, 'Subscription 52001 is migrated.', 'conflict', 'provider_conflict'],
    [502, 'Bad gateway.', 'unknown', 'provider_unavailable'],
  ])('answered with %i %s is %s', async (status, words, kind, code) => {
    expect((await send(migration, refusal(status, words))).sent).toMatchObject({ kind, problem: { code } });
  });

  test('answered with nothing is for a read to decide', async () => {
    expect((await send(migration, { status: 204 })).sent).toMatchObject({ kind: 'unknown' });
  });

  test('that was stored in no shape of ours is not sent', async () => {
    const { sent, bench } = await send({ ...migration, parameters: { action: 'cancel' } }, ok({}));
    expect(sent).toMatchObject({ kind: 'refused', problem: { code: 'internal_error', outcome: 'not_executed' } });
    expect(bench.requests).toEqual([]);
  });
});

describe('a preview', () => {
  const line = 'POST /v1/SubscriptionActivation/52001?preview=true';

  const previewed = async (answer: Reaction) => {
    const { bench, conversion } = await conversionOf({ [line]: answer });
    const result = await conversion.preview?.(activation);
    return { result: result?.ok ? result.value : result?.problem, bench };
  };

  test.each<[string, unknown, string | null]>([
    [
      'the total of the mock invoice',
      { invoicePreview: { subtotal: 29, total: '32.770000', totalTaxes: 3.77 } },
      '32.77',
    ],
    [
      'the total of all of them',
      { invoicePreview: { total: 29 }, additionalInvoicesForPreview: [{ total: 0.1 }, { total: 0.2 }] },
      '29.30',
    ],
    ['nothing without an invoice', {}, null],
    [
      'nothing where one of them has no total',
      { invoicePreview: { total: 29 }, additionalInvoicesForPreview: [{}] },
      null,
    ],
    ['nothing of another shape', [], null],
  ])('of an activation shows %s', async (_what, more, amount) => {
    const body = Array.isArray(more) ? more : { ...provisioningSubscription, ...(more as object) };
    const { result } = await previewed(ok(body));
    expect(result).toEqual({ charges: amount === null ? null : { amount, currency: null }, warnings: [] });
  });

  test('is asked for with the preview alone', async () => {
    const { bench } = await previewed(ok({}));
    expect(linesOf(bench)).toEqual([line]);
  });

  test('fails as the activation would', async () => {
    expect((await previewed(refusal(409, 'Already active.'))).result).toMatchObject({ code: 'provider_conflict' });
    const { result } = await previewed(refusal(400, 'Customer is not active.'));
    expect(result).toMatchObject({ code: 'provider_rejected' });
    expect(result).not.toHaveProperty('outcome');
  });

  test('does not exist for a migration', async () => {
    const { bench, conversion } = await conversionOf();
    expect(conversion.preview?.(migration)).toBeNull();
    expect(bench.requests).toEqual([]);
  });
});
