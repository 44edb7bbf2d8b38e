import * as z from 'zod';
import type { ProviderContext } from '../../domain/provider.ts';
import { failed, type Result, success } from '../../domain/result.ts';
import { type Call, sendCall } from '../../http/call.ts';
import { tryParseExactJson } from '../../http/exact-json.ts';
import { problemOfFailure, problemOfInvalidAnswer } from '../../http/provider-problem.ts';
import { retryAfterMs, sendReadCall } from '../../http/retry.ts';
import { wireInteger, wireText } from '../../http/wire-values.ts';
import type { AriaSecret } from './credentials.ts';
import { type AriaFault, type AriaPurpose, problemOfAnswer, toPurpose } from './errors.ts';
import { encodeForm, type FormValue } from './form-encoding.ts';

/** One connection's credentials within one request. */
export interface AriaConnection {
  readonly secret: AriaSecret;
  readonly secretValues: readonly string[];
  readonly context: ProviderContext;
}

/** One call. A read and a dry run may be sent several times, a write is sent once. */
export interface AriaCall<Body> extends Omit<AriaPurpose, 'secretValues'> {
  /** The name of the call, which is a member of the body: each family has a single URL. */
  readonly restCall: string;
  readonly maximumAnswerBytes: number;
  /** The parts of the body that are used. */
  readonly answer: z.ZodType<Body>;
}

/**
 * Calls Core with JSON. Gives the body of an answer whose `error_code` is 0, or the problem: business errors come with
 * HTTP 200, so the status alone never makes a success.
 * https://developer.ariasystems.net/Aria_Crescendo_Documentation/Aria_Crescendo_APIs
 */
export const callCore = <Body>(
  connection: AriaConnection,
  call: AriaCall<Body>,
  parameters: Readonly<Record<string, unknown>>,
): Promise<Result<Body>> => {
  const { secret } = connection;
  return exchange(connection, call, {
    method: 'POST',
    url: secret.coreUrl,
    route: `core ${call.restCall}`,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    maximumAnswerBytes: call.maximumAnswerBytes,
    body: JSON.stringify({
      rest_call: call.restCall,
      output_format: 'json',
      client_no: exactNumber(secret.clientNo),
      auth_key: secret.authKey,
      ...(secret.settings.releaseVersion === null ? {} : { releaseVersion: secret.settings.releaseVersion }),
      ...parameters,
    }),
  });
};

/** Calls Admin Tools, whose documentation knows form encoding alone. Otherwise as `callCore`. */
export const callAdmin = <Body>(
  connection: AriaConnection,
  call: AriaCall<Body>,
  parameters: Readonly<Record<string, FormValue>>,
): Promise<Result<Body>> => {
  const { secret } = connection;
  return exchange(connection, call, {
    method: 'POST',
    url: secret.adminUrl,
    route: `admin ${call.restCall}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    maximumAnswerBytes: call.maximumAnswerBytes,
    body: encodeForm({
      rest_call: call.restCall,
      output_format: 'json',
      client_no: secret.clientNo,
      auth_key: secret.authKey,
      ...parameters,
    }),
  });
};

/** `digits` as a JSON number that keeps all of them: ids have up to 22, a JavaScript number keeps 15. */
export const exactNumber = (digits: string): number | { readonly rawJSON: string } =>
  digits.length > 15 ? JSON.rawJSON(digits) : Number(digits);

const exchange = async <Body>(
  { secretValues, context }: AriaConnection,
  call: AriaCall<Body>,
  request: Call,
): Promise<Result<Body>> => {
  const purpose: AriaPurpose = { ...call, secretValues };
  const sent =
    call.kind === 'write'
      ? await sendCall(context, request)
      : await sendReadCall(context, request, { random: context.random });
  if (!sent.ok) {
    return failed(problemOfFailure(toPurpose(purpose), sent.problem));
  }

  const answer = sent.value;
  const body = tryParseExactJson(answer.text);
  const fault = faultOf(body);
  if (fault === null || fault.code !== '0' || answer.status >= 400) {
    const delayMs = retryAfterMs(answer.headers, context.clock.now());
    const retryAfterSeconds = delayMs === null ? null : Math.ceil(delayMs / 1_000);
    return failed(
      problemOfAnswer(purpose, { status: answer.status, retryAfterSeconds }, fault?.code === '0' ? null : fault),
    );
  }

  const parsed = call.answer.safeParse(body);
  return parsed.success
    ? success(parsed.data)
    : failed(problemOfInvalidAnswer(toPurpose(purpose), answer.status, placeOf(parsed.error)));
};

const faultSchema = z.object({ error_code: wireInteger, error_msg: wireText.catch(null) });

/** What the body says of itself, code 0 included; null where it does not say. */
const faultOf = (body: unknown): AriaFault | null => {
  const parsed = faultSchema.safeParse(body);
  return parsed.success && parsed.data.error_code !== null
    ? { code: String(parsed.data.error_code), message: parsed.data.error_msg }
    : null;
};

const placeOf = (error: z.ZodError): string => {
  const [issue] = error.issues;
  return issue === undefined ? 'its shape' : `${issue.path.map(String).join('.')}: ${issue.message}`;
};
