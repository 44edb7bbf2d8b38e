import type { Sandbox } from '../../sandbox/sandbox.ts';
import {
  connectionPath,
  conversionRequest,
  type ProviderExpectations,
  previewRequest,
} from '../contract/expectations.ts';
import { accountPlanOf, convertedOf, planOf, problemOf } from '../contract/expected.ts';
import { exampleId } from './example-provider.ts';

const headers = {
  accept: 'application/json',
  authorization: 'Bearer example-api-key',
  'content-type': 'application/json',
};

const sent = (method: string, path: string, body: string | null = null) => ({
  ...{ method, path: `/v1${path}`, query: {}, headers, body },
});

const trial = accountPlanOf(exampleId, { accountId: 'a1', planId: 'small', status: 'trial', providerStatus: 'trial' });
const paid = { ...trial, planId: 'large', status: 'active', providerStatus: 'paying' } as const;
const notApplicable = { status: 'not_applicable', detail: null } as const;

/** Of the sandbox of `example-provider.test.ts`, which has this vendor alone. */
const urlsOf = ({ urls }: Pick<Sandbox, 'urls'>): object => urls[exampleId];

export const expectations: ProviderExpectations = {
  secret: (sandbox) => ({ apiKey: 'example-api-key', ...urlsOf(sandbox) }),
  secretValues: () => ['example-api-key'],
  rotate: (sandbox) => {
    const { state } = sandbox.providers[exampleId] as unknown as { readonly state: { apiKey: string } };
    state.apiKey = 'rotated-api-key';
    return { apiKey: state.apiKey, ...urlsOf(sandbox) };
  },
  addresses: [{ path: `${connectionPath}/accounts/a1/plan`, urls: ['https://api.billing.example/v1/accounts/a1'] }],
  catalogue: {
    ids: ['small', 'large'],
    filtered: [{ query: '?status=inactive', ids: [] }],
    limits: [1],
    sent: [sent('GET', '/plans')],
  },
  plans: [
    {
      name: 'what it has no member for is not there',
      request: { path: `${connectionPath}/plans/small` },
      status: 501,
      body: problemOf(
        { code: 'unsupported_operation', status: 501 },
        { operations: ['list-plans', 'get-account-plan', 'convert-trial'] },
      ),
      sent: [],
    },
    {
      name: 'the list',
      request: { path: `${connectionPath}/plans` },
      status: 200,
      body: {
        data: [planOf(exampleId, { id: 'small', name: 'Small' }), planOf(exampleId, { id: 'large', name: 'Large' })],
        nextCursor: null,
      },
      sent: [sent('GET', '/plans')],
    },
  ],
  accountPlans: [
    {
      name: 'a trial',
      request: { path: `${connectionPath}/accounts/a1/plan` },
      status: 200,
      body: trial,
      sent: [sent('GET', '/accounts/a1')],
    },
  ],
  previews: [
    {
      name: 'is computed',
      request: previewRequest('a1', { planId: 'large' }),
      status: 200,
      body: {
        preview: {
          ...{ kind: 'computed', before: trial, after: { planId: 'large', status: 'active' } },
          ...{ charges: null, warnings: [] },
        },
      },
      sent: [sent('GET', '/accounts/a1')],
    },
  ],
  conversions: [
    {
      name: 'with an option',
      request: conversionRequest('a1', { planId: 'large', providerOptions: { coupon: 'C1' } }),
      status: 201,
      body: convertedOf({ before: trial, after: paid, planId: 'large', collection: notApplicable }),
      sent: [
        sent('GET', '/accounts/a1'),
        sent('PUT', '/accounts/a1', '{"plan":"large","coupon":"C1"}'),
        sent('GET', '/accounts/a1'),
      ],
    },
  ],
  refusals: [
    {
      name: 'every member that is wrong is named, those of the options too',
      request: conversionRequest('a1', { providerOptions: { voucher: 'V1' } }),
      status: 400,
      body: problemOf({
        ...{ code: 'invalid_request', status: 400, outcome: 'not_executed' },
        errors: [
          { path: 'planId', message: 'is required' },
          { path: 'providerOptions.voucher', message: 'is not known' },
        ],
      }),
      sent: [],
    },
  ],
  reads: [
    { path: `${connectionPath}/plans`, operation: 'GET plans' },
    { path: `${connectionPath}/accounts/a2/plan`, operation: 'GET account' },
  ],
  write: {
    ...{ accountId: 'a1', body: { planId: 'large' }, otherBody: { planId: 'small' }, operation: 'PUT account' },
    refusedLogin: { kind: 'status', status: 401 },
    refusal: { kind: 'status', status: 400 },
  },
};
