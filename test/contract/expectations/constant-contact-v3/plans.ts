import type { Plan } from '../../../../shared/domain/plan.ts';
import { type CatalogueExpectations, connectionPath, type Exchange } from '../../expectations.ts';
import { planOf, problemOf } from '../../expected.ts';

/** There is no catalogue call: the documented types, or those of the secret, and nothing is ever sent. */
export const catalogue: CatalogueExpectations = {
  ids: ['TRIAL', 'GOOD', 'BETTER', 'BEST', 'LITE', 'BRONZE', 'SILVER', 'GOLD'],
  filtered: [
    { query: '?status=active', ids: [] },
    { query: '?status=inactive', ids: [] },
    { query: '?interval=month', ids: [] },
  ],
  limits: [1, 3, 8],
  sent: [],
};

const plan = (id: string, changes: Partial<Plan> = {}): Plan =>
  planOf('constant-contact-v3', { id, name: id, status: 'unknown', source: 'documented', ...changes });

export const plans: readonly Exchange[] = [
  {
    name: 'the documented plan types, in their order',
    request: { path: `${connectionPath}/plans` },
    status: 200,
    body: {
      data: [
        plan('TRIAL'),
        plan('GOOD'),
        plan('BETTER'),
        plan('BEST'),
        plan('LITE'),
        plan('BRONZE'),
        plan('SILVER'),
        plan('GOLD'),
      ],
      nextCursor: null,
    },
    sent: [],
  },
  {
    name: 'the plans of the secret instead',
    secret: { plans: [{ id: 'GOLD', name: 'Gold' }, { id: '204' }] },
    request: { path: `${connectionPath}/plans` },
    status: 200,
    body: {
      data: [plan('GOLD', { name: 'Gold', source: 'configured' }), plan('204', { source: 'configured' })],
      nextCursor: null,
    },
    sent: [],
  },
  {
    name: 'one plan, found without its case',
    request: { path: `${connectionPath}/plans/gold` },
    status: 200,
    body: plan('GOLD'),
    sent: [],
  },
  {
    name: 'a plan that is not known',
    request: { path: `${connectionPath}/plans/PLATINUM` },
    status: 404,
    body: problemOf({ code: 'plan_not_found', status: 404 }),
    sent: [],
  },
  {
    name: 'no subscription template',
    request: { path: `${connectionPath}/plans/GOLD?view=subscription&interval=monthly&numberOfIntervals=1` },
    status: 501,
    body: problemOf(
      { code: 'unsupported_operation', status: 501 },
      { operations: ['list-plans', 'get-plan', 'get-account-plan', 'convert-trial'] },
    ),
    sent: [],
  },
];
