import type { Problem, ProblemCode } from '../../domain/problem.ts';
import type { ProviderContext } from '../../domain/provider.ts';
import { failed, type Result, success } from '../../domain/result.ts';
import { type Answer, answerLimits, type Call, type CallFailure, sendCall } from '../../http/call.ts';
import { type Purpose, problemOfFailure, problemOfRefusal } from '../../http/provider-problem.ts';
import { retryAfterMs, sendReadCall } from '../../http/retry.ts';
import type { AuthorizationForm, AuthorizationForms, PartnerTokens } from './auth.ts';
import type { KnownPlans } from './catalogue.ts';
import type { Credentials } from './credentials.ts';
import { adviseOnLimit, readLimit } from './limits.ts';
import { type Fault, parseFault } from './wire.ts';

/**
 * The one resource in use: https://developer.constantcontact.com/api_guide/partners_plans_get.html and
 * https://developer.constantcontact.com/api_guide/partners_plans_update.html
 */
export interface Client {
  /**
   * Any 2xx answer; everything else is a problem. Tried again where that may help: after a 401 with a new token, and, where
   * that is refused too and nobody said how the token is to be sent, once with that token in the other form.
   */
  getPlan(accountId: string): Promise<Result<PurposefulAnswer>>;
  /**
   * The same, sent once; the problem's outcome says what is known. Only a 401, which did nothing, is answered with a new
   * token and one more try. Never looks for the form of the header: a write uses the one that a read found.
   */
  putPlan(accountId: string, body: CatalogueEdit): Promise<Result<PurposefulAnswer>>;
}

/** An answer with what is needed to speak of it, the token that was used among the secret values. */
export interface PurposefulAnswer extends Answer {
  readonly purpose: Purpose;
}

/** PlanInfo. The guide's example sends the day as text, the specification says a number, and so does its answer. */
export interface CatalogueEdit {
  readonly plan_type: string;
  readonly plan_group_id?: number;
  readonly billing_day_of_month?: number;
}

export interface ClientParts {
  readonly credentials: Credentials;
  /** Without the tokens, which come and go: the one in use is added. */
  readonly secretValues: readonly string[];
  readonly tokens: PartnerTokens;
  readonly forms: AuthorizationForms;
  readonly context: ProviderContext;
}

/** A connection within one request. */
export interface Connected {
  readonly client: Client;
  readonly knownPlans: KnownPlans;
  readonly context: ProviderContext;
}

export const createClient = ({ credentials, secretValues, tokens, forms, context }: ClientParts): Client => {
  const purposeWith = (token: string, kind: Purpose['kind']): Purpose => ({
    provider: 'constant-contact-v3',
    kind,
    notFound: 'account_not_found',
    secretValues: [token, ...secretValues],
  });

  const authorize = (call: Call, token: string, form: AuthorizationForm): Call => ({
    ...call,
    headers: {
      ...call.headers,
      authorization: form === 'bearer' ? `Bearer ${token}` : token,
      'x-api-key': credentials.apiKey,
    },
  });

  type Send = (call: Call) => Promise<Result<Answer, CallFailure>>;

  const sendIn = async (form: AuthorizationForm, call: Call, token: string, send: Send) => {
    const answer = await send(authorize(call, token, form));
    if (answer.ok && isSuccess(answer.value.status)) {
      forms.taken(form);
    }
    return answer;
  };

  const perform = async (kind: Purpose['kind'], call: Call, send: Send): Promise<Result<PurposefulAnswer>> => {
    const first = await tokens.get(context);
    if (!first.ok) {
      return failed(beforeSending(kind, first.problem));
    }
    const answer = await sendIn(forms.current(), call, first.value, send);
    if (!isUnauthorized(answer)) {
      return successfulAnswer(purposeWith(first.value, kind), answer, context.clock.now());
    }

    tokens.drop(first.value);
    const second = await tokens.get(context);
    if (!second.ok) {
      return failed(beforeSending(kind, second.problem));
    }
    const repeated = await sendIn(forms.current(), call, second.value, send);
    const other = kind === 'read' && isUnauthorized(repeated) ? forms.untried() : null;
    const last = other === null ? repeated : await sendIn(other, call, second.value, send);
    return successfulAnswer(purposeWith(second.value, kind), last, context.clock.now());
  };

  const planCall = (method: 'GET' | 'PUT', accountId: string): Call => ({
    method,
    url: `${credentials.baseUrl}/partner/accounts/${encodeURIComponent(accountId)}/plan`,
    route: '/partner/accounts/{accountId}/plan',
    // Documented for every request, the body-less GET included, and 415 without it.
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    maximumAnswerBytes: answerLimits.ordinaryBytes,
  });

  return {
    getPlan: (accountId) =>
      perform('read', planCall('GET', accountId), (call) =>
        sendReadCall(context, call, {
          random: context.random,
          advise: (answer) => adviseOnLimit(answer, context.clock.now()),
        }),
      ),
    putPlan: (accountId, body) => {
      const call = { ...planCall('PUT', accountId), body: JSON.stringify(body) };
      return perform('write', call, (authorized) => sendCall(context, authorized));
    },
  };
};

const isSuccess = (status: number): boolean => status >= 200 && status < 300;

const isUnauthorized = (answer: Result<Answer, CallFailure>): boolean => answer.ok && answer.value.status === 401;

/** Without a token nothing was sent, or only what a 401 refused. */
const beforeSending = (kind: Purpose['kind'], problem: Problem): Problem =>
  kind === 'write' ? { ...problem, outcome: 'not_executed' } : problem;

const successfulAnswer = (
  purpose: Purpose,
  result: Result<Answer, CallFailure>,
  nowMs: number,
): Result<PurposefulAnswer> => {
  if (!result.ok) {
    return failed(problemOfFailure(purpose, result.problem));
  }
  const { status, headers, text } = result.value;
  if (isSuccess(status)) {
    return success({ ...result.value, purpose });
  }
  const limit = readLimit(result.value, nowMs);
  const fault = parseFault(text);
  const waitMs = limit === null ? retryAfterMs(headers, nowMs) : limit.waitMs;
  const retryAfterSeconds = waitMs === null ? null : Math.ceil(waitMs / 1_000);
  const refusal = { status, ...fault, code: fault.code ?? limit?.code ?? null, retryAfterSeconds };
  return failed(
    problemOfRefusal(purpose, refusal, limit === null ? codeOf(purpose, status, fault) : 'provider_rate_limited'),
  );
};

const codeOf = ({ kind }: Purpose, status: number, fault: Fault): ProblemCode | undefined =>
  kind === 'write' && status === 400 && refusesPlan(fault) ? 'plan_not_available' : undefined;

/**
 * Whether a 400 is about the plan itself ("must exist in the plan group"). The error keys of the partner endpoints are
 * documented nowhere, so this goes by the words; one text must name the plan and say no to it.
 */
const refusesPlan = ({ code, message }: Fault): boolean =>
  [code, message].some((text) => {
    const words = (text ?? '').replace(/[^A-Za-z]+/g, ' ');
    return /\bplan( ?(type|group))?s?\b/i.test(words) && refusingWords.test(words) && !/billing ?day/i.test(words);
  });

const refusingWords =
  /\b(not (a )?(found|available|valid|allowed|supported|in|part of|offered)|(does|do) ?n[o ]*t (exist|match)|must (be|exist)|no such|(cannot|not|unable to) find|unavailable|unsupported|invalid|unknown)\b/i;
