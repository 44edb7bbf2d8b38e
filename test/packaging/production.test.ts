import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  createEmptyServiceDirectory,
  packagingTimeoutMs,
  readTemplate,
  resourcesOf,
  routesOf,
  runServerlessPackage,
  type ServiceDirectory,
  type Template,
} from './serverless-package.ts';

let service: ServiceDirectory;

beforeAll(async () => {
  service = await createEmptyServiceDirectory();
}, packagingTimeoutMs);

afterAll(() => rm(service.path, { recursive: true, force: true }));

describe('the package for production with tokens', () => {
  let template: Template;

  beforeAll(async () => {
    const { exitCode, output } = await runServerlessPackage(
      service,
      {
        AUTH: 'jwt',
        AUTH_ISSUER: 'https://login.example/',
        AUTH_AUDIENCE: 'plan-gateway',
        AUTH_CONNECTIONS_CLAIM: 'https://acme.example/connections',
        AUTH_SCOPE_PREFIX: 'plan-gateway/',
      },
      ['--stage', 'prod'],
    );
    if (exitCode !== 0) {
      throw new Error(output);
    }
    template = await readTemplate(service);
  }, packagingTimeoutMs);

  test('asks each route for its scope, with the issuer’s prefix or without', () => {
    const account = '/v1/connections/{connection}/accounts/{accountId}';
    const reading = { type: 'JWT', scopes: ['plans:read', 'plan-gateway/plans:read'] };
    const open = { type: 'NONE', scopes: [] };
    const changing = { type: 'JWT', scopes: ['plans:write', 'plan-gateway/plans:write'] };

    expect(routesOf(template)).toEqual({
      'GET /v1/connections': reading,
      'GET /v1/connections/{connection}/plans': reading,
      'GET /v1/connections/{connection}/plans/{planId}': reading,
      [`GET ${account}/plan`]: reading,
      'POST /v1/connections/{connection}/webhooks': open,
      [`POST ${account}/conversions`]: { type: 'JWT', scopes: ['conversions:write', 'plan-gateway/conversions:write'] },
      [`GET ${account}/conversions/{conversionId}`]: reading,
      'POST /v1/connections/{connection}/plans': changing,
      'PATCH /v1/connections/{connection}/plans/{planId}': changing,
      'POST /v1/connections/{connection}/plans/{planId}/rate-schedules': changing,
      'PATCH /v1/connections/{connection}/plans/{planId}/rate-schedules/{rateScheduleId}': changing,
      'GET /openapi.json': open,
      'GET /docs': open,
      'GET /docs/{asset}': open,
      $default: open,
    });
  });

  test('leaves no setting of the token away that its functions check once more', () => {
    for (const { Properties } of resourcesOf(template, 'AWS::Lambda::Function')) {
      expect(Properties.Environment.Variables).toMatchObject({
        AUTH: 'jwt',
        AUTH_CONNECTIONS_CLAIM: 'https://acme.example/connections',
        AUTH_SCOPE_PREFIX: 'plan-gateway/',
      });
    }
  });

  test('believes one issuer and one audience', () => {
    const authorizers = resourcesOf(template, 'AWS::ApiGatewayV2::Authorizer');

    expect(authorizers.map(({ Properties }) => Properties.JwtConfiguration)).toEqual([
      { Issuer: 'https://login.example/', Audience: ['plan-gateway'] },
    ]);
  });

  test('keeps the table whatever happens to the stack', () => {
    expect(template.Resources.Table?.DeletionPolicy).toBe('Retain');
    expect(template.Resources.Table?.Properties.DeletionProtectionEnabled).toBe(true);
  });
});

test(
  'without a prefix each route asks for the bare scope',
  async () => {
    const settings = { AUTH: 'jwt', AUTH_ISSUER: 'https://login.example/', AUTH_AUDIENCE: 'plan-gateway' };
    const { exitCode } = await runServerlessPackage(service, settings);

    expect(exitCode).toBe(0);
    expect(routesOf(await readTemplate(service))['GET /v1/connections']?.scopes).toEqual(['plans:read']);
  },
  packagingTimeoutMs,
);

test.each([
  [{ AUTH: 'none' }, 'The setting AUTH is not valid: "none" is for STAGE "local" only, and STAGE is "dev".', []],
  [{}, 'The setting STAGE is not valid: "local", which it is too where it is not set,', ['--stage', 'local']],
  [{ AUTH: 'iam' }, 'The setting STAGE is not valid: "local", which it is too where', ['--stage', 'local']],
  [{ AUTH: 'jwt' }, 'AUTH is "jwt": set AUTH_ISSUER', []],
  [{ PROVIDER_HOSTS: 'https://a.example' }, 'The setting PROVIDER_HOSTS is not valid: must be names of hosts', []],
  [{ LOG_LEVEL: 'loud' }, 'The setting LOG_LEVEL is not valid: ', []],
  [{ AUTH_SCOPE_PREFIX: 'plan-gateway' }, 'The setting AUTH_SCOPE_PREFIX is not valid: ', []],
  [{ EVENT_BUS_NAME: 'default' }, 'The setting EVENT_BUS_NAME is not valid: ', []],
])('packaging with %j stops with a sentence', async (environment: Record<string, string>, sentence, options) => {
  const { exitCode, output } = await runServerlessPackage(service, environment, options);

  expect(exitCode).toBe(1);
  expect(output.startsWith(sentence)).toBe(true);
  expect(output.trim().split('\n')).toHaveLength(1);
});
