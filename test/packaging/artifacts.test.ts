import { readFileSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { demoSecrets } from '../../local/demo-secrets.ts';
import { startDynamoDb } from '../../local/dynamodb.ts';
import { type LocalEventBus, startEventBus } from '../../local/event-bus.ts';
import { readFunctionNames } from '../../local/routes.ts';
import { startSecretsManager } from '../../local/secrets-manager.ts';
import { makeNotification } from '../../sandbox/outside-events.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { vendorIds } from '../../sandbox/vendors.ts';
import { joinMetafiles, writeBillOfMaterials } from '../../scripts/bill-of-materials.ts';
import { startSandbox } from '../support/judged-sandbox.ts';
import { httpEvent, runPackaged } from './packaged-function.ts';
import {
  bundleIntoServiceDirectory,
  packagingTimeoutMs,
  readArtifacts,
  runServerlessPackage,
  type ServiceDirectory,
} from './serverless-package.ts';

const functionNames = [...readFunctionNames()].sort();

let service: ServiceDirectory;

beforeAll(async () => {
  service = await bundleIntoServiceDirectory();
}, packagingTimeoutMs);

afterAll(() => rm(service.path, { recursive: true, force: true }));

describe('a bundle', () => {
  test('exists for every function', () => {
    expect(service.bundles.map(({ name }) => name).sort()).toEqual(functionNames);
  });

  test('starts without the AWS SDK and without any provider', () => {
    const heavy = /node_modules\/(@aws-sdk|@smithy|@aws)\/|shared\/providers\/[^/]+\//;
    const loadedAtStart = service.bundles.flatMap(({ startSources }) =>
      startSources.filter((file) => heavy.test(file)),
    );

    expect(loadedAtStart).toEqual([]);
  });

  test('starts without the client of provider calls, which the first call loads', () => {
    const loadedAtStart = service.bundles.flatMap(({ startSources }) =>
      startSources.filter((file) => /node_modules\/undici\//.test(file)),
    );

    expect(loadedAtStart).toEqual([]);
  });

  test('starts without the page of the API', () => {
    const loadedAtStart = service.bundles.flatMap(({ startSources }) =>
      startSources.filter((file) => /api-docs\/page|swagger/.test(file)),
    );

    expect(loadedAtStart).toEqual([]);
  });
});

describe('the bill of materials', () => {
  const componentsOf = async (name: string) => {
    const bill = JSON.parse(await readFile(join(service.path, name), 'utf8'));
    return (bill.components as Component[]).map(({ group, name, version, licenses }) => ({
      name: group === undefined ? name : `${group}/${name}`,
      version,
      licences: licenses.map(({ license }) => license.id),
    }));
  };

  interface Component {
    readonly group?: string;
    readonly name: string;
    readonly version: string;
    readonly licenses: readonly { readonly license: { readonly id: string } }[];
  }

  beforeAll(async () => {
    await writeFile(join(service.path, 'metafile.json'), JSON.stringify(joinMetafiles(service.bundles)));
    await writeBillOfMaterials(join(service.path, 'metafile.json'), service.path);
  }, packagingTimeoutMs);

  test('names the packages that are in the zips, those that are read as files too, and none that only builds them', async () => {
    const { dependencies } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    const shipped = await componentsOf('bill-of-materials.cdx.json');
    const versions = Object.fromEntries(shipped.map(({ name, version }) => [name, version]));

    expect(versions).toMatchObject({
      ...dependencies,
      'swagger-ui-dist': '5.35.0',
      '@smithy/core': expect.any(String),
    });
    expect(Object.keys(versions).filter((name) => /jest|esbuild|typescript|serverless|cyclonedx/.test(name))).toEqual(
      [],
    );
  });

  test('has a licence for each, of a kind that asks for its text and no more', async () => {
    const shipped = await componentsOf('bill-of-materials.cdx.json');

    expect(new Set(shipped.flatMap(({ licences }) => licences))).toEqual(new Set(['Apache-2.0', 'ISC', 'MIT']));
  });

  test('has the texts of the licences beside it', async () => {
    const texts = await readFile(join(service.path, 'licences.txt'), 'utf8');

    expect(texts).toMatch(/^zod 4\.6\.7: MIT\n\nMIT License\n/m);
    expect(texts).toMatch(/^swagger-ui-dist 5\.35\.0: Apache-2\.0\n\n\s*Apache License/m);
  });
});

describe('the package', () => {
  let artifacts: Awaited<ReturnType<typeof readArtifacts>>;

  beforeAll(async () => {
    const { exitCode, output } = await runServerlessPackage(service, {});
    if (exitCode !== 0) {
      throw new Error(output);
    }
    artifacts = await readArtifacts(service);
  }, packagingTimeoutMs);

  test('puts into each zip the modules of one function, what the page of the API loads, and nothing else', () => {
    expect([...artifacts.keys()].sort()).toEqual(functionNames);
    const strange: string[] = [];
    for (const [name, files] of artifacts) {
      strange.push(
        ...Object.keys(files).filter((file) => !(file.startsWith(`dist/functions/${name}/`) && file.endsWith('.mjs'))),
      );
      expect(Object.keys(files)).toContain(`dist/functions/${name}/handler.mjs`);
    }
    expect(strange.sort()).toEqual([
      'dist/functions/api-docs/node_modules/swagger-ui-dist/swagger-ui-bundle.js',
      'dist/functions/api-docs/node_modules/swagger-ui-dist/swagger-ui-bundle.js.br',
      'dist/functions/api-docs/node_modules/swagger-ui-dist/swagger-ui-bundle.js.gzip',
      'dist/functions/api-docs/node_modules/swagger-ui-dist/swagger-ui.css',
      'dist/functions/api-docs/node_modules/swagger-ui-dist/swagger-ui.css.br',
      'dist/functions/api-docs/node_modules/swagger-ui-dist/swagger-ui.css.gzip',
    ]);
  });

  describe('serves, unpacked where nothing else is,', () => {
    const started: { close(): Promise<void> }[] = [];
    let environment: Record<string, string>;
    let sandbox: Sandbox;
    let bus: LocalEventBus;

    beforeAll(async () => {
      sandbox = await startSandbox();
      bus = await startEventBus();
      const secretsManager = await startSecretsManager();
      const dynamoDb = await startDynamoDb({ tableName: 'plan-gateway-dev' });
      started.push(sandbox, secretsManager, dynamoDb, bus);
      for (const [name, secret] of Object.entries(demoSecrets(sandbox))) {
        secretsManager.put(`plan-gateway/dev/${name}`, secret);
      }
      environment = {
        STAGE: 'dev',
        AWS_LAMBDA_FUNCTION_NAME: 'plan-gateway-dev',
        // The sandbox, which a deployment would not call otherwise.
        PROVIDER_HOSTS: '127.0.0.1',
        LOG_LEVEL: 'silent',
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
        AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsManager.url,
        AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.url,
        AWS_ENDPOINT_URL_EVENTBRIDGE: bus.url,
      };
    });

    afterAll(() => Promise.all(started.map((part) => part.close())));

    const run = (name: string, event: object, changes: Readonly<Record<string, string>> = {}) =>
      runPackaged(artifacts.get(name) ?? {}, `dist/functions/${name}/handler.mjs`, {
        parent: service.path,
        event,
        environment: { ...environment, ...changes },
      });

    const serve = async (name: string, ...request: Parameters<typeof httpEvent>) => {
      const answer = (await run(name, httpEvent(...request))) as APIGatewayProxyStructuredResultV2;
      return { statusCode: answer.statusCode, body: JSON.parse(answer.body ?? 'null') };
    };

    test('GET /openapi.json', async () => {
      const { statusCode, body } = await serve('api-docs', 'GET /openapi.json');

      expect(statusCode).toBe(200);
      expect(body.openapi).toMatch(/^3\.1\./);
    });

    test('GET /docs, and each file that the page loads', async () => {
      const ask = async (...request: Parameters<typeof httpEvent>) => {
        const answer = (await run('api-docs', httpEvent(...request))) as APIGatewayProxyStructuredResultV2;
        return { ...answer, text: Buffer.from(answer.body ?? '', answer.isBase64Encoded ? 'base64' : 'utf8') };
      };
      const page = await ask('GET /docs');
      const plain: unknown[] = [];
      for (const [, asset = ''] of page.text.toString().matchAll(/"docs\/([^"]+)"/g)) {
        const { statusCode, headers, isBase64Encoded, text } = await ask('GET /docs/{asset}', {
          pathParameters: { asset },
        });
        plain.push([asset, statusCode, headers?.['content-type'], isBase64Encoded ?? false, text.length > 150]);
      }
      const [, bundle = ''] = /"docs\/(swagger-ui-bundle\.[^"]+)"/.exec(page.text.toString()) ?? [];
      const compressed = (encoding: string) =>
        ask('GET /docs/{asset}', { pathParameters: { asset: bundle }, headers: { 'accept-encoding': encoding } });
      const [gzipped, brotli] = [await compressed('gzip'), await compressed('br')];

      expect([page.statusCode, page.headers?.['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
      expect(plain).toEqual([
        [expect.stringMatching(/^swagger-ui\.\w{16}\.css$/), 200, 'text/css; charset=utf-8', false, true],
        [expect.stringMatching(/^swagger-ui-bundle\.\w{16}\.js$/), 200, 'text/javascript; charset=utf-8', false, true],
        [expect.stringMatching(/^start\.\w{16}\.js$/), 200, 'text/javascript; charset=utf-8', false, true],
      ]);
      expect([gzipped.statusCode, gzipped.headers?.['content-encoding']]).toEqual([200, 'gzip']);
      expect([brotli.statusCode, brotli.headers?.['content-encoding']]).toEqual([200, 'br']);
      expect(gunzipSync(gzipped.text).toString()).toContain('SwaggerUIBundle');
      expect(brotliDecompressSync(brotli.text).equals(gunzipSync(gzipped.text))).toBe(true);
      // Compressed when packaged, and harder than a function would do it.
      expect(brotli.text.length).toBeLessThan(395_000);
    });

    test('a route that does not exist', async () => {
      const { statusCode, body } = await serve('route-not-found', '$default');

      expect(statusCode).toBe(404);
      expect(body.code).toBe('route_not_found');
    });

    test('the connections', async () => {
      const { statusCode, body } = await serve('list-connections', 'GET /v1/connections');

      expect(statusCode).toBe(200);
      expect(body.data.map(({ name, problem }: { name: string; problem: unknown }) => [name, problem])).toEqual(
        vendorIds.toSorted().map((id) => [`demo-${id}`, null]),
      );
    });

    test('no connection that leads to this machine, where PROVIDER_HOSTS does not name it', async () => {
      const { PROVIDER_HOSTS: _named, ...unnamed } = environment;
      const before = sandbox.requests().length;
      const answer = (await runPackaged(artifacts.get('list-plans') ?? {}, 'dist/functions/list-plans/handler.mjs', {
        parent: service.path,
        event: httpEvent('GET /v1/connections/{connection}/plans', { pathParameters: { connection: 'demo-fusebill' } }),
        environment: unnamed,
      })) as APIGatewayProxyStructuredResultV2;

      expect([answer.statusCode, JSON.parse(answer.body ?? 'null').code]).toEqual([503, 'secret_invalid']);
      expect(sandbox.requests().length).toBe(before);
    });

    test.each(vendorIds.map((id) => `demo-${id}`))('the plans of %s', async (connection) => {
      const { statusCode, body } = await serve('list-plans', 'GET /v1/connections/{connection}/plans', {
        pathParameters: { connection },
        query: 'limit=1',
      });

      expect(statusCode).toBe(200);
      expect(body.data).toHaveLength(1);
    });

    test('one plan', async () => {
      const { statusCode, body } = await serve('get-plan', 'GET /v1/connections/{connection}/plans/{planId}', {
        pathParameters: { connection: 'demo-constant-contact-v3', planId: 'GOLD' },
      });

      expect(statusCode).toBe(200);
      expect(body.id).toBe('GOLD');
    });

    test('an account, its conversion, and the record of it', async () => {
      const pathParameters = { connection: 'demo-constant-contact-v3', accountId: 'a07et3000001' };
      const account = '/v1/connections/{connection}/accounts/{accountId}';

      const before = await serve('get-account-plan', `GET ${account}/plan`, { pathParameters });
      const converted = await serve('convert-trial', `POST ${account}/conversions`, {
        pathParameters,
        headers: { 'idempotency-key': 'key-1' },
        body: { planId: 'GOLD', billingDayOfMonth: 15 },
      });
      const read = await serve('get-conversion', `GET ${account}/conversions/{conversionId}`, {
        pathParameters: { ...pathParameters, conversionId: converted.body.id },
      });

      expect([before.statusCode, before.body.status]).toEqual([200, 'trial']);
      expect([converted.statusCode, converted.body.status]).toEqual([201, 'succeeded']);
      expect([read.statusCode, read.body]).toEqual([200, converted.body]);
    });

    test('nothing to a request without an identity, and nothing at all where the stage is left out', async () => {
      const { requestContext, ...event } = httpEvent('GET /v1/connections');
      const { authorizer, ...withoutIdentity } = requestContext;

      expect(authorizer).toBeDefined();
      expect(await run('list-connections', { ...event, requestContext: withoutIdentity })).toMatchObject({
        statusCode: 401,
      });
      await expect(run('list-connections', { ...event, requestContext }, { STAGE: '' })).rejects.toThrow(
        'The setting STAGE is not valid',
      );
    });

    test('a signup, of which nobody is told over HTTP', async () => {
      const event = { connection: 'demo-fusebill', accountId: '70001', idempotencyKey: 'key-1' };

      expect(await run('on-signup', event)).toMatchObject({ status: 'succeeded', outcome: 'converted', planId: '88' });
    });

    test('a notification of Aria in XML, and what the functions of the stream make of it', async () => {
      const made = makeNotification(sandbox, { provider: 'aria', accountId: '5000005' });
      const answer = await run('receive-webhook', {
        ...httpEvent('POST /v1/connections/{connection}/webhooks', {
          pathParameters: { connection: 'demo-aria' },
          headers: { 'content-type': 'text/xml', 'x-sandbox-aria': 'sandbox-aria-webhook-secret' },
        }),
        body: made.ok ? made.value.body : '',
      });
      const changed = { dynamodb: { Keys: { pk: { S: 'ACCOUNT#demo-aria#5000005' }, sk: { S: 'INBOX' } } } };
      await run('process-webhook', { Records: [changed] });
      await run('publish-events', { Records: [changed] });

      expect(answer).toMatchObject({ statusCode: 200, body: 'OK' });
      expect(bus.events().filter(({ detailType }) => detailType === 'account_plan.suspended')).toMatchObject([
        {
          bus: 'plan-gateway-dev',
          detail: { sequence: 1, accountId: '5000005', before: null, after: { planId: '10002', status: 'suspended' } },
        },
      ]);
    });

    test('the schedules, with nothing to do', async () => {
      expect(await run('reconcile-conversions', {})).toEqual({ due: 0, failed: 0 });
      expect(await run('process-webhook', {})).toBeNull();
      expect(await run('publish-events', {})).toBeNull();
    });
  });
});
