import { createHash, randomUUID } from 'node:crypto';
import { readBasicCredentials } from '../basic-credentials.ts';
import { hasMediaType } from '../media-type.ts';
import { jsonAnswer, type SimulatedAnswer, type SimulatedRequest } from '../simulated-provider.ts';
import type { SandboxWorld } from '../world.ts';
import type { ConstantContactV3State } from './state.ts';

export const tokenPath = '/partners/oauth2/default/v1/token';

const lifetimeSeconds = 3_600;
const scope = 'v3api/general.partner';

/**
 * The token endpoint: https://v3.developer.constantcontact.com/api_guide/partners_auth.html. The grant comes as query
 * parameters with an empty body (the page) or as a form (clients of the newer host); a missing header is 415, which is
 * what the page says. There is no refresh token.
 */
export const answerToken = (
  world: SandboxWorld,
  state: ConstantContactV3State,
  request: SimulatedRequest,
): SimulatedAnswer => {
  if (request.method !== 'POST') {
    return refusal(405, 'invalid_request', 'Only POST is supported.');
  }
  if (
    request.headers.authorization === undefined ||
    !hasMediaType(request.headers['content-type'], 'application/x-www-form-urlencoded')
  ) {
    return refusal(415, 'invalid_request', 'A required header is missing.');
  }
  const client = readBasicCredentials(request.headers.authorization);
  if (client?.username !== state.credentials.clientId || client.password !== state.credentials.clientSecret) {
    return refusal(401, 'invalid_client', 'The client credentials are not valid.');
  }
  const form = new URLSearchParams(request.body);
  const parameter = (name: string) => [...request.query.getAll(name), ...form.getAll(name)];
  const [grantType, ...otherGrantTypes] = parameter('grant_type');
  if (grantType === undefined || otherGrantTypes.length > 0) {
    return refusal(400, 'invalid_request', 'grant_type must be given once.');
  }
  if (grantType !== 'client_credentials') {
    return refusal(400, 'unsupported_grant_type', 'grant_type must be client_credentials.');
  }
  if (parameter('scope').some((asked) => asked !== scope)) {
    return refusal(400, 'invalid_scope', 'The scope is not one of this client.');
  }
  return jsonAnswer(
    200,
    { access_token: issueToken(world, state), token_type: 'Bearer', expires_in: lifetimeSeconds },
    { 'cache-control': 'no-store' },
  );
};

/** Whether an `Authorization` header holds a token that was issued, has not ended, and is written as the state wants it. */
export const isAuthorized = (
  world: SandboxWorld,
  state: ConstantContactV3State,
  authorization: string | undefined,
): boolean => {
  const bearer = /^bearer (.+)$/i.exec(authorization ?? '')?.[1];
  const token = { bare: authorization, bearer, either: bearer ?? authorization }[state.authorizationScheme];
  const endsAt = token === undefined ? undefined : state.tokens.get(token);
  return endsAt !== undefined && world.clock.now() < endsAt;
};

/** Reads like a JWT; nobody can check its signature, as nobody can check the vendor's. */
const issueToken = (world: SandboxWorld, state: ConstantContactV3State): string => {
  const issuedAt = Math.floor(world.clock.now() / 1_000);
  const claims = {
    sub: state.credentials.clientId,
    token_use: 'access',
    scope,
    iat: issuedAt,
    exp: issuedAt + lifetimeSeconds,
    jti: randomUUID(),
  };
  const unsigned = `${base64Url({ alg: 'RS256', typ: 'JWT' })}.${base64Url(claims)}`;
  const token = `${unsigned}.${createHash('sha256').update(unsigned).digest('base64url')}`;
  state.tokens.set(token, world.clock.now() + lifetimeSeconds * 1_000);
  return token;
};

const base64Url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** OAuth's own shape, unlike every other error of this provider. */
const refusal = (status: number, error: string, description: string): SimulatedAnswer =>
  jsonAnswer(status, { error, error_description: description });
