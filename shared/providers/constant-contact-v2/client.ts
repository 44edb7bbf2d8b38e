import type { ProblemCode } from '../../domain/problem.ts';
import type { ProviderContext } from '../../domain/provider.ts';
import { failed, type Result, success } from '../../domain/result.ts';
import { type Answer, answerLimits, type Call, type CallFailure, sendCall } from '../../http/call.ts';
import { readMasheryLimit } from '../../http/mashery-limit.ts';
import { type Purpose, problemOfFailure, problemOfRefusal } from '../../http/provider-problem.ts';
import { type RetryAdvice, retryAfterMs, sendReadCall } from '../../http/retry.ts';
import { basicCredentialsOf, type Credentials } from './credentials.ts';
import { type Fault, parseFault } from './wire.ts';

/** The one endpoint in use: https://v2.developer.constantcontact.com/docs/account-management/manage-plan.html */
export interface Client {
  purpose(kind: Purpose['kind']): Purpose;
  /** Any 2xx answer; everything else is a problem. Tried again where that may help. */
  getPlan(accountId: string): Promise<Result<Answer>>;
  /** The same, sent once; the problem's outcome says what is known. */
  putPlan(accountId: string, body: CatalogueEdit): Promise<Result<Answer>>;
}

/** The only members that PUT documents as writable. */
export interface CatalogueEdit {
  readonly plan_type: number;
  readonly billing_day_of_month?: number;
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
  const purpose = (kind: Purpose['kind']): Purpose => ({
    provider: 'constant-contact-v2',
    kind,
    notFound: 'account_not_found',
    secretValues,
  });

  const planCall = (method: 'GET' | 'PUT', accountId: string): Call => ({
    method,
    url: `${credentials.baseUrl}/partner/accounts/${encodeURIComponent(accountId)}/plan?api_key=${encodeURIComponent(credentials.apiKey)}`,
    route: '/partner/accounts/{accountId}/plan',
    headers: { accept: 'application/json', authorization: `Basic ${basicCredentialsOf(credentials)}` },
    maximumAnswerBytes: answerLimits.ordinaryBytes,
  });

  const successfulAnswer = (kind: Purpose['kind'], result: Result<Answer, CallFailure>): Result<Answer> => {
    if (!result.ok) {
      return failed(problemOfFailure(purpose(kind), result.problem));
    }
    const { status, headers, text } = result.value;
    if (status >= 200 && status < 300) {
      return success(result.value);
    }
    const fault = parseFault(text);
    const limit = readMasheryLimit(result.value, fault.code);
    const waitMs = retryAfterMs(headers, context.clock.now()) ?? (limit?.window === 'second' ? secondMs : null);
    const retryAfterSeconds = waitMs === null ? null : Math.ceil(waitMs / 1_000);
    const refusal = { status, ...fault, code: fault.code ?? limit?.code ?? null, retryAfterSeconds };
    return failed(
      problemOfRefusal(purpose(kind), refusal, limit === null ? codeOf(kind, status, fault) : 'provider_rate_limited'),
    );
  };

  return {
    purpose,
    getPlan: async (accountId) =>
      successfulAnswer(
        'read',
        await sendReadCall(context, planCall('GET', accountId), {
          random: context.random,
          advise: (answer) => retryAdvice(answer, context.clock.now()),
        }),
      ),
    putPlan: async (accountId, body) => {
      const call = planCall('PUT', accountId);
      return successfulAnswer(
        'write',
        await sendCall(context, {
          ...call,
          headers: { ...call.headers, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      );
    },
  };
};

const secondMs = 1_000;

/**
 * Over a limit the gateway answers 403, not 429: 4 calls a second, and 10,000 a day. Only the first is waited for. Any other
 * 403 is a refused login, and not tried again, as its status says.
 * https://community.constantcontact.com/t5/Developer-Support-ask-questions/Getting-Mashery-account-associated-with-this-request-is-over-its/m-p/348070/highlight/true
 */
const retryAdvice = (answer: Answer, nowMs: number): RetryAdvice | null => {
  switch (readMasheryLimit(answer, parseFault(answer.text).code)?.window) {
    case 'second':
      return { retry: true, afterMs: retryAfterMs(answer.headers, nowMs) ?? secondMs };
    case 'longer':
      return { retry: false };
    case undefined:
      return null;
  }
};

const codeOf = (kind: Purpose['kind'], status: number, fault: Fault): ProblemCode | undefined =>
  kind === 'write' && status === 400 && refusesPlan(fault) ? 'plan_not_available' : undefined;

/**
 * Whether a 400 is about the plan itself. The error keys of the partner endpoints are documented nowhere, so this goes by
 * the words; one text must name the plan and say no to it.
 */
const refusesPlan = ({ code, message }: Fault): boolean =>
  [code, message].some((text) => {
    const words = (text ?? '').replace(/[^A-Za-z]+/g, ' ');
    return /\bplan( ?type)?s?\b/i.test(words) && refusingWords.test(words) && !/billing ?day/i.test(words);
  });

const refusingWords =
  /\b(not (a )?(found|available|valid|allowed|supported|in|part of|offered)|(does|do) ?n[o ]*t (exist|match)|must (be|exist)|no such|(cannot|not|unable to) find|unavailable|unsupported|invalid|unknown)\b/i;
