import type { ProblemCode } from '../../domain/problem.ts';
import type { ProviderContext } from '../../domain/provider.ts';
import { failed, type Result, success } from '../../domain/result.ts';
import { type Answer, type Call, type CallFailure, sendCall } from '../../http/call.ts';
import { tryParseExactJson } from '../../http/exact-json.ts';
import {
  type Purpose,
  problemOfFailure,
  problemOfInvalidAnswer,
  problemOfRefusal,
} from '../../http/provider-problem.ts';
import { type RetryAdvice, retryAfterMs, sendReadCall } from '../../http/retry.ts';
import type { Credentials } from './credentials.ts';
import { codeOfFault, parseFault } from './errors.ts';
import { readRateLimit } from './rate-limit.ts';

/** One call. Paths are spelled as the vendor's pages print them, in mixed case. */
export interface FusebillRequest {
  /** From the base URL on, with the query. */
  readonly path: string;
  /** The same with placeholders and without the query, for logs. */
  readonly route: string;
  /** What a 404 means here. */
  readonly notFound: ProblemCode;
  readonly maximumAnswerBytes: number;
}

/** A 2xx answer whose body is JSON. */
export interface FusebillAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
  readonly purpose: Purpose;
}

export interface Client {
  /** Tried again where that may help. */
  get(request: FusebillRequest): Promise<Result<FusebillAnswer>>;
  /** The same; null where the answer is longer than `maximumAnswerBytes`. */
  getIfItFits(request: FusebillRequest): Promise<Result<FusebillAnswer | null>>;
  /** A POST without a body that changes nothing: a preview. Tried again like a read, refused like a write. */
  simulate(request: FusebillRequest): Promise<Result<FusebillAnswer>>;
  /** Sent once; the problem's outcome says what is known. `body` is JSON text. */
  post(request: FusebillRequest, body?: string): Promise<Result<FusebillAnswer>>;
}

export interface ClientParts {
  readonly credentials: Credentials;
  readonly secretValues: readonly string[];
  readonly context: ProviderContext;
}

/** A connection within one request. */
export interface Connected extends ClientParts {
  readonly client: Client;
}

export const createClient = ({ credentials, secretValues, context }: ClientParts): Client => {
  const { apiKey, baseUrl, settings } = credentials;

  const callOf = (method: Call['method'], { path, route, maximumAnswerBytes }: FusebillRequest): Call => ({
    method,
    url: `${baseUrl}${path}`,
    route,
    headers: { accept: 'application/json', authorization: `Basic ${apiKey}`, 'content-type': 'application/json' },
    maximumAnswerBytes,
  });

  const purposeOf = (kind: Purpose['kind'], { notFound }: FusebillRequest): Purpose => ({
    provider: 'fusebill',
    kind,
    notFound,
    secretValues,
  });

  const rateLimitOf = ({ headers }: Answer) =>
    readRateLimit(headers, context.clock.now(), settings.rateLimitWaitSeconds * 1_000);

  const advise = (answer: Answer): RetryAdvice | null => {
    if (answer.status !== 429) {
      return null;
    }
    const { isDayLimit, waitMs } = rateLimitOf(answer);
    return isDayLimit ? { retry: false } : { retry: true, afterMs: waitMs };
  };

  const readAnswer = (
    purpose: Purpose,
    result: Result<Answer, CallFailure>,
    refusalCodes: RefusalCodes = {},
  ): Result<FusebillAnswer> => {
    if (!result.ok) {
      return failed(problemOfFailure(purpose, result.problem));
    }
    const { status, headers, text } = result.value;
    if (status >= 200 && status < 300) {
      const body = tryParseExactJson(text);
      return body === undefined
        ? failed(problemOfInvalidAnswer(purpose, status, 'the body is not JSON'))
        : success({ status, headers, body, purpose });
    }
    const fault = parseFault(text);
    const waitMs = status === 429 ? rateLimitOf(result.value).waitMs : retryAfterMs(headers, context.clock.now());
    const retryAfterSeconds = waitMs === null ? null : Math.ceil(waitMs / 1_000);
    const code = codeOfFault(status, fault) ?? refusalCodes[status];
    return failed(problemOfRefusal(purpose, { status, ...fault, retryAfterSeconds }, code));
  };

  const sendRead = (call: Call) => sendReadCall(context, call, { random: context.random, advise });

  return {
    get: async (request) => readAnswer(purposeOf('read', request), await sendRead(callOf('GET', request))),
    getIfItFits: async (request) => {
      const sent = await sendRead(callOf('GET', request));
      return !sent.ok && sent.problem.kind === 'too_large'
        ? success(null)
        : readAnswer(purposeOf('read', request), sent);
    },
    simulate: async (request) =>
      readAnswer(purposeOf('read', request), await sendRead(callOf('POST', request)), simulationCodes),
    post: async (request, body) => {
      const call = callOf('POST', request);
      const answer = await sendCall(context, body === undefined ? call : { ...call, body });
      return readAnswer(purposeOf('write', request), answer);
    },
  };
};

type RefusalCodes = Readonly<Record<number, ProblemCode>>;

/** A simulation is refused for the reasons that would stop the real call. */
const simulationCodes: RefusalCodes = { 400: 'provider_rejected', 409: 'provider_conflict' };
