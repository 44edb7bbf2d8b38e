/** What `npm run new-provider` writes: files by their path, for a provider that can do nothing yet. */
export const newProviderFiles = ({ id, name }: NewProvider): Readonly<Record<string, string>> => {
  const rows = `test/contract/expectations/${id}/index.ts`;
  return {
    [`shared/providers/${id}/credentials.ts`]: `import * as z from 'zod';
import { headerValueSchema } from '../../http/credential-values.ts';
import { providerUrlSchema } from '../../http/provider-url.ts';

/** The secret of a connection. */
export const secretSchema = z.object({
  apiKey: headerValueSchema,
  baseUrl: providerUrlSchema.default('https://api.${id}.example/v1'),
});

export type Credentials = z.output<typeof secretSchema>;

/** Each in the spellings in which it is sent. */
export const secretValuesOf = ({ apiKey }: Credentials): readonly string[] => [apiKey];
`,
    [`shared/providers/${id}/index.ts`]: `import { defineProvider } from '../../provider-kit/define-provider.ts';
import { secretSchema, secretValuesOf } from './credentials.ts';

export const provider = defineProvider({
  id: '${id}',
  name: '${name}',
  hosts: ['${id}.example'],
  credentials: { schema: secretSchema, secretValues: secretValuesOf, addresses: ({ baseUrl }) => ({ baseUrl }) },
  connect: (configured) => (context) => ({ ...configured, context }),
  reads: {},
});
`,
    [`sandbox/${id}/vendor.ts`]: `import { impossible } from '../done.ts';
import { jsonAnswer } from '../simulated-provider.ts';
import { defineVendor, type SimulatedVendor } from '../vendor.ts';
import type { SandboxWorld } from '../world.ts';

interface State {
  apiKey: string;
}

export const vendor = defineVendor({
  id: '${id}',
  name: '${name}',
  create: (_world: SandboxWorld, seed: State = { apiKey: 'sandbox-api-key' }): SimulatedVendor<State> => ({
    name: '${id}',
    state: structuredClone(seed),
    operationOf: ({ method, path }) => \`\${method} \${path}\`,
    handle: () => jsonAnswer(501, { message: 'The sandbox does not play ${name} yet.' }),
  }),
  addresses: (origin) => ({ baseUrl: \`\${origin}/v1\` }),
  secret: ({ apiKey }, { baseUrl }) => ({ apiKey, baseUrl }),
  outside: {
    change: () => impossible('The sandbox does not change accounts of ${name} yet.'),
    notification: () => impossible('The sandbox sends no notifications of ${name}.'),
    delivery: { timeoutMs: 5_000, expectedBody: null },
  },
  addTrial: (_state, number) => ({ accountId: String(number), ids: [String(number)], choices: {} }),
});
`,
    [`test/vendor-facts/${id}.json`]: `${JSON.stringify({ provider: id, calls: [] }, null, 2)}\n`,
    [`test/contract/expectations/${id}/echoing.ts`]: `import { secretSchema } from '../../../../shared/providers/${id}/credentials.ts';
import type { Echoing } from '../../echoing.ts';

/** How the vendor could send back what it was sent. */
export const echoing: Echoing = {
  schema: secretSchema,
  places: ['apiKey'],
  harmless: ['baseUrl', 'webhookToken'],
  secretOf: (credentials, origin) => ({ ...credentials, baseUrl: \`\${origin}/v1\` }),
  pairs: () => [],
  refusal: (message) => ({ message }),
};
`,
    [rows]: `import { connectionPath, type ProviderExpectations } from '../../expectations.ts';
import { rowToFillIn, toFillIn } from '../../to-fill-in.ts';

export const expectations: ProviderExpectations = {
  secret: ({ urls, providers }) => ({ ...providers${member(id)}.state, ...urls${member(id)} }),
  secretValues: ({ providers }) => [providers${member(id)}.state.apiKey],
  rotate: ({ providers, urls }) => {
    providers${member(id)}.state.apiKey = 'rotated-api-key';
    return { apiKey: 'rotated-api-key', ...urls${member(id)} };
  },
  addresses: [
    {
      path: \`\${connectionPath}/accounts/1/plan\`,
      get urls() {
        return toFillIn('Fill in addresses in ${rows}: what is asked of the vendor for this path.');
      },
    },
  ],
  catalogue: {
    get ids() {
      return toFillIn('Fill in catalogue.ids in ${rows}: every plan of the sandbox, in the order of the list.');
    },
    limits: [1],
    filtered: [
      {
        query: '?status=active',
        get ids() {
          return toFillIn('Fill in catalogue.filtered in ${rows}: filters, and the ids of the plans that they leave.');
        },
      },
    ],
    get sent() {
      return toFillIn('Fill in catalogue.sent in ${rows}: the requests that fetch the whole list.');
    },
  },
  plans: [
    rowToFillIn('a plan', 'Fill in plans in ${rows}: a request, the whole answer, and what is sent for it.'),
    rowToFillIn('a plan that does not exist', 'Fill in plans in ${rows}: plan_not_found, and what is sent for it.'),
  ],
  accountPlans: [
    rowToFillIn('a trial', 'Fill in accountPlans in ${rows}: a row for each status that the vendor documents.'),
    rowToFillIn('an account that does not exist', 'Fill in accountPlans in ${rows}: account_not_found.'),
  ],
  previews: [rowToFillIn('of a conversion', 'Fill in previews in ${rows}: native where the vendor can, else computed.')],
  conversions: [
    rowToFillIn('of a trial', 'Fill in conversions in ${rows}: the read, the write to the byte, and the read back.'),
    rowToFillIn('of a paying account', 'Fill in conversions in ${rows}: already converted, and nothing is written.'),
  ],
  refusals: [
    rowToFillIn('an option', 'Fill in refusals in ${rows}: members and options that the vendor does not take.'),
    rowToFillIn('a plan', 'Fill in refusals in ${rows}: what the vendor refuses, and its own words for it.'),
  ],
  reads: [
    {
      // Of an account's plan at least.
      path: '(fill in reads in ${rows}: each read, and its operation at the sandbox)/plan',
      operation: 'a read',
    },
  ],
  write: {
    get accountId() {
      return toFillIn('Fill in write in ${rows}: the conversion to break, and its operation at the sandbox.');
    },
    body: {},
    otherBody: {},
    get operation() {
      return toFillIn('Fill in write in ${rows}: the conversion to break, and its operation at the sandbox.');
    },
    refusedLogin: { kind: 'status', status: 401 },
    refusal: { kind: 'status', status: 400 },
  },
};
`,
  };
};

export interface NewProvider {
  readonly id: string;
  /** As people call it. */
  readonly name: string;
}

/** A line, and the text of its file that it goes before. */
export interface NewLine {
  readonly path: string;
  readonly line: string;
  /** The first `end` after `start`. */
  readonly start: string;
  readonly end: string;
}

/** The three lines that make the gateway and the sandbox know the folders. */
export const newProviderLines = ({ id }: NewProvider): readonly NewLine[] => [
  { path: 'shared/domain/provider-id.ts', line: `, '${id}'`, start: 'export const providerIds = [', end: '] as const' },
  {
    path: 'shared/providers/registry.ts',
    line: `  ${key(id)}: () => import('./${id}/index.ts').then(({ provider }) => provider),\n`,
    start: 'export const providers',
    end: '};',
  },
  {
    path: 'sandbox/vendors.ts',
    line: `  ${key(id)}: (await import('./${id}/vendor.ts')).vendor,\n`,
    start: 'const registered = {',
    end: '};',
  },
];

const isName = (id: string): boolean => !id.includes('-');

const key = (id: string): string => (isName(id) ? id : `'${id}'`);

const member = (id: string): string => (isName(id) ? `.${id}` : `['${id}']`);
