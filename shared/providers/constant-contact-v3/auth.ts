import { createDeadline } from '../../domain/clock.ts';
import { createProblem } from '../../domain/problem.ts';
import type { ProviderContext } from '../../domain/provider.ts';
import { failed, type Result, success } from '../../domain/result.ts';
import { answerLimits, type Call } from '../../http/call.ts';
import { tryParseExactJson } from '../../http/exact-json.ts';
import {
  type Purpose,
  problemOfFailure,
  problemOfInvalidAnswer,
  problemOfRefusal,
} from '../../http/provider-problem.ts';
import { retryAfterMs, sendReadCall } from '../../http/retry.ts';
import type { ConfiguredCredentials } from '../../provider-kit/define-provider.ts';
import { basicCredentialsOf, type Credentials } from './credentials.ts';
import { adviseOnLimit, readLimit } from './limits.ts';
import { parseFault, wireTokenSchema } from './wire.ts';

/** The partner's token (a JWT of an hour that cannot be refreshed), kept for one connection's credentials. */
export interface PartnerTokens {
  /**
   * A token that lasts for another minute, or just issued. One request for a token at a time, however many wait. A
   * problem is that of a read; whoever waits past its own deadline gets `provider_timeout` and disturbs nobody else.
   */
  get(context: ProviderContext): Promise<Result<string>>;
  /** Forgets `token` because the API refused it, unless it was replaced meanwhile. */
  drop(token: string): void;
}

/** https://v3.developer.constantcontact.com/api_guide/partners_auth.html */
export const createPartnerTokens = (configured: ConfiguredCredentials<Credentials>): PartnerTokens => {
  let kept: IssuedToken | null = null;
  let pending: Promise<Result<IssuedToken>> | null = null;

  const renew = (context: ProviderContext): Promise<Result<IssuedToken>> => {
    pending ??= requestToken(configured, context)
      .then((result) => {
        kept = result.ok ? result.value : kept;
        return result;
      })
      .finally(() => {
        pending = null;
      });
    return pending;
  };

  return {
    get: async (context) => {
      if (kept !== null && context.clock.now() < kept.expiresAtMs - renewalMarginMs) {
        return success(kept.token);
      }
      const issued = await withinOwnDeadline(context, renew(context));
      return issued.ok ? success(issued.value.token) : issued;
    },
    drop: (token) => {
      kept = kept?.token === token ? null : kept;
    },
  };
};

/** How a token stands in `Authorization`: alone, or after `Bearer `. */
export type AuthorizationForm = 'bare' | 'bearer';

/** The form in use, kept for one connection's credentials. No page of the vendor says which gateway takes which. */
export interface AuthorizationForms {
  current(): AuthorizationForm;
  /** What a read may try after the current form; null where the secret names one, or where one was taken before. */
  untried(): AuthorizationForm | null;
  /** The API took `form`: it is the one in use from now on. */
  taken(form: AuthorizationForm): void;
}

export const createAuthorizationForms = ({ authorizationScheme }: Credentials): AuthorizationForms => {
  let known = authorizationScheme;
  return {
    // The vendor's own examples send the token alone.
    current: () => known ?? 'bare',
    untried: () => (known === null ? 'bearer' : null),
    taken: (form) => {
      known ??= form;
    },
  };
};

interface IssuedToken {
  readonly token: string;
  readonly expiresAtMs: number;
}

const renewalMarginMs = 60_000;

/** The request's own time, so that the first waiter's short deadline does not fail those that have longer. */
const requestTimeoutMs = 10_000;

const requestToken = async (
  { credentials, secretValues }: ConfiguredCredentials<Credentials>,
  context: ProviderContext,
): Promise<Result<IssuedToken>> => {
  const { clock, fetch, logger, random } = context;
  const purpose: Purpose = {
    provider: 'constant-contact-v3',
    kind: 'read',
    notFound: 'provider_error',
    secretValues,
  };
  // Counted from before the request: the vendor's clock starts no later than its answer.
  const startedAtMs = clock.now();
  const deadline = createDeadline(clock, requestTimeoutMs);
  const answer = await sendReadCall({ clock, fetch, logger, deadline }, tokenCall(credentials), {
    random,
    advise: (refused) => adviseOnLimit(refused, clock.now()),
  });
  if (!answer.ok) {
    return failed(problemOfFailure(purpose, answer.problem));
  }

  const { status, headers, text } = answer.value;
  if (status < 200 || status >= 300) {
    const limit = readLimit(answer.value, clock.now());
    const waitMs = limit === null ? retryAfterMs(headers, clock.now()) : limit.waitMs;
    const retryAfterSeconds = waitMs === null ? null : Math.ceil(waitMs / 1_000);
    // OAuth refuses a client with 400 `invalid_client` or 401.
    const code = limit !== null ? 'provider_rate_limited' : status === 400 ? 'provider_unauthorized' : undefined;
    return failed(problemOfRefusal(purpose, { status, ...parseFault(text), retryAfterSeconds }, code));
  }

  const issued = wireTokenSchema.safeParse(tryParseExactJson(text));
  return issued.success
    ? success({ token: issued.data.access_token, expiresAtMs: startedAtMs + issued.data.expires_in * 1_000 })
    : failed(problemOfInvalidAnswer(purpose, status, 'the access token'));
};

const tokenCall = (credentials: Credentials): Call => {
  const { tokenUrl, settings } = credentials;
  const parameters = new URLSearchParams({
    grant_type: 'client_credentials',
    ...(settings.tokenScope === null ? {} : { scope: settings.tokenScope }),
  }).toString();
  const inQuery = settings.tokenParameters === 'query';
  return {
    method: 'POST',
    url: inQuery ? `${tokenUrl}?${parameters}` : tokenUrl,
    route: '/token',
    headers: {
      accept: 'application/json',
      authorization: `Basic ${basicCredentialsOf(credentials)}`,
      // Its absence is answered with 415, even where the body is empty.
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: inQuery ? '' : parameters,
    maximumAnswerBytes: answerLimits.ordinaryBytes,
  };
};

const withinOwnDeadline = async <Value>(
  { clock, deadline }: ProviderContext,
  work: Promise<Result<Value>>,
): Promise<Result<Value>> => {
  const finished = new AbortController();
  const timedOut = clock
    .sleep(deadline.remainingMs(), finished.signal)
    .then(() => failed(createProblem('provider_timeout', 'The provider did not give an access token in time.')));
  try {
    return await Promise.race([work, timedOut]);
  } finally {
    finished.abort();
  }
};
