import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type * as z from 'zod';
import { parseWithAbsentNulls } from '../domain/absent-nulls.ts';
import { createProblem, type FieldError, invalidField, type Problem } from '../domain/problem.ts';
import { failed, type Result, success } from '../domain/result.ts';

/** The parts of a request that a function's schema sees. `body` is null where the function takes none. */
export interface RequestParts {
  readonly path: Readonly<Record<string, string>>;
  /** A parameter that was given more than once is a list, which no schema of ours accepts. */
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export const maximumBodyBytes = 256 * 1024;

/**
 * `event` through `schema`, strictly. Fails with `invalid_request` (or `idempotency_key_missing`), naming every wrong
 * field: `planId` of the body, `query.limit`, `path.accountId`, `headers.idempotency-key`.
 */
export const parseRequest = <Input>(
  event: APIGatewayProxyEventV2,
  schema: z.ZodType<Input>,
  { takesBody }: { readonly takesBody: boolean | 'raw' },
): Result<Input> => {
  const body = takesBody === 'raw' ? readBytes(event) : takesBody ? parseBody(event) : success(null);
  if (!body.ok) {
    return body;
  }
  const parts: RequestParts = {
    path: definedOnly(event.pathParameters ?? {}),
    query: parseQuery(event.rawQueryString),
    headers: definedOnly(event.headers ?? {}),
    body: body.value,
  };
  return checkParts(parts, schema);
};

/** The same for parts that another schema let through, where what is right depends on what was read meanwhile. */
export const checkParts = <Input>(
  parts: Readonly<Record<keyof RequestParts, unknown>>,
  schema: z.ZodType<Input>,
): Result<Input> => {
  const parsed = parseWithAbsentNulls(schema, parts);
  return parsed.success ? success(parsed.data) : failed(problemOfIssues(parsed.error.issues, repeatedIn(parts.query)));
};

/** The raw string is the only place where API Gateway tells `?limit=1&limit=2` from `?limit=1,2`. */
const parseQuery = (rawQueryString: string | undefined): RequestParts['query'] =>
  Object.fromEntries(
    [...Map.groupBy(new URLSearchParams(rawQueryString ?? ''), ([name]) => name)].map(([name, pairs]) => {
      const values = pairs.map(([, value]) => value);
      return [name, values.length > 1 ? values : (values[0] ?? '')];
    }),
  );

/** Decoded once where API Gateway encoded it, which it does for every type that it does not know as text. */
const readBytes = ({ body, isBase64Encoded }: APIGatewayProxyEventV2): Result<Buffer> => {
  // Null too is no body, whatever the type says: hand-made events and other gateways spell it so.
  const bytes = Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
  return bytes.length > maximumBodyBytes
    ? failed(createProblem('payload_too_large', `The body is longer than ${maximumBodyBytes} bytes.`))
    : success(bytes);
};

const parseBody = (event: APIGatewayProxyEventV2): Result<unknown> => {
  const read = readBytes(event);
  if (!read.ok) {
    return read;
  }
  const text = decode(read.value);
  if (text === '') {
    return success({});
  }
  const mediaType = (event.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (mediaType !== 'application/json' && !/^application\/[a-z0-9.+-]+\+json$/.test(mediaType)) {
    return failed(createProblem('unsupported_media_type', 'The body must be sent as application/json.'));
  }
  try {
    return success(JSON.parse(text ?? ''));
  } catch {
    return failed(invalidField('body', 'must be well-formed JSON in UTF-8'));
  }
};

/** Without a byte order mark; null where it is not UTF-8. */
const decode = (bytes: Uint8Array): string | null => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
};

const definedOnly = (values: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );

/** Names of the parameters that were given more than once. */
const repeatedIn = (query: unknown): ReadonlySet<PropertyKey | undefined> =>
  new Set(
    Object.entries(query ?? {})
      .filter(([, value]) => Array.isArray(value))
      .map(([name]) => name),
  );

const problemOfIssues = (
  issues: readonly z.core.$ZodIssue[],
  repeated: ReadonlySet<PropertyKey | undefined>,
): Problem => {
  const isRepeated = ([place, name]: readonly PropertyKey[]) => place === 'query' && repeated.has(name);
  const errors = issues
    .flatMap((issue) =>
      isRepeated(issue.path) ? [{ path: shownPath(issue.path), message: 'must be given once' }] : toFieldErrors(issue),
    )
    .slice(0, maximumErrors);
  const [first] = errors;
  if (first?.path === 'headers.idempotency-key' && first.message === keyMissing) {
    return createProblem('idempotency_key_missing', 'Send an Idempotency-Key header of 1 to 255 visible characters.', {
      errors,
    });
  }
  return createProblem('invalid_request', errors.map(({ path, message }) => `${path}: ${message}`).join('; '), {
    errors,
  });
};

/** Enough to mend a request by; a thousand unknown members would make a long answer of a short question. */
const maximumErrors = 20;

/** The message by which a schema says that the key is missing rather than malformed. */
export const keyMissing = 'is required';

const toFieldErrors = (issue: z.core.$ZodIssue): FieldError[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => ({ path: shownPath([...issue.path, key]), message: 'is not known' }))
    : [{ path: shownPath(issue.path), message: issue.message }];

/** Members of the body go without a prefix: `providerOptions.planGroupId`. */
const shownPath = (path: readonly PropertyKey[]): string => {
  const [part, ...rest] = path.map((key) => shown(String(key)));
  if (part === undefined) {
    return 'body';
  }
  return part === 'body' ? rest.join('.') || 'body' : [part, ...rest].join('.');
};

const shown = (name: string): string => name.replace(/[^\x21-\x7e]+/g, '?').slice(0, 100);
