import { expect } from '@jest/globals';
import type { Plan } from '../../../../shared/domain/plan.ts';
import { type CatalogueExpectations, connectionPath, type Exchange } from '../../expectations.ts';
import { planOf, problemOf } from '../../expected.ts';

/** There is no catalogue call: what the documentation names and what the secret adds, and nothing is ever sent. */
export const catalogue: CatalogueExpectations = {
  ids: ['1', '2'],
  filtered: [
    { query: '?status=active', ids: [] },
    { query: '?interval=month', ids: [] },
  ],
  limits: [1, 2],
  sent: [],
};

const plan = (id: string, name: string | null, changes: Partial<Plan> = {}): Plan =>
  planOf('constant-contact-v2', { id, name, status: 'unknown', source: 'documented', ...changes });

export const plans: readonly Exchange[] = [
  {
    name: 'the documented plan types: only the trial has a name',
    request: { path: `${connectionPath}/plans` },
    status: 200,
    body: { data: [plan('1', 'Trial'), plan('2', null)], nextCursor: null },
    sent: [],
  },
  {
    name: 'with the names of the secret, in the order of their numbers',
    secret: { planNames: { '10': 'Ten', '2': 'Basic', '7': 'Seven' } },
    request: { path: `${connectionPath}/plans` },
    status: 200,
    body: {
      data: [
        plan('1', 'Trial'),
        plan('2', 'Basic', { source: 'configured' }),
        plan('7', 'Seven', { source: 'configured' }),
        plan('10', 'Ten', { source: 'configured' }),
      ],
      nextCursor: null,
    },
    sent: [],
  },
  {
    name: 'one plan',
    request: { path: `${connectionPath}/plans/2` },
    status: 200,
    body: plan('2', null),
    sent: [],
  },
  {
    name: 'a plan that is not known',
    request: { path: `${connectionPath}/plans/3` },
    status: 404,
    body: problemOf({ code: 'plan_not_found', status: 404 }),
    sent: [],
  },
  {
    name: 'an id that is no number',
    request: { path: `${connectionPath}/plans/GOLD` },
    status: 400,
    body: problemOf({
      code: 'invalid_request',
      status: 400,
      errors: [{ path: 'path.planId', message: expect.any(String) }],
    }),
    sent: [],
  },
  {
    name: 'no subscription template',
    request: { path: `${connectionPath}/plans/2?view=subscription&interval=yearly&numberOfIntervals=2` },
    status: 501,
    body: problemOf(
      { code: 'unsupported_operation', status: 501 },
      { operations: ['list-plans', 'get-plan', 'get-account-plan', 'convert-trial'] },
    ),
    sent: [],
  },
];
