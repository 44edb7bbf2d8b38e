import { expect } from '@jest/globals';
import type { Plan } from '../../../../shared/domain/plan.ts';
import { connectionPath, type Exchange } from '../../expectations.ts';
import { problemOf } from '../../expected.ts';
import { lists } from './catalogue.ts';
import { monthly, plan, price, recurring, yearly } from './plan.ts';
import { planRequests, read } from './requests.ts';

const get = (name: string, expected: Plan): Exchange => ({
  name,
  request: { path: `${connectionPath}/plans/${expected.id}` },
  status: 200,
  body: expected,
  sent: planRequests(expected.id),
  isSentTogether: true,
});

const team = plan('88', 'TEAM', 'Team', [recurring('417', '29.00', 'USD'), recurring('417', '27.00', 'EUR')]);

const templateRequest = (query: Readonly<Record<string, string>>) =>
  read('/Plans/88', { view: 'subscription', ...query });

export const plans: readonly Exchange[] = [
  ...lists,
  get('a plan in two currencies has two prices with one id', team),
  get(
    'a plan by the month and by the year',
    plan('90', 'PRO', 'Pro', [
      recurring('431', '49.00', 'USD'),
      recurring('432', '490.00', 'USD', { interval: yearly }),
    ]),
  ),
  get(
    'tiers, which make the recurring amount unknown',
    plan('91', 'USAGE', 'Usage', [
      price('441', {
        interval: monthly,
        currency: 'USD',
        recurring: null,
        setup: { amount: '0.00', currency: 'USD' },
        tiers: [
          { itemId: '5122', name: 'Calls', type: 'recurring', from: '0', to: '1000', amount: '0.05' },
          { itemId: '5122', name: 'Calls', type: 'recurring', from: '1000', to: null, amount: '0.0006' },
          { itemId: '5123', name: 'Storage', type: 'recurring', from: '0', to: '50', amount: '0.50' },
          { itemId: '5123', name: 'Storage', type: 'recurring', from: '50', to: null, amount: '0.40' },
        ],
      }),
    ]),
  ),
  get(
    'three licences and a set-up, without what is optional and what is deleted',
    plan('92', 'BUNDLE', 'Bundle', [recurring('451', '37.50', 'USD', { setup: { amount: '50.00', currency: 'USD' } })]),
  ),
  get(
    'an older plan, with its money in the plain view and no products',
    plan('93', 'LEGACY', 'Legacy', [recurring('461', '29.00', 'USD', { setup: { amount: '15.00', currency: 'USD' } })]),
  ),
  get('a retired plan', {
    ...plan('94', 'SUNSET', 'Sunset', [recurring('465', '5.00', 'USD', { status: 'inactive' })]),
    status: 'inactive',
    providerStatus: 'Retired',
  }),
  get(
    'frequencies that are drafts and retired, and whose unique ids are the ids of another plan',
    plan('95', 'MIXED', 'Mixed', [
      recurring('471', '20.00', 'USD'),
      recurring('472', '200.00', 'USD', { interval: yearly, status: 'inactive' }),
      recurring('473', '55.00', 'USD', { interval: { unit: 'month', count: 3 }, status: 'inactive' }),
    ]),
  ),
  get('yen, which have no minor unit', plan('96', 'TOKYO', 'Tokyo', [recurring('475', '1980', 'JPY')])),
  get('a plan that is really free', plan('97', 'TRIAL0', 'Free trial', [recurring('481', '0.00', 'USD')])),
  {
    name: 'the list with prices',
    request: { path: `${connectionPath}/plans?include=prices&limit=1` },
    status: 200,
    body: { data: [team], nextCursor: expect.any(String) },
    sent: [read('/Plans/', { pageSize: '100', pageNumber: '0' }), ...planRequests('88')],
    isSentTogether: true,
  },
  {
    name: 'a plan that does not exist',
    request: { path: `${connectionPath}/plans/5` },
    status: 404,
    body: problemOf({
      code: 'plan_not_found',
      status: 404,
      provider: { name: 'fusebill', status: 404, code: 'Api Error', message: 'Plan with id 5 not found.' },
    }),
    sent: planRequests('5'),
    isSentTogether: true,
  },
  {
    name: 'an id with a leading zero',
    request: { path: `${connectionPath}/plans/088` },
    status: 400,
    body: problemOf({
      code: 'invalid_request',
      status: 400,
      errors: [{ path: 'path.planId', message: expect.any(String) }],
    }),
    sent: [],
  },
  {
    name: 'the subscription template, as it comes',
    request: { path: `${connectionPath}/plans/88?view=subscription&interval=monthly&numberOfIntervals=1` },
    status: 200,
    body: {
      ...team,
      template: {
        customerId: null,
        planFrequencyId: 417,
        subscriptionOverride: null,
        reference: null,
        scheduledActivationTimestamp: null,
        contractStartTimestamp: null,
        contractEndTimestamp: null,
        remainingInterval: null,
        couponCodes: [],
        subscriptionProducts: [
          {
            planProduct: { id: 5101, productCode: 'SEAT' },
            quantity: 1,
            isIncluded: true,
            startDate: null,
            subscriptionProductOverride: null,
            subscriptionProductPriceOverride: null,
          },
        ],
      },
    },
    sent: [...planRequests('88'), templateRequest({ interval: 'monthly', numberOfIntervals: '1' })],
    isSentTogether: true,
  },
  {
    name: 'no template for an interval that the plan does not have',
    request: { path: `${connectionPath}/plans/88?view=subscription&interval=yearly&numberOfIntervals=1` },
    status: 404,
    body: problemOf({
      code: 'plan_not_found',
      status: 404,
      provider: {
        name: 'fusebill',
        status: 404,
        code: 'Api Error',
        message: 'Plan with id 88 has no active frequency of 1 yearly.',
      },
    }),
    sent: [...planRequests('88'), templateRequest({ interval: 'yearly', numberOfIntervals: '1' })],
    isSentTogether: true,
  },
];
