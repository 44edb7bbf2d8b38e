import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { createApiDocument } from '../../functions/api-docs/document.ts';
import { demoSecrets } from '../../local/demo-secrets.ts';
import type { Fault } from '../../sandbox/faults.ts';
import type { OutsideChange } from '../../sandbox/outside-changes.ts';
import type { NotificationRequest } from '../../sandbox/outside-events.ts';
import { changeAccount, makeNotification } from '../../sandbox/outside-events.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { createEventSchemas } from '../../scripts/write-event-schemas.ts';
import { createInProcessGateway, type InProcessGateway } from '../support/in-process-gateway.ts';
import { startSandbox } from '../support/judged-sandbox.ts';

const directory = new URL('../../docs/events/', import.meta.url);

const readPage = (name: string): string => readFileSync(new URL(name, directory), 'utf8');

const types = [
  'account_plan.activated',
  'account_plan.canceled',
  'account_plan.changed',
  'account_plan.converted',
  'account_plan.suspended',
  'account_plan.tier_decreased',
  'account_plan.tier_increased',
  'conversion.pending_too_long',
  'conversion.rejected',
  'plan.changed',
];

type PublishedSchema = Readonly<Record<'$schema' | '$id' | 'title' | 'description', string>> & {
  readonly required: readonly string[];
  readonly $defs: object;
  readonly examples: readonly [Readonly<Record<string, unknown>>];
};

const published = (type: string): PublishedSchema => JSON.parse(readPage(`${type}.json`));

/** What a consumer does: the file alone, with a validator that is not ours. Empty where all is well. */
const problemsOf = (type: string, event: unknown): string[] => {
  const validate = ajv.getSchema(published(type).$id) ?? ajv.compile(published(type));
  validate(event);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
};

const ajv = new Ajv2020({ allowUnionTypes: true, formats: { 'date-time': true } });

/** A sentence for each file that is not what the schemas give. */
const outdated = (): string[] => {
  const schemas = new Map([...createEventSchemas()].map(([type, schema]) => [`${type}.json`, JSON.stringify(schema)]));
  const files = readdirSync(directory).filter((name) => name.endsWith('.json'));
  return [...new Set([...schemas.keys(), ...files])]
    .filter((name) => !files.includes(name) || JSON.stringify(JSON.parse(readPage(name))) !== schemas.get(name))
    .map((name) => `docs/events/${name} is not what the schemas give: run \`npm run event-schemas\`.`);
};

describe('the published schemas', () => {
  test('are what the schemas of the events give, a file for each type', () => {
    expect(outdated()).toEqual([]);
    expect([...createEventSchemas().keys()].sort()).toEqual(types);
  });

  test('are the same when the OpenAPI document was made of the same parts before', async () => {
    await createApiDocument();

    expect(outdated()).toEqual([]);
  });

  test.each(types)('say what %s is, under an address of its version, and need no other file', (type) => {
    const { $schema, $id, title, description, $defs } = published(type);

    expect($schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect($id).toBe(`https://plan-gateway.dev/events/${type}/1.json`);
    expect(title).toMatch(/^(Account plan|Plan|Conversion) [a-z ]+$/);
    expect(description).toMatch(/\.$/);
    expect(readPage(`${type}.json`)).not.toMatch(/"\$ref": "(?!#\/\$defs\/)/);
    expect(Object.keys($defs)).toEqual(expect.arrayContaining(['Money', 'Provider']));
  });
});

describe('the example', () => {
  test.each(types)('of %s is valid, and is not any more when a member is missing', (type) => {
    const example = published(type).examples[0];

    expect(problemsOf(type, example)).toEqual([]);
    for (const member of published(type).required) {
      const { [member]: _, ...rest } = example;
      expect(problemsOf(type, rest)).toEqual([` must have required property '${member}'`]);
    }
    expect(published(type).required).toEqual(expect.arrayContaining(['id', 'sequence', 'before', 'after', 'cause']));
  });

  test('is not valid as an event of another type or version, nor when a member is missing further in', () => {
    const { after, ...example } = published('account_plan.converted').examples[0];
    const { tiers, ...withoutTiers } = after as Record<string, unknown>;

    expect(problemsOf('account_plan.canceled', { ...example, after })).toEqual(['/type must be equal to constant']);
    expect(problemsOf('account_plan.converted', { ...example, after, version: '2' })).toEqual([
      '/version must be equal to constant',
    ]);
    expect(problemsOf('account_plan.converted', { ...example, after: withoutTiers })).toEqual([
      "/after must have required property 'tiers'",
    ]);
  });

  test('stays valid when a later release adds members', () => {
    const { after, cause, ...example } = published('account_plan.converted').examples[0];

    expect(
      problemsOf('account_plan.converted', {
        ...example,
        after: { ...(after as object), seats: 12 },
        cause: { ...(cause as object), requestId: 'req_1' },
        correlationId: null,
      }),
    ).toEqual([]);
  });
});

describe('the page about events', () => {
  const page = readPage('README.md');
  const blocks = [...page.matchAll(/```json\n([\s\S]*?)```|^(\{\n[\s\S]*?^\})\nJSON$/gm)].map(([, json, inShell]) =>
    JSON.parse(json ?? inShell ?? ''),
  );

  test('leads to the file of each type', () => {
    expect(types.filter((type) => !page.includes(`[\`${type}\`](${type}.json)`))).toEqual([]);
  });

  test('shows an event as EventBridge delivers it, with the example of its type in it', () => {
    expect(blocks[0]).toMatchObject({
      source: 'plan-gateway',
      'detail-type': 'account_plan.converted',
      detail: published('account_plan.converted').examples[0],
    });
  });

  test('has patterns that pick types of events that there are', () => {
    expect(blocks.slice(1).map((pattern) => [pattern.source, pattern['detail-type']])).toEqual([
      [['plan-gateway'], ['account_plan.tier_increased', 'account_plan.tier_decreased']],
      [['plan-gateway'], ['account_plan.converted', 'conversion.rejected', 'conversion.pending_too_long']],
    ]);
  });
});

describe('an event of the gateway', () => {
  let sandbox: Sandbox;
  let gateway: InProcessGateway;

  beforeEach(async () => {
    sandbox = await startSandbox();
    gateway = createInProcessGateway(demoSecrets(sandbox));
  });

  afterEach(() => sandbox.close());

  const convert = (account: string, body: object) =>
    gateway.send({
      method: 'POST',
      path: `/v1/connections/demo-fusebill/accounts/${account}/conversions`,
      headers: { 'idempotency-key': 'k1' },
      body,
    });

  const failActivation = (fault: Fault) =>
    sandbox.faults.add({ provider: 'fusebill', operation: 'SubscriptionActivation', fault });

  const notify = async (request: NotificationRequest) => {
    const made = makeNotification(sandbox, request);
    const { headers, body } = made.ok ? made.value : { headers: {}, body: made.error };
    const { status, text } = await gateway.send({
      method: 'POST',
      path: `/v1/connections/demo-${request.provider}/webhooks`,
      // As API Gateway hands them on.
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
      body,
    });
    expect([status, text]).toEqual(request.provider === 'aria' ? [200, 'OK'] : [204, '']);
    await gateway.runStreams();
  };

  const change = async (provider: NotificationRequest['provider'], accountId: string, what: OutsideChange) => {
    changeAccount(sandbox, { provider, accountId, change: what });
    await notify({ provider, accountId });
  };

  /** The types of what was published; each is valid by the file of its type. */
  const publishedTypes = async (): Promise<string[]> => {
    await gateway.runStreams();
    for (const event of gateway.events) {
      expect(problemsOf(event.type, JSON.parse(JSON.stringify(event)))).toEqual([]);
    }
    return gateway.events.map(({ type }) => type);
  };

  test('that tells of a conversion is valid', async () => {
    expect((await convert('70001', {})).status).toBe(201);

    expect(await publishedTypes()).toEqual(['account_plan.converted']);
  });

  test('that tells of a conversion refused by a rule or by the provider is valid', async () => {
    failActivation({ kind: 'status', status: 400 });

    expect((await convert('70003', { planId: '99' })).body).toMatchObject({ code: 'not_in_trial' });
    expect((await convert('70002', {})).body).toMatchObject({ code: 'provider_rejected' });

    expect(await publishedTypes()).toEqual(['conversion.rejected', 'conversion.rejected']);
  });

  test('that tells of a conversion pending for too long, and of its end, is valid', async () => {
    failActivation({ kind: 'drop-before' });
    expect((await convert('70002', {})).status).toBe(202);
    sandbox.faults.add({ provider: 'fusebill', times: 100, fault: { kind: 'status', status: 500 } });

    gateway.advance(61 * 60_000);
    await gateway.reconcile();
    sandbox.faults.clear();
    gateway.advance(20 * 60_000);
    await gateway.reconcile();

    expect(await publishedTypes()).toEqual(['conversion.pending_too_long', 'account_plan.converted']);
  });

  test('that tells of a change which a notification made the gateway see is valid', async () => {
    await notify({ provider: 'constant-contact-v2', accountId: 'a07et2000007' });
    await change('constant-contact-v2', 'a07et2000007', 'tier-up');
    await change('constant-contact-v2', 'a07et2000007', 'tier-down');
    await change('fusebill', '70003', 'suspend');
    await change('fusebill', '70003', 'activate');
    await change('fusebill', '70003', 'cancel');

    expect(await publishedTypes()).toEqual([
      'account_plan.changed',
      'account_plan.tier_increased',
      'account_plan.tier_decreased',
      'account_plan.suspended',
      'account_plan.activated',
      'account_plan.canceled',
    ]);
  });

  test('that tells of a plan is valid', async () => {
    await notify({ provider: 'aria', planId: '10001' });

    expect(await publishedTypes()).toEqual(['plan.changed']);
  });
});
