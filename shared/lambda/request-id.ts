import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Random } from '../domain/clock.ts';

type Headers = Readonly<Record<string, string | undefined>>;

/** The caller's `x-request-id` when it is 1 to 128 visible ASCII characters, else the gateway's own, else a new one. */
export const requestIdOf = (headers: Headers, random: Random, gatewayRequestId: string | null = null): string => {
  const given = headers['x-request-id'];
  return given !== undefined && isRequestId(given) ? given : (gatewayRequestId ?? `req_${randomHex(32, random)}`);
};

/** By what API Gateway's access log knows a request, whatever its caller calls it. Null where no gateway was before us. */
export const gatewayRequestIdOf = ({ requestContext }: Partial<APIGatewayProxyEventV2>): string | null => {
  const given = requestContext?.requestId;
  return typeof given === 'string' && isRequestId(given) ? given : null;
};

const isRequestId = (text: string): boolean => /^[\x21-\x7e]{1,128}$/.test(text);

export const randomHex = (digits: number, random: Random): string =>
  Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('');
