import { describe, expect, test } from '@jest/globals';
import { apiError, json, openSandbox } from './fusebill-account.ts';

describe('SubscriptionActivation', () => {
  test('activates a trial, bills it and writes that down', () => {
    const { post, state, world } = openSandbox();
    const answer = post('/v1/SubscriptionActivation/52001?view=sideeffects');
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('"outstandingBalance":0.000000');
    expect(json(answer)).toMatchObject({
      id: 52001,
      status: 'Active',
      activatedTimestamp: '2024-05-31T10:00:00',
      nextPeriodStartDate: '2024-06-30T05:00:00',
      hasPostedInvoice: true,
      sideeffects: {
        invoice: {
          invoiceAmount: 29,
          totalPayments: 29,
          outstandingBalance: 0,
          postedTimestamp: '2024-05-31T10:00:00',
          paymentSchedules: [{ status: 'Paid', amount: 29 }],
        },
        draftInvoice: null,
      },
    });
    expect(state.subscriptions.get('52001')?.status).toBe('Active');
    expect(world.journal.entries()).toEqual([
      {
        provider: 'fusebill',
        operation: 'SubscriptionActivation',
        accountId: '70001',
        subscriptionId: '52001',
        change: {
          status: ['Provisioning', 'Active'],
          invoice: { id: '90001', posted: true, amount: '29.00', totalPayments: '29.00' },
        },
        at: '2024-05-31T10:00:00.000Z',
      },
    ]);
  });

  test('answers the subscription alone without view=sideeffects', () => {
    const answer = json(openSandbox().post('/v1/subscriptionactivation/52001'));
    expect(answer).not.toHaveProperty('sideeffects');
    expect(answer).not.toHaveProperty('invoicePreview');
  });

  test.each([
    ['52014', 'when its collection succeeds', { invoiceAmount: 87.5, totalPayments: 87.5, outstandingBalance: 0 }],
    ['52015', 'when its collection fails', { invoiceAmount: 29, totalPayments: 0, outstandingBalance: 29 }],
    ['52016', 'when no collection is tried', { invoiceAmount: 29, totalPayments: 0, outstandingBalance: 29 }],
    ['52017', 'on a plan of the older shape', { invoiceAmount: 44, totalPayments: 44, outstandingBalance: 0 }],
    ['52019', 'in euros', { invoiceAmount: 27, totalPayments: 27, outstandingBalance: 0 }],
  ])('subscription %s becomes Active %s', (id, _name, invoice) => {
    const answer = json(openSandbox().post(`/v1/SubscriptionActivation/${id}?view=sideeffects`));
    expect(answer).toMatchObject({ status: 'Active', sideeffects: { invoice } });
  });

  test('with temporarilyDisableAutoPost the invoice stays a draft and nothing is collected', () => {
    const { post, world } = openSandbox();
    const answer = post('/v1/SubscriptionActivation/52001?temporarilyDisableAutoPost=true&view=sideeffects');
    expect(json(answer)).toMatchObject({
      status: 'Active',
      hasPostedInvoice: false,
      sideeffects: { invoice: null, draftInvoice: { status: 'Ready', total: 29 } },
    });
    expect(world.journal.entries()[0]?.change.invoice).toMatchObject({ posted: false, totalPayments: '0.00' });
  });

  test('a preview shows the invoice and changes nothing', () => {
    const { post, state, world } = openSandbox();
    const before = structuredClone(state);
    const preview = json(post('/v1/SubscriptionActivation/52014?preview=true'));
    expect(preview).toMatchObject({
      id: 52014,
      invoicePreview: {
        subtotal: 87.5,
        total: 87.5,
        totalTaxes: 0,
        draftCharges: [
          { name: 'Licence', quantity: 3, unitPrice: 12.5, amount: 37.5 },
          { name: 'Set-up', quantity: 1, unitPrice: 50, amount: 50 },
        ],
      },
    });
    expect(world.journal.entries()).toEqual([]);
    expect({ ...state, rateLimits: null }).toEqual({ ...before, rateLimits: null });
  });

  test('a zero dollar charge is on the invoice only when asked for', () => {
    const { post, state } = openSandbox();
    const trial = state.subscriptions.get('52018');
    if (trial !== undefined) {
      trial.status = 'Draft';
    }
    const charges = (query: string) =>
      json(post(`/v1/SubscriptionActivation/52018?preview=true${query}`)).invoicePreview.draftCharges;
    expect(charges('')).toEqual([]);
    expect(charges('&showzerodollarcharges=true')).toMatchObject([{ name: 'Trial seat', amount: 0 }]);
  });

  test('activating twice is a conflict, and bills once', () => {
    const { post, state, world } = openSandbox();
    expect(post('/v1/SubscriptionActivation/52002').status).toBe(200);
    const second = post('/v1/SubscriptionActivation/52002');
    expect(json(second)).toEqual(apiError(409, 'Subscription with id 52002 is already active.'));
    expect(world.journal.entries()).toHaveLength(1);
    expect(state.invoices.size).toBe(1);
  });

  test.each([
    ['52003', 'an active one', 409],
    ['52006', 'a suspended one', 409],
    ['52007', 'a cancelled one', 409],
    ['52008', 'an expired one', 409],
    ['52009', 'a migrated one', 409],
    ['52013', 'one of a Draft customer', 409],
    ['52020', 'a standing order', 409],
    ['1', 'an unknown one', 404],
  ])('%s, %s, is refused and nothing is written down', (id, _name, status) => {
    const { post, world } = openSandbox();
    expect(post(`/v1/SubscriptionActivation/${id}`).status).toBe(status);
    expect(world.journal.entries()).toEqual([]);
  });

  test.each([
    ['52001?preview=yes', 400],
    ['52001?temporarilyDisableAutoPost=1', 400],
    ['52001?view=everything', 500],
  ])('SubscriptionActivation/%s is refused with %i', (target, status) => {
    const { post, world } = openSandbox();
    expect(post(`/v1/SubscriptionActivation/${target}`).status).toBe(status);
    expect(world.journal.entries()).toEqual([]);
  });

  test('a body is refused, and so is another method', () => {
    const { call, post, state } = openSandbox();
    expect(post('/v1/SubscriptionActivation/52001', {}).status).toBe(400);
    expect(call('/v1/SubscriptionActivation/52001').status).toBe(405);
    expect(state.subscriptions.get('52001')?.status).toBe('Provisioning');
  });
});

describe('customerActivation', () => {
  const all = { activateAllSubscriptions: true, activateAllDraftPurchases: true, temporarilyDisableAutoPost: false };

  test('activates a Draft customer with everything that waits', () => {
    const { post, state, world } = openSandbox();
    const answer = post('/v1/customerActivation?view=sideeffects', { customerId: 70011, ...all });
    expect(json(answer)).toMatchObject({
      id: 70011,
      status: 'Active',
      sideeffects: { invoice: { invoiceAmount: 29 } },
    });
    expect(state.subscriptions.get('52013')?.status).toBe('Active');
    expect(world.journal.entries()).toMatchObject([
      { operation: 'customerActivation', accountId: '70011', change: { activatedSubscriptions: ['52013'] } },
    ]);
  });

  test('needs all four members unless it is a preview', () => {
    const { post, world } = openSandbox();
    expect(
      json(post('/v1/customerActivation', { customerId: 70011 })).Errors.map((error: { Key: string }) => error.Key),
    ).toEqual(['activateAllSubscriptions', 'activateAllDraftPurchases', 'temporarilyDisableAutoPost']);
    const preview = json(post('/v1/customerActivation?Preview=true', { customerId: 70011 }));
    expect(preview.invoicePreview.total).toBe(29);
    expect(world.journal.entries()).toEqual([]);
  });

  test('an active customer is a conflict', () => {
    expect(openSandbox().post('/v1/customerActivation', { customerId: 70001, ...all }).status).toBe(409);
  });
});
