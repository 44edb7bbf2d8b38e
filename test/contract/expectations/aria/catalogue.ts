import { expect } from '@jest/globals';
import { type CatalogueExpectations, connectionPath, type Exchange } from '../../expectations.ts';
import { month, plan, price, year } from './plan.ts';
import { admin } from './requests.ts';

const listRequest = admin('get_plans_m', { include_rs_summary: 'true' });

/** One download is the whole catalogue: the vendor neither pages nor filters it. */
export const catalogue: CatalogueExpectations = {
  ids: ['10001', '10002', '10003', '10004', '10005', '10006', '10007', '10008', '10009'],
  filtered: [
    { query: '?status=inactive', ids: ['10005'] },
    {
      query: '?status=active',
      ids: ['10001', '10002', '10003', '10004', '10006', '10007', '10008', '10009'],
    },
    { query: '?interval=week', ids: ['10003'] },
    { query: '?interval=day', ids: ['10003'] },
    // Twelve months are a year.
    { query: '?interval=year', ids: ['10001', '10002'] },
    { query: '?interval=year&status=inactive', ids: [] },
  ],
  limits: [1, 4, 9],
  sent: [listRequest],
};

const firstPage: Exchange = {
  name: 'the first page of the list, without amounts',
  request: { path: `${connectionPath}/plans?limit=2` },
  status: 200,
  body: {
    data: [
      plan('10001', 'Basic', {
        code: 'basic',
        description: 'Basic service with a trial of 30 days',
        prices: [
          price('100011', 'Basic monthly', { code: 'basic-monthly-usd', isDefault: true }),
          price('100012', 'Basic quarterly', { interval: { unit: 'month', count: 3 } }),
          price('100013', 'Basic annual', { interval: year }),
        ],
      }),
      plan('10002', 'Gold', {
        code: 'gold',
        description: 'Gold service',
        prices: [
          price('100021', 'Gold monthly USD', { code: 'gold-monthly-usd', isDefault: true }),
          price('100022', 'Gold monthly EUR', { currency: 'EUR' }),
          price('100023', 'Gold monthly JPY', { currency: 'JPY' }),
          price('100024', 'Gold annual GBP', { currency: 'GBP', interval: year, usageInterval: month }),
        ],
      }),
    ],
    nextCursor: expect.stringMatching(/^[A-Za-z0-9_-]+$/),
  },
  sent: [listRequest],
};

export const lists: readonly Exchange[] = [
  firstPage,
  {
    ...firstPage,
    name: 'the same where the rate schedules come one level deeper',
    arrange: ({ providers }) => {
      providers.aria.state.settings.rateScheduleNesting = 'details';
    },
  },
];
