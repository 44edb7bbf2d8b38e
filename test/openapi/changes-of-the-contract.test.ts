import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { createApiDocument } from '../../functions/api-docs/document.ts';
import { breakingDifferences } from '../../scripts/breaking-differences.ts';

const readText = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** What callers are told of the next release. */
const unreleasedIn = (changelog: string): string =>
  /^## Unreleased\n([\s\S]*?)(?=^## |(?![\s\S]))/m.exec(changelog)?.[1] ?? '';

describe('the document in the repository', () => {
  test('is the one that the gateway serves: npm run openapi writes it', async () => {
    expect(JSON.parse(readText('docs/openapi.json'))).toEqual(JSON.parse(JSON.stringify(await createApiDocument())));
  });

  test('breaks no caller of the last release without a line in CHANGELOG.md that says so', () => {
    const unreleased = unreleasedIn(readText('CHANGELOG.md'));
    const differences = breakingDifferences(
      JSON.parse(readText('docs/openapi-released.json')),
      JSON.parse(readText('docs/openapi.json')),
    );

    expect(differences.filter((difference) => !unreleased.includes(difference))).toEqual([]);
  });

  test('has a changelog whose next release comes first', () => {
    expect(unreleasedIn('# Changelog\n\n## Unreleased\nOne.\n\n## 1.0.0\nTwo.\n')).toBe('One.\n\n');
    expect(unreleasedIn(readText('CHANGELOG.md'))).not.toBe('');
  });
});

type Schema = Readonly<Record<string, unknown>>;

const plan: Schema = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    status: { type: 'string', enum: ['active', 'trial'] },
    amount: { anyOf: [{ $ref: '#/components/schemas/Money' }, { type: 'null' }] },
    parts: { type: 'array', items: { $ref: '#/components/schemas/Plan' } },
  },
  required: ['id', 'status'],
};

const body: Schema = {
  type: 'object',
  properties: {
    name: { type: 'string', maxLength: 10 },
    note: { type: ['string', 'null'] },
    options: {
      anyOf: [
        { type: 'object', title: 'aria', properties: { group: { type: 'string' } } },
        { type: 'object', title: 'fusebill', properties: {} },
      ],
    },
  },
  required: ['name'],
  additionalProperties: false,
};

interface Parts {
  readonly plan: Schema;
  readonly money: Schema;
  readonly body: Schema;
  readonly parameters: readonly Schema[];
  readonly responses: Schema;
  readonly paths: Schema;
}

const limit = { in: 'query', name: 'limit', schema: { type: 'integer', minimum: 1, maximum: 100 } };
const answer = {
  headers: { etag: {} },
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Plan' } } },
};

const documentOf = (changes: Partial<Parts> = {}) => {
  const parts: Parts = {
    plan,
    money: { type: 'object', properties: { amount: { type: 'string' } }, required: ['amount'] },
    body,
    parameters: [limit],
    responses: { 200: answer, 404: { content: {} } },
    paths: {},
    ...changes,
  };
  return {
    paths: {
      '/plans': {
        post: {
          parameters: parts.parameters,
          requestBody: { content: { 'application/json': { schema: parts.body } } },
          responses: parts.responses,
        },
      },
      ...parts.paths,
    },
    components: { schemas: { Plan: parts.plan, Money: parts.money } },
  };
};

const withMember = (schema: Schema, name: string, member: unknown): Schema => ({
  ...schema,
  properties: { ...(schema.properties as Schema), [name]: member },
});

const withoutMember = (schema: Schema, name: string): Schema => {
  const { [name]: _, ...properties } = schema.properties as Schema;
  return { ...schema, properties };
};

const differences = (changes: Partial<Parts>, before: Partial<Parts> = {}) =>
  breakingDifferences(documentOf(before), documentOf(changes));

describe('a difference that breaks callers', () => {
  test.each<[string, Partial<Parts>, readonly string[]]>([
    ['a status that is gone', { responses: { 200: answer } }, ['POST /plans 404: is gone']],
    [
      'a header that is gone',
      { responses: { 200: { ...answer, headers: {} }, 404: { content: {} } } },
      ['POST /plans 200 header etag: is gone'],
    ],
    [
      'a kind of content that is gone',
      { responses: { 200: { ...answer, content: {} }, 404: {} } },
      ['POST /plans 200 application/json: is gone'],
    ],
    ['a member that is gone', { plan: withoutMember(plan, 'id') }, ['POST /plans 200 id: is gone']],
    ['a member that may be absent', { plan: { ...plan, required: ['id'] } }, ['POST /plans 200 status: may be absent']],
    [
      'a member that may be null',
      { plan: withMember(plan, 'id', { type: ['string', 'null'] }) },
      ['POST /plans 200 id: may be null'],
    ],
    [
      'a member of another type',
      { plan: withMember(plan, 'id', { type: 'integer' }) },
      ['POST /plans 200 id: string is gone'],
    ],
    [
      'a value that is gone',
      { plan: withMember(plan, 'status', { type: 'string', enum: ['active'] }) },
      ['POST /plans 200 status: "trial" is gone'],
    ],
    [
      'behind a reference',
      { money: { type: 'object', properties: {}, required: [] } },
      ['POST /plans 200 amount amount: is gone'],
    ],
    ['a parameter that is gone', { parameters: [] }, ['POST /plans query limit: is gone']],
    [
      'a parameter that is required',
      { parameters: [{ ...limit, required: true }] },
      ['POST /plans query limit: is required'],
    ],
    [
      'a new parameter that is required',
      { parameters: [limit, { in: 'header', name: 'key', required: true }] },
      ['POST /plans header key: is required'],
    ],
    [
      'a bound that is lower',
      { parameters: [{ ...limit, schema: { type: 'integer', minimum: 1, maximum: 50 } }] },
      ['POST /plans query limit: maximum is 50'],
    ],
    [
      'a bound that is new',
      { body: withMember(body, 'name', { type: 'string', minLength: 1, maxLength: 10 }) },
      ['POST /plans body name: minLength is 1'],
    ],
    [
      'a form that is new',
      { body: withMember(body, 'name', { type: 'string', maxLength: 10, pattern: '^a' }) },
      ['POST /plans body name: pattern is ^a'],
    ],
    [
      'a list of values that is new',
      { body: withMember(body, 'name', { type: 'string', maxLength: 10, enum: ['a'] }) },
      ['POST /plans body name: is one of a list'],
    ],
    ['a member of a body that is gone', { body: withoutMember(body, 'note') }, ['POST /plans body note: is gone']],
    [
      'a member of a body that is required',
      { body: { ...body, required: ['name', 'note'] } },
      ['POST /plans body note: is required'],
    ],
    [
      'a member of a body that was null',
      { body: withMember(body, 'note', { type: 'string' }) },
      ['POST /plans body note: null is refused'],
    ],
    [
      'an alternative that is gone',
      { body: withMember(body, 'options', { type: 'object', title: 'fusebill', properties: {} }) },
      ['POST /plans body options: aria is gone'],
    ],
    [
      'a member of one alternative that is gone',
      {
        body: withMember(body, 'options', {
          anyOf: [
            { type: 'object', title: 'fusebill', properties: {} },
            { type: 'object', title: 'aria', properties: {} },
          ],
        }),
      },
      ['POST /plans body options group: is gone'],
    ],
  ])('%s', (_, changes, expected) => {
    expect(differences(changes)).toEqual(expected);
  });

  test('an operation, and a path', () => {
    const paths = { '/other': { get: { responses: {} }, delete: { responses: {} } } };

    expect(differences({}, { paths })).toEqual(['GET /other: is gone', 'DELETE /other: is gone']);
    expect(differences({ paths: { '/other': { get: { responses: {} } } } }, { paths })).toEqual([
      'DELETE /other: is gone',
    ]);
  });
});

describe('a difference that breaks nobody', () => {
  test.each<[string, Partial<Parts>]>([
    ['none', {}],
    ['a path that is added', { paths: { '/other': { get: { responses: {} } } } }],
    ['a status that is added', { responses: { 200: answer, 404: { content: {} }, 429: {} } }],
    ['a member that is added', { plan: withMember(plan, 'name', { type: 'string' }) }],
    [
      'a value that is added',
      { plan: withMember(plan, 'status', { type: 'string', enum: ['active', 'trial', 'held'] }) },
    ],
    ['a member that is always there now', { plan: { ...plan, required: ['id', 'status', 'amount'] } }],
    ['a member that is null no more', { plan: withMember(plan, 'amount', { $ref: '#/components/schemas/Money' }) }],
    ['a parameter that is added', { parameters: [limit, { in: 'query', name: 'view', schema: { type: 'string' } }] }],
    ['a bound that is wider', { parameters: [{ ...limit, schema: { type: 'integer', minimum: 0, maximum: 200 } }] }],
    ['a bound that is gone', { body: withMember(body, 'name', { type: 'string' }) }],
    ['a member of a body that is added', { body: withMember(body, 'code', { type: 'string' }) }],
    ['a member of a body that may be left out', { body: { ...body, required: [] } }],
    [
      'a member of a body that may be null',
      { body: withMember(body, 'name', { type: ['string', 'null'], maxLength: 10 }) },
    ],
    ['a description', { plan: { ...plan, description: 'What is sold' } }],
  ])('%s', (_, changes) => {
    expect(differences(changes)).toEqual([]);
  });
});
