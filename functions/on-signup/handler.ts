import type { Context } from 'aws-lambda';
import { openConnection } from '../../gateway/connection-function.ts';
import { containerServices } from '../../gateway/container.ts';
import { conversionOf } from '../../gateway/render-change.ts';
import { changeContext, type Services } from '../../gateway/services.ts';
import { changeAccountPlan } from '../../shared/account-changes/change-account-plan.ts';
import { changeOf } from '../../shared/account-changes/settle.ts';
import { createDeadline } from '../../shared/domain/clock.ts';
import type { Conversion } from '../../shared/domain/conversion.ts';
import { faultFields } from '../../shared/domain/logger.ts';
import { createProblem, type Problem } from '../../shared/domain/problem.ts';
import { failed, type Result, success } from '../../shared/domain/result.ts';
import { withFields } from '../../shared/lambda/logger.ts';
import { instanceOf } from '../../shared/lambda/request-path.ts';
import { parseSignup, type Signup } from './input.ts';

export const handler = (event: unknown, context: Context): Promise<Conversion> =>
  convertOnSignup(containerServices(), event, context);

/** What Lambda tells of one invocation. */
export type Invocation = Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>;

/**
 * Converts a trial for a caller that is not HTTP: a Lambda client, Step Functions, EventBridge. Gives the conversion,
 * `succeeded`, `pending` or `rejected`; the same event gives the same one again, and settles a pending one if it can.
 * Throws where there is no conversion, with the problem's code as the error's `name`. Nowhere else is an expected failure
 * thrown: Lambda's callers know it by nothing else, and Step Functions retries and catches by that name.
 */
export const convertOnSignup = async (
  services: Services,
  event: unknown,
  invocation: Invocation,
): Promise<Conversion> => {
  const { clock, logger } = services;
  const startedAt = clock.now();
  const signup = parseOrFail(event);
  const converted = signup.ok ? await convertOrFail(services, signup.value, invocation) : signup;
  logger.info('invocation', {
    function: 'on-signup',
    requestId: invocation.awsRequestId,
    connection: signup.ok ? signup.value.connection : null,
    status: converted.ok ? converted.value.status : null,
    problem: converted.ok ? null : converted.problem.code,
    durationMs: clock.now() - startedAt,
  });
  if (!converted.ok) {
    throw toError(converted.problem);
  }
  return converted.value;
};

/** What nests so deep that it cannot be walked through is no signup. */
const parseOrFail = (event: unknown): Result<Signup> => {
  try {
    return parseSignup(event);
  } catch {
    return failed(createProblem('invalid_request', 'The event cannot be read.'));
  }
};

const convertOrFail = async (
  services: Services,
  signup: Signup,
  invocation: Invocation,
): Promise<Result<Conversion>> => {
  try {
    return await convert(services, signup, invocation);
  } catch (error) {
    services.logger.error('internal_error', { requestId: invocation.awsRequestId, ...faultFields(error) });
    return failed(createProblem('internal_error', 'The invocation failed through a fault of this service.'));
  }
};

const convert = async (
  services: Services,
  { connection: name, accountId, idempotencyKey, ...request }: Signup,
  invocation: Invocation,
): Promise<Result<Conversion>> => {
  const { awsRequestId } = invocation;
  const deadline = createDeadline(services.clock, invocation.getRemainingTimeInMillis() - answerReserveMs);
  const logger = withFields(services.logger, { requestId: awsRequestId });
  const opened = await openConnection(
    { path: { connection: name }, body: { ...request, accountId } },
    { services, deadline, logger },
  );
  if (!opened.ok) {
    return opened;
  }
  const converted = await changeAccountPlan(
    opened.value,
    {
      kind: 'convert_trial',
      accountId,
      request,
      key: idempotencyKey,
      requestId: awsRequestId,
      // The path of the same request over HTTP: the two doors share their keys, and with them what is answered.
      instance: instanceOf(`/v1/connections/${name}/accounts/${accountId}/conversions`),
    },
    changeContext(services, { deadline, logger }),
  );
  return converted.ok ? success(conversionOf(changeOf(converted.value.record))) : converted;
};

/** Time to write the answer before the function is stopped. */
const answerReserveMs = 500;

/** Lambda hands name, message and stack of an error to the caller and to the log: so the stack has no frames of ours. */
const toError = ({ code, detail }: Problem): Error => {
  const error = new Error(detail);
  error.name = code;
  error.stack = `${code}: ${detail}`;
  return error;
};
