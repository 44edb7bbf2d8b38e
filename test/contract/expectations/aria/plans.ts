import { expect } from '@jest/globals';
import type { Plan } from '../../../../shared/domain/plan.ts';
import { connectionPath, type Exchange } from '../../expectations.ts';
import { problemOf, warningOf } from '../../expected.ts';
import { lists } from './catalogue.ts';
import { plan, price, simplePrice, year } from './plan.ts';
import { admin, planRequests } from './requests.ts';

const get = (name: string, expected: Plan): Exchange => ({
  name,
  request: { path: `${connectionPath}/plans/${expected.id}` },
  status: 200,
  body: expected,
  sent: planRequests(expected.id),
  isSentTogether: true,
});

const usd = (amount: string) => ({ amount, currency: 'USD' });

const apiCalls = (first: string, further: string) => [
  { itemId: '20004', name: 'API calls', type: 'usage', from: '1', to: '1000', amount: first },
  { itemId: '20004', name: 'API calls', type: 'usage', from: '1001', to: null, amount: further },
];

const messages = [{ itemId: '20007', name: 'Messages', type: 'usage', from: '1', to: null, amount: '0.0006' }];

const week = { unit: 'week', count: 1 } as const;
const day = { unit: 'day', count: 1 } as const;
const twoWeeks = { unit: 'week', count: 2 } as const;
const quarter = { unit: 'month', count: 3 } as const;

const basic = plan('10001', 'Basic', {
  code: 'basic',
  description: 'Basic service with a trial of 30 days',
  prices: [
    simplePrice('100011', 'Basic monthly', '19.99', { code: 'basic-monthly-usd', setup: usd('10.00') }),
    simplePrice('100012', 'Basic quarterly', '54.99', { isDefault: false, interval: quarter, setup: usd('10.00') }),
    simplePrice('100013', 'Basic annual', '199.90', { isDefault: false, interval: year }),
  ],
});

const legacy: Plan = plan('10004', 'Legacy', {
  code: 'legacy',
  prices: [
    simplePrice('100041', 'Legacy monthly', '12.00'),
    simplePrice('100042', 'Legacy quarterly', '33.00', { isDefault: false, interval: quarter }),
  ],
});

export const plans: readonly Exchange[] = [
  ...lists,
  get('a plan by the month, the quarter and the year, with an activation fee', basic),
  get(
    'four currencies, one of them without minor digits, with usage in tiers',
    plan('10002', 'Gold', {
      code: 'gold',
      description: 'Gold service',
      prices: [
        price('100021', 'Gold monthly USD', {
          code: 'gold-monthly-usd',
          isDefault: true,
          recurring: usd('49.50'),
          setup: usd('10.00'),
          tiers: apiCalls('0.01', '0.0006'),
        }),
        price('100022', 'Gold monthly EUR', {
          currency: 'EUR',
          recurring: { amount: '45.00', currency: 'EUR' },
          setup: { amount: '9.00', currency: 'EUR' },
          tiers: apiCalls('0.009', '0.0005'),
        }),
        price('100023', 'Gold monthly JPY', {
          currency: 'JPY',
          recurring: { amount: '5000', currency: 'JPY' },
          setup: { amount: '1000', currency: 'JPY' },
          tiers: apiCalls('1', '0.06'),
        }),
        price('100024', 'Gold annual GBP', {
          currency: 'GBP',
          interval: year,
          recurring: { amount: '499.99', currency: 'GBP' },
          setup: { amount: '8.50', currency: 'GBP' },
          tiers: apiCalls('0.008', '0.0004'),
        }),
      ],
    }),
  ),
  get(
    'weeks and days',
    plan('10003', 'Box', {
      code: 'box',
      description: 'Short billing cycles',
      prices: [
        simplePrice('100031', 'Box weekly', '5.25', { interval: week, usageInterval: week, tiers: messages }),
        simplePrice('100032', 'Box daily', '0.99', {
          isDefault: false,
          interval: day,
          usageInterval: day,
          tiers: messages,
        }),
        simplePrice('100033', 'Box every two weeks', '10.00', {
          isDefault: false,
          interval: twoWeeks,
          usageInterval: twoWeeks,
          tiers: messages,
        }),
      ],
    }),
  ),
  {
    ...get('absent period types are months, with a warning', legacy),
    body: { ...legacy, warnings: [warningOf('period_type_absent')] },
  },
  get(
    'an inactive plan',
    plan('10005', 'Retired', {
      code: 'retired',
      status: 'inactive',
      providerStatus: '0',
      prices: [simplePrice('100051', 'Retired monthly', '8.00')],
    }),
  ),
  get(
    'a supplemental plan',
    plan('10006', 'Extra seats', {
      code: 'extra-seats',
      level: 'add_on',
      prices: [
        simplePrice('100061', 'Extra seats USD', '5.00'),
        simplePrice('100062', 'Extra seats EUR', '4.50', {
          isDefault: false,
          currency: 'EUR',
          recurring: { amount: '4.50', currency: 'EUR' },
          setup: { amount: '0.00', currency: 'EUR' },
        }),
      ],
    }),
  ),
  get(
    'a plan that is really free',
    plan('10007', 'Free', { code: 'free', prices: [simplePrice('100071', 'Free monthly', '0.00')] }),
  ),
  get(
    'recurring tiers, which make the recurring amount unknown; nothing optional is filled in',
    plan('10008', 'Team', {
      prices: [
        price('100081', 'Team monthly', {
          isDefault: true,
          recurring: null,
          setup: usd('0.00'),
          tiers: [
            { itemId: '20012', name: 'Team seats', type: 'recurring', from: '1', to: '5', amount: '10.00' },
            { itemId: '20012', name: 'Team seats', type: 'recurring', from: '6', to: null, amount: '8.00' },
            { itemId: '20013', name: 'Team support', type: 'recurring', from: '1', to: '10', amount: '20.00' },
            { itemId: '20013', name: 'Team support', type: 'recurring', from: '11', to: null, amount: '35.00' },
          ],
        }),
      ],
    }),
  ),
  {
    ...get(
      'one rate that holds up to ten units is no amount either',
      plan('10007', 'Free', {
        code: 'free',
        prices: [
          price('100071', 'Free monthly', {
            isDefault: true,
            recurring: null,
            setup: usd('0.00'),
            tiers: [{ itemId: '20011', name: 'Free access', type: 'recurring', from: '1', to: '10', amount: '7.00' }],
          }),
        ],
      }),
    ),
    arrange: ({ providers }) => {
      const [service] = providers.aria.state.plans.get('10007')?.services ?? [];
      Object.assign(service ?? {}, { rates: { 100071: [{ fromUnit: '1', toUnit: '10', ratePerUnit: '7' }] } });
    },
  },
  get(
    'a prepaid plan',
    plan('10009', 'Prepaid', { code: 'prepaid', prices: [simplePrice('100091', 'Prepaid monthly', '15.00')] }),
  ),
  {
    name: 'the list with prices',
    request: { path: `${connectionPath}/plans?include=prices&limit=1` },
    status: 200,
    body: { data: [basic], nextCursor: expect.any(String) },
    sent: [admin('get_plans_m', { include_rs_summary: 'true' }), ...planRequests('10001')],
    isSentTogether: true,
  },
  {
    name: 'a plan that does not exist is answered with the code of a missing parameter',
    request: { path: `${connectionPath}/plans/99999` },
    status: 404,
    body: problemOf({
      code: 'plan_not_found',
      status: 404,
      provider: { name: 'aria', status: 200, code: '1010', message: 'Missing required parameter: plan_no' },
    }),
    sent: planRequests('99999'),
    isSentTogether: true,
  },
  {
    name: 'an id that is no number',
    request: { path: `${connectionPath}/plans/basic` },
    status: 400,
    body: problemOf({
      code: 'invalid_request',
      status: 400,
      errors: [{ path: 'path.planId', message: expect.any(String) }],
    }),
    sent: [],
  },
];
