import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readRoutes } from '../../local/routes.ts';
import { tableDefinition, timeToLiveAttribute } from '../../local/table-definition.ts';
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

/** CloudFormation's placeholders look like a mistake in a string of TypeScript. */
const text = (template: string) => template.replaceAll('<', '${').replaceAll('>', '}');

const readSecrets = [
  {
    Effect: 'Allow',
    Action: ['secretsmanager:GetSecretValue'],
    Resource: {
      'Fn::Sub': text('arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:plan-gateway/dev/*'),
    },
  },
  { Effect: 'Allow', Action: ['secretsmanager:ListSecrets'], Resource: '*' },
];
const keepLedger = {
  Effect: 'Allow',
  Action: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
  Resource: { 'Fn::GetAtt': ['Table', 'Arn'] },
};
const findDue = {
  Effect: 'Allow',
  Action: ['dynamodb:Query'],
  Resource: { 'Fn::Sub': text('<Table.Arn>/index/gsi1') },
};

const publishEvents = {
  Effect: 'Allow',
  Action: ['events:PutEvents'],
  Resource: { 'Fn::GetAtt': ['EventBus', 'Arn'] },
};

const storeNotifications = {
  Effect: 'Allow',
  Action: ['dynamodb:PutItem'],
  Resource: { 'Fn::GetAtt': ['Table', 'Arn'] },
};

const readStream = [
  {
    Effect: 'Allow',
    Action: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
    Resource: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
  },
  { Effect: 'Allow', Action: ['dynamodb:ListStreams'], Resource: '*' },
  { Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: { 'Fn::GetAtt': ['StreamFailures', 'Arn'] } },
];

const keepRefusedSignups = {
  Effect: 'Allow',
  Action: ['sqs:SendMessage'],
  Resource: { 'Fn::GetAtt': ['SignupDeadLetters', 'Arn'] },
};

/** What each function may do beside writing its own log. */
const permissions = {
  'list-connections': [...readSecrets],
  'list-plans': [...readSecrets],
  'get-plan': [...readSecrets],
  'get-account-plan': [...readSecrets],
  'convert-trial': [...readSecrets, keepLedger],
  'get-conversion': [...readSecrets, keepLedger],
  'reconcile-conversions': [...readSecrets, keepLedger, findDue],
  'receive-webhook': [...readSecrets, storeNotifications],
  'process-webhook': [...readSecrets, keepLedger, findDue, ...readStream],
  'publish-events': [keepLedger, findDue, ...readStream, publishEvents],
  'on-signup': [...readSecrets, keepLedger, keepRefusedSignups],
  'create-plan': [...readSecrets, keepLedger],
  'edit-plan': [...readSecrets, keepLedger],
  'add-rate-schedule': [...readSecrets, keepLedger],
  'edit-rate-schedule': [...readSecrets, keepLedger],
  'api-docs': [],
  'route-not-found': [],
};

const inTheBackground = ['reconcile-conversions', 'process-webhook', 'publish-events'];

let service: ServiceDirectory;

beforeAll(async () => {
  service = await createEmptyServiceDirectory();
}, packagingTimeoutMs);

afterAll(() => rm(service.path, { recursive: true, force: true }));

describe('the package for a stage that callers reach with IAM', () => {
  let template: Template;

  beforeAll(async () => {
    const { exitCode, output } = await runServerlessPackage(service, {
      SECRET_TTL_SECONDS: '60',
      PROVIDER_HOSTS: 'billing.example',
    });
    if (exitCode !== 0) {
      throw new Error(output);
    }
    template = await readTemplate(service);
  }, packagingTimeoutMs);

  const functionOf = (name: string) =>
    resourcesOf(template, 'AWS::Lambda::Function').find(
      ({ Properties }) => Properties.FunctionName === `plan-gateway-dev-${name}`,
    )?.Properties;

  test('runs every function on Node 24 on arm64, for less time than API Gateway waits where a caller waits', () => {
    const functions = resourcesOf(template, 'AWS::Lambda::Function').map(({ Properties }) => Properties);

    expect(functions).toHaveLength(Object.keys(permissions).length);
    for (const { FunctionName, Handler, Runtime, Architectures, Timeout, Environment } of functions) {
      const name = FunctionName.slice('plan-gateway-dev-'.length);
      expect(Handler).toBe(`dist/functions/${name}/handler.handler`);
      expect({ Runtime, Architectures, Timeout }).toEqual({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Timeout: inTheBackground.includes(name) ? 60 : 29,
      });
      expect(Environment.Variables).toEqual({
        STAGE: 'dev',
        SECRET_PREFIX: 'plan-gateway/dev/',
        TABLE_NAME: 'plan-gateway-dev',
        EVENT_BUS_NAME: 'plan-gateway-dev',
        AUTH: 'iam',
        SECRET_TTL_SECONDS: '60',
        PROVIDER_HOSTS: 'billing.example',
      });
    }
  });

  test.each(Object.entries(permissions))('%s has a role of its own that allows this and no more', (name, allowed) => {
    const properties = functionOf(name);
    const [roleId] = properties?.Role['Fn::GetAtt'] ?? [];
    const role = template.Resources[roleId];
    const [ownLog, ...others] = role?.Properties.Policies[0].PolicyDocument.Statement ?? [];

    expect(role?.Properties.Policies).toHaveLength(1);
    expect(role?.Properties).not.toHaveProperty('ManagedPolicyArns');
    expect(ownLog).toEqual({
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: { 'Fn::GetAtt': [expect.any(String), 'Arn'] },
    });
    const logGroup = template.Resources[ownLog.Resource['Fn::GetAtt'][0]];
    expect(logGroup?.Properties).toEqual({ LogGroupName: `/aws/lambda/plan-gateway-dev-${name}`, RetentionInDays: 30 });
    expect(others).toEqual(allowed);
  });

  test('runs what goes on in the background every minute', () => {
    const rules = resourcesOf(template, 'AWS::Events::Rule').map(({ Properties }) => Properties);

    expect(rules.map(({ ScheduleExpression, State, Targets }) => [ScheduleExpression, State, Targets[0].Arn])).toEqual([
      ['rate(1 minute)', 'ENABLED', { 'Fn::GetAtt': ['ReconcileDashconversionsLambdaFunction', 'Arn'] }],
      ['rate(1 minute)', 'ENABLED', { 'Fn::GetAtt': ['ProcessDashwebhookLambdaFunction', 'Arn'] }],
      ['rate(1 minute)', 'ENABLED', { 'Fn::GetAtt': ['PublishDasheventsLambdaFunction', 'Arn'] }],
    ]);
  });

  test('brings what is due in the table to its function at once, and nothing else', () => {
    const mappings = resourcesOf(template, 'AWS::Lambda::EventSourceMapping').map(({ Properties }) => Properties);

    expect(
      mappings.map(
        ({ FunctionName, EventSourceArn, FilterCriteria, BisectBatchOnFunctionError, DestinationConfig }) => ({
          function: FunctionName['Fn::GetAtt'][0],
          source: EventSourceArn['Fn::GetAtt'],
          filters: FilterCriteria.Filters.map(({ Pattern }: { Pattern: string }) => JSON.parse(Pattern)),
          isBisected: BisectBatchOnFunctionError,
          failures: DestinationConfig.OnFailure.Destination['Fn::GetAtt'],
        }),
      ),
    ).toEqual(
      [
        ['ProcessDashwebhookLambdaFunction', 'DUE#webhooks'],
        ['PublishDasheventsLambdaFunction', 'DUE#events'],
      ].map(([name, queue]) => ({
        function: name,
        source: ['Table', 'StreamArn'],
        filters: [{ dynamodb: { NewImage: { gsi1pk: { S: [queue] } } } }],
        isBisected: true,
        failures: ['StreamFailures', 'Arn'],
      })),
    );
  });

  const settingsOfStage = () => {
    const [stage] = resourcesOf(template, 'AWS::ApiGatewayV2::Stage');
    const { DefaultRouteSettings, RouteSettings } = stage?.Properties ?? {};
    return { DefaultRouteSettings, RouteSettings, DependsOn: stage?.DependsOn ?? [] };
  };

  const openRoutes = () =>
    Object.entries(routesOf(template))
      .filter(([, { type }]) => type === 'NONE')
      .map(([routeKey]) => routeKey)
      .sort();

  test('limits every route, and each one that is open by a limit of its own', () => {
    const { DefaultRouteSettings, RouteSettings } = settingsOfStage();

    expect(DefaultRouteSettings).toEqual({
      ThrottlingRateLimit: 500,
      ThrottlingBurstLimit: 1_000,
      DetailedMetricsEnabled: true,
    });
    expect(Object.keys(RouteSettings).sort()).toEqual(openRoutes());
    expect(
      Object.fromEntries(
        Object.entries<Record<string, number>>(RouteSettings).map(([routeKey, limits]) => [
          routeKey,
          [limits.ThrottlingRateLimit, limits.ThrottlingBurstLimit],
        ]),
      ),
    ).toEqual({
      'POST /v1/connections/{connection}/webhooks': [50, 100],
      'GET /openapi.json': [5, 20],
      'GET /docs': [5, 20],
      'GET /docs/{asset}': [2, 20],
      $default: [10, 20],
    });
  });

  test('sets the limits of routes once those are there', () => {
    const { DependsOn, RouteSettings } = settingsOfStage();

    // The stage also waits for its log.
    const routes = DependsOn.filter((name) => template.Resources[name]?.Type !== 'AWS::Logs::LogGroup');
    expect(routes.map((name) => template.Resources[name]?.Properties.RouteKey).sort()).toEqual(
      Object.keys(RouteSettings).sort(),
    );
  });

  test('can cost through its open routes what docs/security.md says, and no more', () => {
    const rows = [
      ...readFileSync(new URL('../../docs/security.md', import.meta.url), 'utf8').matchAll(
        /^\| `([^`]+)` \| (\d+) \| ([\d,]+) kB \| (\d+) \| ([\d.]+) GB \| \$(\d+) \|$/gm,
      ),
    ].map(([, route = '', ...numbers]) => {
      const [perSecond = 0, kilobytes = 0, units = 0, memoryGb = 0, dollars = 0] = numbers.map((text) =>
        Number(text.replace(',', '')),
      );
      const perRequest = units * 1e-6 + 0.2e-6 + memoryGb * 0.1 * 13.3334e-6 + 0.5e-6 + (kilobytes / 1e6) * 0.09;
      return { route, perSecond, memoryGb, dollars, computed: Math.ceil(perSecond * 86_400 * perRequest) };
    });
    const { RouteSettings } = settingsOfStage();
    const memoryOf: Record<string, number> = { 'POST /v1/connections/{connection}/webhooks': 1 };

    expect(rows.map(({ route }) => route).sort()).toEqual(openRoutes());
    for (const { route, perSecond, memoryGb, dollars, computed } of rows) {
      expect([route, perSecond]).toEqual([route, RouteSettings[route].ThrottlingRateLimit]);
      expect([route, memoryGb]).toEqual([route, memoryOf[route] ?? 0.25]);
      expect([route, dollars]).toEqual([route, computed]);
    }
  });

  test("has no role beside those and the state machine's", () => {
    expect(resourcesOf(template, 'AWS::IAM::Role')).toHaveLength(Object.keys(permissions).length + 1);
    const roles = resourcesOf(template, 'AWS::Lambda::Function').map(({ Properties }) =>
      JSON.stringify(Properties.Role),
    );
    expect(new Set(roles).size).toBe(Object.keys(permissions).length);
  });

  test('has the routes of serverless.yml, of which all but five want a signature', () => {
    const routes = routesOf(template);

    expect(Object.keys(routes).sort()).toEqual(
      readRoutes()
        .map(({ routeKey }) => routeKey)
        .sort(),
    );
    const open = Object.keys(routes).filter((routeKey) => routes[routeKey]?.type === 'NONE');
    expect(open.sort()).toEqual([
      '$default',
      'GET /docs',
      'GET /docs/{asset}',
      'GET /openapi.json',
      'POST /v1/connections/{connection}/webhooks',
    ]);
    expect(new Set(Object.values(routes).map((route) => route.type))).toEqual(new Set(['AWS_IAM', 'NONE']));
  });

  test('hands requests on in payload format 2.0', () => {
    const formats = resourcesOf(template, 'AWS::ApiGatewayV2::Integration').map(
      ({ Properties }) => Properties.PayloadFormatVersion,
    );

    expect(new Set(formats)).toEqual(new Set(['2.0']));
  });

  test('logs each request by its route, without path or query', () => {
    const [stage] = resourcesOf(template, 'AWS::ApiGatewayV2::Stage');
    const format = JSON.parse(stage?.Properties.AccessLogSettings.Format);

    expect(Object.values(format)).toContain('$context.routeKey');
    expect(Object.values(format).filter((value) => /path|query/i.test(String(value)))).toEqual([]);
  });

  test('has the table that a local DynamoDB gets, with what only AWS has', () => {
    const { TableName, StreamSpecification, ...local } = tableDefinition('plan-gateway-dev');

    expect(template.Resources.Table?.Properties).toEqual({
      ...local,
      TableName,
      StreamSpecification: { StreamViewType: StreamSpecification.StreamViewType },
      TimeToLiveSpecification: { AttributeName: timeToLiveAttribute, Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: false,
    });
    expect(template.Resources.Table?.DeletionPolicy).toBe('Delete');
  });
});
