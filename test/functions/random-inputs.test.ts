import { beforeAll, describe, expect, test } from '@jest/globals';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import fc from 'fast-check';
import { problemTypes } from '../../shared/domain/problem.ts';
import { problemSchema } from '../../shared/lambda/problem-response.ts';
import { type ApiBench, createApiBench } from '../support/api-handlers.ts';
import { randomEvent } from '../support/random-event.ts';
import { invocationOf, send } from '../support/request-event.ts';
import { stubProviders } from '../support/stub-providers.ts';

const secretValues = ['v2-api-key', 'v2-password', 'v3-api-key', 'v3-secret', 'aria-auth-key', 'fusebill-api-key'];

const secrets = {
  cc: { provider: 'constant-contact-v2', apiKey: 'v2-api-key', username: 'partner', password: 'v2-password' },
  v3: { provider: 'constant-contact-v3', apiKey: 'v3-api-key', clientId: 'client', clientSecret: 'v3-secret' },
  aria: { provider: 'aria', clientNo: 1, authKey: 'aria-auth-key' },
  fuse: { provider: 'fusebill', apiKey: 'fusebill-api-key', trialPlanCodes: ['TRIAL'] },
  broken: '{"provider":"aria","authKey":"aria-auth-key"}',
};

/** What each function may answer when all goes well. */
const successes: Readonly<Record<string, readonly number[]>> = {
  'list-connections': [200],
  'list-plans': [200],
  'get-plan': [200],
  'get-account-plan': [200],
  'convert-trial': [200, 201, 202],
  'get-conversion': [200],
  'create-plan': [201],
  'edit-plan': [200],
  'add-rate-schedule': [201],
  'edit-rate-schedule': [200],
  'api-docs': [200],
  'route-not-found': [],
};

/** An answer that shows that some inputs came far: to the provider, or to the rule that stands last before it. */
const deepest: Readonly<Record<string, number>> = {
  'create-plan': 422,
  'edit-plan': 501,
  'add-rate-schedule': 422,
  'edit-rate-schedule': 404,
  'route-not-found': 404,
};

const inputsEach = 5_000;

let bench: ApiBench;

let conversionId: string;

beforeAll(async () => {
  bench = createApiBench({ fetch: stubProviders, secrets });
  const { body } = await send(bench.handlers['convert-trial'], {
    pathParameters: { connection: 'v3', accountId: 'a1' },
    headers: { 'idempotency-key': 'k' },
    body: { planId: 'GOLD' },
  });
  conversionId = String(body.id);
});

describe.each(Object.entries(successes))('%s, asked anything at all,', (name, statuses) => {
  test('never fails by itself, gives a documented answer or a problem, and no credential', async () => {
    const seen = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(randomEvent(conversionId), async (event) => {
        const status = await checkAnswer(name, event, statuses);
        seen.set(status, (seen.get(status) ?? 0) + 1);
      }),
      { numRuns: inputsEach },
    );

    // Inputs that never get past the first check would prove little.
    expect([...seen.keys()]).toContain(deepest[name] ?? 200);
    expect([...seen.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(inputsEach);
    expect(bench.lines.some((line) => secretValues.some((secret) => line.includes(secret)))).toBe(false);
  });
});

/** Some answers are long, and always the same. */
const checkedBodies = new Set<string>();

const checkAnswer = async (
  name: string,
  event: APIGatewayProxyEventV2,
  statuses: readonly number[],
): Promise<number> => {
  const handler = bench.all[name];
  const answer = await handler?.(event, invocationOf());
  const { statusCode = 0, headers = {}, body = '' } = answer ?? {};
  const text = JSON.stringify(headers) + (checkedBodies.has(body) ? '' : body);
  if (secretValues.some((secret) => text.includes(secret))) {
    throw new Error('A credential is in the answer.');
  }
  if (statuses.includes(statusCode)) {
    if (!checkedBodies.has(body)) {
      JSON.parse(body);
      checkedBodies.add(body);
    }
    return statusCode;
  }
  const value: unknown = JSON.parse(body);
  const problem = problemSchema.parse(value);
  const type = Object.entries(problemTypes).find(([code]) => code === problem.code)?.[1];
  if (type?.status !== statusCode || problem.status !== statusCode || statusCode === 500) {
    throw new Error(`${statusCode} ${problem.code}: ${problem.detail}`);
  }
  if (headers['content-type'] !== 'application/problem+json; charset=utf-8' || !problem.detail || !problem.requestId) {
    throw new Error(`Not a whole problem: ${text}`);
  }
  return statusCode;
};
