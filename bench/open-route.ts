import { definition as receiveWebhookFunction } from '../functions/receive-webhook/handler.ts';
import { systemClock } from '../shared/domain/clock.ts';
import { success } from '../shared/domain/result.ts';
import { createHttpHandler } from '../shared/lambda/http-function.ts';
import { createFunctionBench } from '../test/support/function-bench.ts';
import { send } from '../test/support/request-event.ts';
import type { Figure, Report } from './figures.ts';
import { interleave, processorClock } from './interleave.ts';

export interface OpenRouteOptions {
  readonly requestCount: number;
  readonly rounds: number;
  readonly warmUps: number;
}

/**
 * What a stranger's body costs on the route that is open to everybody, at a connection whose notifications have to be parsed
 * before anybody knows whom they are from: against the same function that looks at nothing.
 */
export const openRoute = async ({ requestCount, ...options }: OpenRouteOptions): Promise<Report> => {
  const { handlers, services } = createFunctionBench({
    clock: systemClock,
    fetch: globalThis.fetch,
    secrets: { acme: { provider: 'constant-contact-v3', apiKey: 'the-key-of-acme', clientId: 'c', clientSecret: 's' } },
  });
  const empty = createHttpHandler(
    { ...receiveWebhookFunction, run: async () => success({ status: 204, text: '' }) },
    () => services,
  );
  const figures: Figure[] = [];
  for (const [name, body] of Object.entries(bombs)) {
    const deliver = async (handler: typeof empty, status: number) => {
      for (let index = 0; index < requestCount; index += 1) {
        const answer = await send(handler, { method: 'POST', path, pathParameters: { connection: 'acme' }, body });
        if (answer.status !== status) {
          throw new Error(`The open route answered ${answer.status} to ${name}.`);
        }
      }
    };
    const samplesOf = await interleave(
      { refused: () => deliver(handlers['receive-webhook'], 401), unseen: () => deliver(empty, 204) },
      { ...options, now: processorClock },
    );
    const perRequest = (samples: readonly number[]) => samples.map((sample) => sample / requestCount);
    figures.push({
      measured: name,
      unit: 'ms',
      samples: perRequest(samplesOf('refused')),
      baseline: { name: 'a function that looks at nothing', samples: perRequest(samplesOf('unseen')) },
      target: { of: 'median', atMost: 5 },
    });
  }
  return { title: 'open route: a body that is not verified, processor time of one request', figures };
};

const path = '/v1/connections/acme/webhooks';

/** The most that is parsed unverified, and the most that is taken. */
const parsedBytes = 8 * 1_024;
const takenBytes = 256 * 1_024;

const bombs = {
  nothing: '{}',
  '8 KiB: a number': `1${'0'.repeat(parsedBytes - 2)}1`,
  '8 KiB: nesting': '['.repeat(parsedBytes / 2) + ']'.repeat(parsedBytes / 2),
  '8 KiB: numbers': `[${'1e9,'.repeat(parsedBytes / 4 - 1)}1]`,
  '8 KiB: members': `{${Array.from({ length: 700 }, (_, index) => `"${index * 65_537}":0`).join()}}`,
  '256 KiB: a number': `1${'0'.repeat(takenBytes - 2)}1`,
  '256 KiB: nesting': '['.repeat(takenBytes / 2) + ']'.repeat(takenBytes / 2),
};
