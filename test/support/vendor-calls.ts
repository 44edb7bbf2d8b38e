import type { VendorId } from '../../sandbox/vendors.ts';
import { type CallFacts, callFacts } from './vendor-facts.ts';

/** A request as it left a client or reached the sandbox. */
export interface WireRequest {
  readonly method: string;
  /** Percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Which call a request is; null for none that the facts have. Addresses are settings, so the start of a path says nothing,
 * and Aria's calls are named in the body. `receiver`: the provider, where it is known.
 */
export const callOf = (request: WireRequest, receiver?: string): CallFacts | null => {
  const restCall = /(?:^|&)rest_call=(\w+)|"rest_call":\s*"(\w+)"/.exec(request.body);
  if (restCall !== null) {
    const name = restCall[1] ?? restCall[2];
    return callFacts.find(({ provider, call }) => provider === 'aria' && call.endsWith(` ${name}`)) ?? null;
  }
  if (request.method === 'POST' && request.path.endsWith('/token')) {
    return callFacts.find(({ call }) => call === 'POST token') ?? null;
  }
  const partnerVersion = 'x-api-key' in request.headers ? 'constant-contact-v3' : 'constant-contact-v2';
  const provider = receiver ?? (request.path.includes('/partner/') ? partnerVersion : 'fusebill');
  return callFacts.find((facts) => facts.provider === provider && isOfCall(request, facts.call)) ?? null;
};

/** What a vendor answers where it refuses; Aria's calls have the names of their errors among their own. */
export const errorFactsOf = (facts: CallFacts): CallFacts => specialFactsOf(facts.provider, 'error body') ?? facts;

export const notificationFactsOf = (provider: VendorId): CallFacts => {
  const facts = specialFactsOf(provider, 'webhook') ?? specialFactsOf(provider, 'notification');
  if (facts === null) {
    throw new Error(`The facts of ${provider} have no notification.`);
  }
  return facts;
};

const specialFactsOf = (provider: VendorId, start: string): CallFacts | null =>
  callFacts.find((facts) => facts.provider === provider && facts.call.startsWith(start)) ?? null;

const isOfCall = ({ method, path }: WireRequest, call: string): boolean => {
  const [wantedMethod, template = ''] = call.split(' ');
  // The version is part of the base address in a secret, and no vendor's paths have case.
  const pattern = template
    .replace(/^\/v1/, '')
    .replaceAll(/\{\w+\}/g, '[^/]+')
    .replace(/\/$/, '');
  return method === wantedMethod && new RegExp(`^(/v\\d)?${pattern}/?$`, 'i').test(path);
};
