import { expect } from '@jest/globals';
import { type CatalogueExpectations, connectionPath, type Exchange } from '../../expectations.ts';
import { monthly, plan, price, yearly } from './plan.ts';
import { planPage } from './requests.ts';

const byHand = ['88', '90', '91', '92', '93', '94', '95', '96', '97'];

const generated = Array.from({ length: 120 }, (_, index) => String(10_001 + index));

/** 129 plans are two pages of the vendor's. Every tenth of the generated ones is retired. */
export const catalogue: CatalogueExpectations = {
  ids: [...byHand, ...generated],
  filtered: [
    {
      query: '?status=inactive',
      ids: [
        '94',
        '10010',
        '10020',
        '10030',
        '10040',
        '10050',
        '10060',
        '10070',
        '10080',
        '10090',
        '10100',
        '10110',
        '10120',
      ],
    },
    { query: '?interval=year', ids: ['90', '95'] },
    { query: '?interval=year&status=inactive', ids: [] },
    { query: '?interval=week', ids: [] },
  ],
  limits: [7, 50, 100, 128],
  sent: [planPage('0'), planPage('1')],
};

/** The list's own call shows no amounts of newer plans: empty is not free. */
export const lists: readonly Exchange[] = [
  {
    name: 'the first page of the list, with the amounts that the list has',
    request: { path: `${connectionPath}/plans?limit=9` },
    status: 200,
    body: {
      data: [
        plan('88', 'TEAM', 'Team', [price('417', { interval: monthly })]),
        plan('90', 'PRO', 'Pro', [price('431', { interval: monthly }), price('432', { interval: yearly })]),
        plan('91', 'USAGE', 'Usage', [price('441', { interval: monthly })]),
        plan('92', 'BUNDLE', 'Bundle', [price('451', { interval: monthly })]),
        plan('93', 'LEGACY', 'Legacy', [
          price('461', {
            interval: monthly,
            currency: 'USD',
            recurring: { amount: '29.00', currency: 'USD' },
            setup: { amount: '15.00', currency: 'USD' },
          }),
        ]),
        {
          ...plan('94', 'SUNSET', 'Sunset', [price('465', { interval: monthly, status: 'inactive' })]),
          status: 'inactive',
          providerStatus: 'Retired',
        },
        plan('95', 'MIXED', 'Mixed', [
          price('471', { interval: monthly }),
          price('472', { interval: yearly, status: 'inactive' }),
          price('473', { interval: { unit: 'month', count: 3 }, status: 'inactive' }),
        ]),
        plan('96', 'TOKYO', 'Tokyo', [price('475', { interval: monthly })]),
        plan('97', 'TRIAL0', 'Free trial', [price('481', { interval: monthly })]),
      ],
      nextCursor: expect.stringMatching(/^[A-Za-z0-9_-]+$/),
    },
    sent: [planPage('0')],
  },
];
