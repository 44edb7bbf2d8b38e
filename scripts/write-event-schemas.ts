// npm run event-schemas: docs/events/<type>.json, from the schemas in shared/domain/event.ts.
import { mkdir, writeFile } from 'node:fs/promises';
import * as z from 'zod';
import type { AccountPlan } from '../shared/domain/account-plan.ts';
import { type EventType, eventSchemas, type GatewayEvent } from '../shared/domain/event.ts';
import type { Plan } from '../shared/domain/plan.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** The JSON Schema (draft 2020-12) of the `detail` of each type of event, self-contained, by type. */
export const createEventSchemas = (): ReadonlyMap<string, JsonSchema> =>
  new Map(Object.entries(examples).map(([type, example]) => [type, eventSchema(example)]));

const eventSchema = (example: GatewayEvent): JsonSchema => {
  const { type } = example;
  const { $schema, description, ...schema } = z.toJSONSchema(eventSchemas[type], {
    target: 'draft-2020-12',
    // As output, every object would be closed. A member that is added later must break nobody.
    io: 'input',
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) {
        delete jsonSchema.additionalProperties;
      }
    },
  });
  const words = type.replaceAll(/[._]/g, ' ');
  return {
    $schema,
    $id: `https://plan-gateway.dev/events/${type}/${example.version}.json`,
    title: words.charAt(0).toUpperCase() + words.slice(1),
    description,
    ...schema,
    examples: [example],
  };
};

const trial: AccountPlan = {
  connection: 'acme-fusebill',
  provider: 'fusebill',
  accountId: '70001',
  subscriptionId: '52001',
  planId: '88',
  planName: 'Team',
  planLevel: null,
  status: 'trial',
  providerStatus: 'Provisioning',
  billingDayOfMonth: null,
  interval: { unit: 'month', count: 1 },
  trialEndsAt: '2026-12-05T02:28:34Z',
  nextBillingAt: null,
  tiers: [],
};

const paid: AccountPlan = { ...trial, status: 'active', providerStatus: 'Active', trialEndsAt: null };

const suspended: AccountPlan = { ...paid, status: 'suspended', providerStatus: 'Suspended' };

const lowerTier: AccountPlan = {
  connection: 'acme-mail',
  provider: 'constant-contact-v3',
  accountId: 'a07e1exmpl0',
  subscriptionId: null,
  planId: 'SILVER',
  planName: 'SILVER',
  planLevel: null,
  status: 'active',
  providerStatus: 'Open',
  billingDayOfMonth: 9,
  interval: null,
  trialEndsAt: null,
  nextBillingAt: null,
  tiers: [
    {
      usageType: 'contacts',
      currentUsage: '488',
      tier: 1,
      from: '0',
      to: '500',
      price: { amount: '27.50', currency: 'USD' },
    },
  ],
};

const higherTier: AccountPlan = {
  ...lowerTier,
  tiers: [
    {
      usageType: 'contacts',
      currentUsage: '812',
      tier: 2,
      from: '501',
      to: '1000',
      price: { amount: '47.50', currency: 'USD' },
    },
  ],
};

const subjectOf = ({ connection, provider, accountId, subscriptionId }: AccountPlan) =>
  ({ version: '1', connection, provider, accountId, subscriptionId }) as const;

const plan: Plan = {
  id: '10001',
  connection: 'acme-aria',
  provider: 'aria',
  code: 'basic',
  name: 'Basic',
  reference: null,
  description: 'Basic service with a trial of 30 days',
  longDescription: null,
  status: 'active',
  providerStatus: '1',
  level: 'base',
  source: 'provider',
  updatedAt: null,
  warnings: [],
  prices: [
    {
      id: '100011',
      code: 'basic-monthly-usd',
      name: 'Basic monthly',
      status: 'unknown',
      isDefault: true,
      currency: 'USD',
      interval: { unit: 'month', count: 1 },
      usageInterval: { unit: 'month', count: 1 },
      recurring: { amount: '19.99', currency: 'USD' },
      setup: { amount: '10.00', currency: 'USD' },
      tiers: [],
    },
  ],
};

const examples: { readonly [Type in EventType]: Extract<GatewayEvent, { type: Type }> } = {
  'account_plan.converted': {
    ...subjectOf(trial),
    id: 'evt_cnv_01M7XYY8NJQ3Z4RGB6XA94JJ25',
    type: 'account_plan.converted',
    sequence: 1,
    occurredAt: '2026-11-21T02:28:35.675Z',
    before: trial,
    after: paid,
    cause: { conversion: 'cnv_01M7XYY8NJQ3Z4RGB6XA94JJ25' },
  },
  'account_plan.suspended': {
    ...subjectOf(trial),
    id: 'evt_01M8DMYK40W3S6V1T9Q0H7B2XC',
    type: 'account_plan.suspended',
    sequence: 2,
    occurredAt: '2026-11-27T06:32:00.128Z',
    before: paid,
    after: suspended,
    cause: { webhook: 'whk_01M8DMYJ6E5F9R2K8N4Z0C3GDA' },
  },
  'account_plan.activated': {
    ...subjectOf(trial),
    id: 'evt_01M8G6BVT82N5M7Y1K4E9W0PQR',
    type: 'account_plan.activated',
    sequence: 3,
    occurredAt: '2026-11-28T06:14:30.152Z',
    before: suspended,
    after: paid,
    cause: { webhook: 'whk_01M8G6BTZ03C6D8F2H5J7K9MNP' },
  },
  'account_plan.changed': {
    ...subjectOf(lowerTier),
    id: 'evt_01M7Y2QRENMVPBBREPE2W2GCJA',
    type: 'account_plan.changed',
    sequence: 1,
    occurredAt: '2026-11-21T03:34:56.725Z',
    before: null,
    after: lowerTier,
    cause: { webhook: 'whk_01M7Y2QQ5H1A3B5C7D9E0F2G4H' },
  },
  'account_plan.tier_increased': {
    ...subjectOf(lowerTier),
    id: 'evt_01M84HV9C0R4T6Y8A1S3D5F7GH',
    type: 'account_plan.tier_increased',
    sequence: 2,
    occurredAt: '2026-11-23T15:53:01.184Z',
    before: lowerTier,
    after: higherTier,
    cause: { webhook: 'whk_01M84HV8E2Z4X6C8V0B1N3M5KJ' },
  },
  'account_plan.tier_decreased': {
    ...subjectOf(lowerTier),
    id: 'evt_01M8B1S7W4K2J5H8G0F3D6S9AP',
    type: 'account_plan.tier_decreased',
    sequence: 3,
    occurredAt: '2026-11-26T06:18:23.748Z',
    before: higherTier,
    after: lowerTier,
    cause: { webhook: 'whk_01M8B1S6Y1Q3W5E7R9T0Y2V4BN' },
  },
  'account_plan.canceled': {
    ...subjectOf(lowerTier),
    id: 'evt_01M8JV5N3G6H9J2K4M7N0P3Q5R',
    type: 'account_plan.canceled',
    sequence: 4,
    occurredAt: '2026-11-29T06:57:21.968Z',
    before: lowerTier,
    after: { ...lowerTier, status: 'canceled', providerStatus: 'Canceled' },
    cause: { webhook: 'whk_01M8JV5M1A4S7D0F3G6H9J2KZX' },
  },
  'plan.changed': {
    id: 'evt_01M8K9Q2T5V8W1X4Y7Z0A3B6CD',
    version: '1',
    type: 'plan.changed',
    sequence: 2,
    occurredAt: '2026-11-29T11:11:27.045Z',
    connection: plan.connection,
    provider: plan.provider,
    accountId: null,
    subscriptionId: null,
    before: { ...plan, name: 'Starter' },
    after: plan,
    cause: { webhook: 'whk_01M8K9Q1R4S7T0V3W6X9Y2Z5AB' },
  },
  'conversion.rejected': {
    ...subjectOf(trial),
    id: 'evt_cnv_01M7XXB2H5K8N1Q4S7V0X3Z6BD',
    type: 'conversion.rejected',
    sequence: 1,
    occurredAt: '2026-11-21T02:00:34.469Z',
    before: trial,
    after: null,
    cause: { conversion: 'cnv_01M7XXB2H5K8N1Q4S7V0X3Z6BD' },
  },
  'conversion.pending_too_long': {
    ...subjectOf(trial),
    id: 'evt_cnv_01M7XVCQ9W2E5R8T1Y4A7S0DFG_pending_too_long',
    type: 'conversion.pending_too_long',
    sequence: 1,
    occurredAt: '2026-11-21T02:26:33.980Z',
    before: trial,
    after: null,
    cause: { conversion: 'cnv_01M7XVCQ9W2E5R8T1Y4A7S0DFG' },
  },
};

if (import.meta.main) {
  const directory = new URL('../docs/events/', import.meta.url);
  await mkdir(directory, { recursive: true });
  for (const [type, schema] of createEventSchemas()) {
    await writeFile(new URL(`${type}.json`, directory), `${JSON.stringify(schema, null, 2)}\n`);
  }
}
