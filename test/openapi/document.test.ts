import { beforeAll, describe, expect, test } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { createApiDocument } from '../../functions/api-docs/document.ts';
import { operations as loaders } from '../../functions/operations.ts';
import { readRoutes } from '../../local/routes.ts';
import { problemTypes } from '../../shared/domain/problem.ts';

interface Operation {
  readonly operationId: string;
  readonly security: readonly Record<string, readonly string[]>[];
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly required?: boolean }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: Record<string, unknown> }> };
  readonly responses: Record<string, { readonly description: string; readonly content: Record<string, unknown> }>;
}

interface ApiDocument {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, Record<string, unknown>> };
}

let document: ApiDocument;

beforeAll(async () => {
  document = JSON.parse(JSON.stringify(await createApiDocument()));
});

const operations = (): (readonly [string, Operation])[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
  );

describe('the OpenAPI document', () => {
  test('is valid OpenAPI 3.1, and every reference in it leads somewhere', async () => {
    const validator = new Validator();

    const { valid, errors } = await validator.validate(structuredClone({ ...document }));

    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
    expect(validator.version).toBe('3.1');
    expect(() => validator.resolveRefs()).not.toThrow();
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(10);
    for (const [, name = ''] of references) {
      expect(document.components.schemas).toHaveProperty(name);
    }
  });

  test('has the routes of serverless.yml, each under the name of its function, and no others', () => {
    const deployed = readRoutes()
      .filter(({ routeKey }) => routeKey !== '$default')
      // The page for people, and the files that it loads.
      .filter(({ routeKey }) => !['GET /docs', 'GET /docs/{asset}'].includes(routeKey))
      .map(({ routeKey, functionName }) => `${routeKey} ${functionName}`);

    expect(
      operations()
        .map(([routeKey, { operationId }]) => `${routeKey} ${operationId}`)
        .sort(),
    ).toEqual(deployed.sort());
  });

  test('names every parameter that stands in a path, and no other', () => {
    for (const [routeKey, { parameters = [] }] of operations()) {
      const inPath = parameters.filter((parameter) => parameter.in === 'path');

      expect(inPath.map(({ name }) => name).sort()).toEqual(
        [...routeKey.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).sort(),
      );
      expect(inPath.every(({ required }) => required)).toBe(true);
    }
  });

  test('has an answer for every problem that an operation says it may have, under its status', async () => {
    const modules = Object.entries(loaders).map(async ([name, load]) => ({ name, ...(await load()) }));
    for (const { name, documentation } of await Promise.all(modules)) {
      const { problems } = documentation();
      expect(problems).toEqual([...new Set(problems)]);
      const responses = operations().find(([, { operationId }]) => operationId === name)?.[1].responses ?? {};
      for (const code of problems) {
        const response = responses[problemTypes[code].status];

        expect(response?.description).toContain(`\`${code}\``);
        expect(Object.keys(response?.content ?? {})).toEqual(['application/problem+json']);
      }
    }
  });

  test('says which scope a token needs, and which routes are open', () => {
    const scopes = operations().map(([routeKey, { security }]) => [
      routeKey,
      security.flatMap(({ token }) => token ?? [])[0] ?? null,
    ]);

    expect(Object.fromEntries(scopes)).toMatchObject({
      'GET /v1/connections': 'plans:read',
      'GET /v1/connections/{connection}/plans': 'plans:read',
      'GET /v1/connections/{connection}/plans/{planId}': 'plans:read',
      'GET /v1/connections/{connection}/accounts/{accountId}/plan': 'plans:read',
      'GET /v1/connections/{connection}/accounts/{accountId}/conversions/{conversionId}': 'plans:read',
      'POST /v1/connections/{connection}/accounts/{accountId}/conversions': 'conversions:write',
      'GET /openapi.json': null,
    });
  });

  test('shows the options of a conversion as each provider takes them, and refuses what none takes', () => {
    const request = document.components.schemas.ConversionRequest as {
      properties: {
        providerOptions: { anyOf: { title: string; properties: object; additionalProperties: boolean }[] };
      };
      additionalProperties: boolean;
    };

    expect(request.additionalProperties).toBe(false);
    expect(
      request.properties.providerOptions.anyOf.map(({ title, properties, additionalProperties }) => [
        title,
        Object.keys(properties).sort(),
        additionalProperties,
      ]),
    ).toEqual([
      ['constant-contact-v2', [], false],
      ['constant-contact-v3', ['planGroupId'], false],
      ['aria', ['assignmentDirective', 'forceBillDateReset', 'rateScheduleId'], false],
      ['fusebill', ['planFamilyRelationshipId', 'temporarilyDisableAutoPost'], false],
    ]);
  });

  test('shows the shapes of the contract by name', () => {
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining(['AccountPlan', 'Conversion', 'ConversionRequest', 'Money', 'Price', 'Problem']),
    );
  });
});
