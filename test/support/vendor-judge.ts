import type { Notification } from '../../sandbox/notifications.ts';
import type { SimulatedAnswer, SimulatedProvider, SimulatedRequest } from '../../sandbox/simulated-provider.ts';
import type { VendorId } from '../../sandbox/vendors.ts';
import { callsWithoutFacts } from '../vendor-facts/exceptions.ts';
import { recordReads } from './recorded-reads.ts';
import { callOf, errorFactsOf, notificationFactsOf } from './vendor-calls.ts';
import {
  type CallFacts,
  callFacts,
  type Direction,
  isExcepted,
  isFact,
  type Party,
  type WireName,
} from './vendor-facts.ts';
import { namesOfForm, namesOfJson, namesOfRequest, tryParse } from './vendor-names.ts';

/**
 * Holds what goes over the wire in tests against the vendors' own names (`test/vendor-facts/`): what the clients send and
 * look up, what the sandbox takes and answers. Throws at once; and because a client may take that for a failure of the
 * provider, `vendor-verdict.ts` fails the test once more at its end.
 */

const wrongs: string[] = [];
const permitted = new Set<string>();
/** Exchanges in which nothing was found. */
const innocent = new Set<string>();
const mostInnocent = 5_000;

const met = new Set<CallFacts>();

export const meet = (facts: CallFacts): void => {
  met.add(facts);
};

/** What was found since the last look. */
export const takeWrongs = (): string[] => {
  permitted.clear();
  return [...new Set(wrongs.splice(0))];
};

/** For the rest of a test that sends these to the sandbox in order to show that they do nothing. */
export const permitStrangers = (...paths: readonly string[]): void => {
  for (const path of paths) {
    permitted.add(path);
  }
};

/** The calls of the facts that were seen, by whatever test of this file. */
export const metCalls = (): ReadonlySet<CallFacts> => met;

/** A simulated provider: what it carries out is judged, and each name that it answers. */
export const judged = <Provider extends SimulatedProvider>(provider: Provider): Provider => ({
  ...provider,
  handle: (request: SimulatedRequest) => {
    const answer = provider.handle(request);
    // A simulation asks the same a million times.
    const key = [
      provider.name,
      request.method,
      request.path,
      request.query,
      Object.keys(request.headers),
      request.body,
    ];
    const exchange = [...key, answer.status, answer.body].join('\n');
    if (hasFacts(provider.name) && !innocent.has(exchange)) {
      judgeExchange(provider.name, request, answer);
      if (innocent.size < mostInnocent) {
        innocent.add(exchange);
      }
    }
    return answer;
  },
});

/** What the sandbox tells of its own accord, and each name that a receiver looks up in it. */
export const judgeNotification = (provider: VendorId, { headers, body }: Notification): void => {
  const facts = notificationFactsOf(provider);
  meet(facts);
  const names = body.startsWith('{') ? namesOfJson(tryParse(body)) : body.startsWith('<') ? [] : namesOfForm(body);
  judgeNames(facts, { direction: 'out', party: 'sandbox' }, 'The sandbox notifies', [
    ...names,
    ...Object.keys(headers)
      .filter((name) => name.startsWith('x-ctct-'))
      .map((name) => ({ path: `header:${name}`, isValue: true })),
  ]);
  recordReads(body, judgeReads(facts, 'The receiver looks up'));
};

/** Tests of the server play vendors that do not exist. */
const hasFacts = (name: string): boolean => callFacts.some(({ provider }) => provider === name);

const judgeExchange = (provider: string, request: SimulatedRequest, answer: SimulatedAnswer): void => {
  const facts = callOf(request, provider);
  const body = tryParse(answer.body);
  const isCarriedOut = answer.status < 400 && !/"error_code":\s*(?!0\b)/.test(answer.body);
  if (facts === null) {
    if (isCarriedOut && !callsWithoutFacts.some(({ pattern }) => pattern.test(`${request.method} ${request.path}`))) {
      accuse(`The sandbox takes ${request.method} ${request.path}, a call that no file of test/vendor-facts has.`);
    }
    return;
  }
  if (isCarriedOut) {
    judgeNames(facts, { direction: 'in', party: 'sandbox' }, 'The sandbox takes', namesOfRequest(request, facts.call));
  }
  const answered = answer.status < 400 ? facts : errorFactsOf(facts);
  judgeNames(answered, { direction: 'out', party: 'sandbox' }, 'The sandbox answers', namesOfJson(body));
};

/** A row may come where the facts have a list of rows: the clients read both. */
const isFactInOtherShape = (facts: CallFacts, path: string): boolean =>
  facts.out.some((name) => name.replaceAll('[]', '') === path.replaceAll('[]', ''));

/** What is looked up in one text. A second name for the same thing counts only after the vendor's own was looked up. */
export const judgeReads = (facts: CallFacts, deed: string): ((path: string) => void) => {
  const seen = new Set<string>();
  return (path) => {
    seen.add(path);
    if (isFactInOtherShape(facts, path)) {
      return;
    }
    const name = { path, isValue: false };
    if (!isFact(facts, 'out', name) && !isExcepted(facts, { direction: 'out', party: 'gateway', path, seen })) {
      accuse(wrongOf(facts, 'out', deed, [path]));
    }
  };
};

export const judgeNames = (facts: CallFacts, judged: Judged, deed: string, names: readonly WireName[]): void => {
  const strangers = names.filter(
    (name) => !isFact(facts, judged.direction, name) && !isExcepted(facts, { ...judged, path: name.path }),
  );
  const paths = [...new Set(strangers.map(({ path }) => path))];
  const unexpected =
    judged.party === 'sandbox' && judged.direction === 'in' ? paths.filter((path) => !permitted.has(path)) : paths;
  if (unexpected.length > 0) {
    accuse(wrongOf(facts, judged.direction, deed, unexpected));
  }
};

interface Judged {
  readonly direction: Direction;
  readonly party: Party;
}

const wrongOf = ({ provider, call }: CallFacts, direction: Direction, deed: string, paths: readonly string[]): string =>
  `${deed} ${paths.join(', ')} in ${provider} "${call}": not among "${direction}" of that call in test/vendor-facts/${provider}.json.`;

export const accuse = (wrong: string): never => {
  wrongs.push(wrong);
  throw new Error(wrong);
};
