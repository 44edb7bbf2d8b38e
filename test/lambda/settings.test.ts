import { describe, expect, test } from '@jest/globals';
import { parseSettings } from '../../shared/lambda/settings.ts';

const parsed = (environment: Record<string, string>) => {
  const settings = parseSettings(environment);
  return settings.ok ? settings.value : settings.problem;
};

describe('settings', () => {
  test('have a default each', () => {
    expect(parsed({})).toEqual({
      stage: 'local',
      secretPrefix: 'plan-gateway/local/',
      secretTtlMs: 300_000,
      webhookRotationMs: 86_400_000,
      tableName: 'plan-gateway-local',
      eventBusName: 'plan-gateway-local',
      auth: 'none',
      docs: true,
      connectionsClaim: null,
      scopePrefix: '',
      providerHosts: [],
      conversionSettleMs: 300_000,
      conversionRetentionDays: 400,
      conversionAlarmMs: 3_600_000,
      requestTimeoutMs: 28_000,
      backgroundIntervalMs: 1_000,
      logLevel: 'info',
      port: 3_000,
    });
  });

  test('take the stage into the names that have it', () => {
    expect(parsed({ STAGE: 'prod' })).toMatchObject({
      secretPrefix: 'plan-gateway/prod/',
      tableName: 'plan-gateway-prod',
      eventBusName: 'plan-gateway-prod',
    });
  });

  test('are taken from the environment', () => {
    expect(
      parsed({
        STAGE: 'prod-eu',
        SECRET_PREFIX: 'billing/',
        SECRET_TTL_SECONDS: '0.5',
        WEBHOOK_ROTATION_SECONDS: '0',
        TABLE_NAME: 'my.table',
        EVENT_BUS_NAME: 'bus',
        AUTH: 'jwt',
        DOCS: 'off',
        AUTH_CONNECTIONS_CLAIM: 'https://acme.example/connections',
        AUTH_SCOPE_PREFIX: 'https://plans.acme.example/',
        PROVIDER_HOSTS: 'billing.example, Proxy.example:8443,127.0.0.1,[::1]:4010',
        CONVERSION_SETTLE_SECONDS: '2.25',
        CONVERSION_RETENTION_DAYS: '30',
        CONVERSION_ALARM_MINUTES: '5',
        REQUEST_TIMEOUT_MS: '5000',
        BACKGROUND_INTERVAL_MS: '0',
        LOG_LEVEL: 'silent',
        PORT: '0',
        PATH: '/usr/bin',
      }),
    ).toEqual({
      stage: 'prod-eu',
      secretPrefix: 'billing/',
      secretTtlMs: 500,
      webhookRotationMs: 0,
      tableName: 'my.table',
      eventBusName: 'bus',
      auth: 'jwt',
      docs: false,
      connectionsClaim: 'https://acme.example/connections',
      scopePrefix: 'https://plans.acme.example/',
      providerHosts: ['billing.example', 'proxy.example:8443', '127.0.0.1', '[::1]:4010'],
      conversionSettleMs: 2_250,
      conversionRetentionDays: 30,
      conversionAlarmMs: 300_000,
      requestTimeoutMs: 5_000,
      backgroundIntervalMs: 0,
      logLevel: 'silent',
      port: 0,
    });
  });

  test('that are set to nothing count as not set', () => {
    expect(parsed({ AUTH: '', PORT: '', SECRET_PREFIX: '' })).toEqual(parsed({}));
  });
});

describe('who may call', () => {
  test('is decided by AWS unless something else is said, outside of this machine', () => {
    expect(parsed({ STAGE: 'prod' })).toMatchObject({ auth: 'iam' });
    expect(parsed({ STAGE: 'local', AUTH: 'iam' })).toMatchObject({ auth: 'iam' });
  });

  test('cannot be everybody in a deployment', () => {
    expect(parsed({ STAGE: 'prod', AUTH: 'none' })).toBe(
      'The setting AUTH is not valid: "none" is for STAGE "local" only, and STAGE is "prod".',
    );
  });
});

describe('inside Lambda', () => {
  const lambda = { AWS_LAMBDA_FUNCTION_NAME: 'plan-gateway-prod-get-plan' };
  const refusal =
    'The setting STAGE is not valid: "local", which it is too where it is not set, is not for AWS Lambda.';

  test.each([{}, { STAGE: '' }, { STAGE: 'local' }, { STAGE: 'local', AUTH: 'iam' }, { STAGE: '', AUTH: 'jwt' }])(
    'a stage that is this machine, where everybody may call, is refused: %j',
    (environment: Record<string, string>) => {
      expect(parsed({ ...lambda, ...environment })).toBe(refusal);
    },
  );

  test('every other stage is taken', () => {
    expect(parsed({ ...lambda, STAGE: 'prod' })).toMatchObject({ stage: 'prod', auth: 'iam' });
  });
});

describe('a setting that is wrong is named in one sentence, without its value and without the others', () => {
  test.each([
    ['STAGE', 'Prod!', 'must be 1 to 29 of a-z, 0-9 and -'],
    ['SECRET_PREFIX', 'a b', 'must be 1 to 200 of the characters that secret names may have'],
    ['SECRET_TTL_SECONDS', 'soon', 'must be a number of seconds from 0 to 86400'],
    ['SECRET_TTL_SECONDS', '-1', 'must be a number of seconds from 0 to 86400'],
    ['SECRET_TTL_SECONDS', '86401', 'must be a number of seconds from 0 to 86400'],
    ['WEBHOOK_ROTATION_SECONDS', '-1', 'must be a number of seconds from 0 to 2592000'],
    ['WEBHOOK_ROTATION_SECONDS', '2592001', 'must be a number of seconds from 0 to 2592000'],
    ['CONVERSION_SETTLE_SECONDS', '1e3', 'must be a number of seconds from 0 to 86400'],
    ['TABLE_NAME', 'x', 'must be a DynamoDB table name'],
    ['EVENT_BUS_NAME', 'a b', 'must be an EventBridge bus name'],
    ['AUTH', 'None', 'must be none, iam or jwt'],
    ['DOCS', 'no', 'must be on or off'],
    ['AUTH_CONNECTIONS_CLAIM', 'a b', 'must be the name of a JWT claim'],
    [
      'AUTH_SCOPE_PREFIX',
      'plan-gateway',
      'must be what stands before a scope, up to the sign between them, as in plan-gateway/',
    ],
    [
      'AUTH_SCOPE_PREFIX',
      'plan gateway/',
      'must be what stands before a scope, up to the sign between them, as in plan-gateway/',
    ],
    [
      'AUTH_SCOPE_PREFIX',
      'plan\\gateway/',
      'must be what stands before a scope, up to the sign between them, as in plan-gateway/',
    ],
    [
      'AUTH_SCOPE_PREFIX',
      `${'a'.repeat(256)}/`,
      'must be what stands before a scope, up to the sign between them, as in plan-gateway/',
    ],
    [
      'PROVIDER_HOSTS',
      'https://billing.example',
      'must be names of hosts, without scheme and path, separated by commas',
    ],
    ['PROVIDER_HOSTS', 'billing.example/v1', 'must be names of hosts, without scheme and path, separated by commas'],
    ['PROVIDER_HOSTS', 'a b', 'must be names of hosts, without scheme and path, separated by commas'],
    ['PROVIDER_HOSTS', 'a,,b', 'must be names of hosts, without scheme and path, separated by commas'],
    ['PROVIDER_HOSTS', '*.example', 'must be names of hosts, without scheme and path, separated by commas'],
    ['PROVIDER_HOSTS', '127.1', 'must be names of hosts, without scheme and path, separated by commas'],
    ['PROVIDER_HOSTS', '0x7f.0.0.1', 'must be names of hosts, without scheme and path, separated by commas'],
    ['PROVIDER_HOSTS', '::1', 'must be names of hosts, without scheme and path, separated by commas'],
    ['PROVIDER_HOSTS', 'a:', 'must be names of hosts, without scheme and path, separated by commas'],
    ['PROVIDER_HOSTS', 'a:99999', 'must be names of hosts, without scheme and path, separated by commas'],
    ['PROVIDER_HOSTS', 'user@host', 'must be names of hosts, without scheme and path, separated by commas'],
    ['CONVERSION_RETENTION_DAYS', '0', 'must be a whole number from 1 to 3650'],
    ['CONVERSION_RETENTION_DAYS', '1.5', 'must be a whole number from 1 to 3650'],
    ['CONVERSION_ALARM_MINUTES', '0', 'must be a whole number from 1 to 100000'],
    ['REQUEST_TIMEOUT_MS', '99', 'must be a whole number from 100 to 900000'],
    ['BACKGROUND_INTERVAL_MS', '1 s', 'must be a whole number from 0 to 3600000'],
    ['LOG_LEVEL', 'verbose', 'must be one of debug, info, warn, error, silent'],
    ['PORT', '65536', 'must be a whole number from 0 to 65535'],
    ['PORT', '0x1', 'must be a whole number from 0 to 65535'],
  ])('%s=%s', (name, value, rule) => {
    expect(parsed({ AWS_SECRET_ACCESS_KEY: 'hunter22', [name]: value })).toBe(
      `The setting ${name} is not valid: ${rule}.`,
    );
  });
});
