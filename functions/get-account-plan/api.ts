import { type ApiOperation, connectionProblems, providerProblems } from '../../shared/lambda/api-operation.ts';
import { input, output } from './input.ts';

export const api: ApiOperation = {
  name: 'get-account-plan',
  method: 'get',
  path: '/v1/connections/{connection}/accounts/{accountId}/plan',
  scope: 'plans:read',
  summary: "Get an account's plan",
  description:
    'What the account is on now. Where it has several live subscriptions, answers 409 `account_plan_ambiguous` with the ' +
    'list, and `subscriptionId` chooses.',
  parameters: { path: input.shape.path, query: input.shape.query },
  answers: [{ status: 200, description: 'The account plan', schema: output }],
  problems: [
    ...connectionProblems,
    'account_not_found',
    'subscription_not_found',
    'account_plan_ambiguous',
    ...providerProblems,
  ],
};
