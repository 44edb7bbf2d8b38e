import { containerServices } from '../../gateway/container.ts';
import type { Services } from '../../gateway/services.ts';
import { createDeadline, type Deadline } from '../../shared/domain/clock.ts';
import { connectionNameSchema } from '../../shared/domain/identifier.ts';
import { createProblem } from '../../shared/domain/problem.ts';
import { failed, type Result, success } from '../../shared/domain/result.ts';
import type { WebhookDelivery } from '../../shared/domain/webhook.ts';
import type { HttpAnswer } from '../../shared/lambda/answer.ts';
import { createHttpHandler, defineHttpFunction, type HttpRequest } from '../../shared/lambda/http-function.ts';
import { receiveWebhook } from '../../shared/webhooks/receive.ts';
import { operation } from './operation.ts';

export const definition = defineHttpFunction<Services>()({
  ...operation,
  run: async ({ path: { connection }, query: { token }, headers, body }, request) => {
    const deadline = createDeadline(request.services.clock, Math.min(request.deadline.remainingMs(), answerWithinMs));
    return inTime(receive(connection, { headers, body, token }, { ...request, deadline }), request.services, deadline);
  },
});

/** Fusebill counts a delivery as failed after 2 s, a cold start included: https://developer.fusebill.com/docs/webhooks */
const answerWithinMs = 1_500;

const receive = async (
  connection: string,
  delivery: WebhookDelivery,
  { services, deadline, logger }: HttpRequest<Services>,
): Promise<Result<HttpAnswer>> => {
  const verified = connectionNameSchema.safeParse(connection).success
    ? await services.connections.verifyWebhook(connection, delivery, { deadline, logger })
    : success(null);
  if (!verified.ok) {
    return verified;
  }
  if (verified.value === null) {
    return failed(
      createProblem('webhook_unauthenticated', 'The notification does not carry what this address asks for.'),
    );
  }
  const { inbox, clock, random } = services;
  const kept = await receiveWebhook(verified.value, delivery, { inbox, clock, random, logger });
  if (!kept.ok) {
    return kept;
  }
  const { acknowledgement } = verified.value.receiver;
  return success(
    acknowledgement === null
      ? { status: 204, text: '' }
      : { status: 200, text: acknowledgement, headers: { 'content-type': 'text/plain; charset=utf-8' } },
  );
};

/** What is stored after all, when this gave up on it, is one notification more of the same thing. */
const inTime = async (
  answer: Promise<Result<HttpAnswer>>,
  { clock }: Services,
  deadline: Deadline,
): Promise<Result<HttpAnswer>> => {
  const isAnswered = new AbortController();
  const tooLate = clock
    .sleep(deadline.remainingMs(), isAnswered.signal)
    .then(() =>
      failed(createProblem('ledger_unavailable', 'The notification could not be stored in time. Send it again.')),
    );
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    isAnswered.abort();
  }
};

export const handler = createHttpHandler(definition, containerServices);
