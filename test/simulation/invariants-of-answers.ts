import { isDeepStrictEqual } from 'node:util';
import type { Answer, Observations } from './observations.ts';

/** What callers have seen so far, which later answers must agree with. */
export interface Seen {
  /** The first settled form of a conversion, by its id. */
  readonly settled: Map<string, { readonly conversion: object; readonly at: number }>;
  /** The first settled answer to a key, by account and key. */
  readonly bound: Map<string, { readonly answer: Answer; readonly at: number }>;
}

export const createSeen = (): Seen => ({ settled: new Map(), bound: new Map() });

/** What must hold of every answer, by itself and beside those before it. */
export const checkAnswer = (answer: Answer, seen: Seen, observations: Observations): void => {
  const report: Report = (rule, text) => {
    const { method, key, conversionId, status, json, invocation } = answer;
    const shown = `${method} ${key ?? conversionId} (${invocation}) answered ${status} ${String(json.code ?? json.status)}`;
    observations.violations.push(`${rule}: ${shown}, but ${text}`);
  };
  if (!expectedStatuses[answer.method].includes(answer.status)) {
    report('answer', 'no such answer is expected.');
  }
  checkConversion(answer, seen, report);
  if (answer.method === 'POST') {
    checkReplay(answer, seen, report);
    checkSingleFlight(answer, seen, report);
    checkNothingSent(answer, observations, report);
  }
};

/** `rule` is what is broken: `promise 3`, or `answer` for one that may never be given. */
type Report = (rule: string, text: string) => void;

const expectedStatuses: Readonly<Record<Answer['method'], readonly number[]>> = {
  GET: [200, 503],
  POST: [200, 201, 202, 409, 422, 429, 502, 503, 504],
};

/** The conversion that an answer shows, in whatever form. */
export const conversionIn = ({ status, json }: Answer): Readonly<Record<string, unknown>> | null => {
  const shown = status < 300 ? json : json.conversion;
  return typeof shown === 'object' && shown !== null ? { ...shown } : null;
};

/** A settled conversion never changes, nor does it become pending again. */
const checkConversion = (answer: Answer, { settled }: Seen, report: Report): void => {
  const conversion = conversionIn(answer);
  if (conversion === null) {
    return;
  }
  if (answer.method === 'POST' && (conversion.status === 'pending') !== (answer.status === 202)) {
    report('promise 2', `the conversion is ${String(conversion.status)}.`);
  }
  const id = String(conversion.id);
  const known = settled.get(id);
  if (conversion.status === 'pending') {
    if (known !== undefined && known.at <= answer.startedAt) {
      report('promise 3', 'the conversion was settled before.');
    }
    return;
  }
  if (known !== undefined && !isDeepStrictEqual(known.conversion, conversion)) {
    report(
      'promise 3',
      `a settled conversion was ${JSON.stringify(known.conversion)} and is ${JSON.stringify(conversion)}.`,
    );
  }
  settled.set(id, known ?? { conversion, at: answer.endedAt });
};

/** One key, one request, one answer. */
const checkReplay = (answer: Answer, { bound }: Seen, report: Report): void => {
  const name = `${answer.accountId} ${answer.key}`;
  const first = bound.get(name);
  const conversion = conversionIn(answer);
  const isSettled = conversion !== null && conversion.status !== 'pending';
  if (first === undefined) {
    if (isSettled) {
      bound.set(name, { answer, at: answer.endedAt });
    }
    return;
  }
  const isSame = isDeepStrictEqual(answer.request, first.answer.request);
  if (isSettled && (!isSame || answer.status !== first.answer.status || answer.text !== first.answer.text)) {
    report(
      'promise 4',
      `the first answer to this key was ${first.answer.status} ${first.answer.text}, and this is ${answer.text}.`,
    );
  }
  if (answer.startedAt < first.at || isOutOfOrder(answer)) {
    return;
  }
  if (isSame && (!isSettled || answer.headers['idempotency-replayed'] !== 'true')) {
    report('promise 4', 'the settled answer was not replayed.');
  }
  if (!isSame && answer.json.code !== 'idempotency_key_reused') {
    report('promise 4', 'the key was bound to another request.');
  }
};

/** While a conversion is in flight, the same request waits for it, and everything else is told so. */
const checkSingleFlight = (answer: Answer, { bound }: Seen, report: Report): void => {
  const { guardBefore: before, guardAfter: after, json, headers } = answer;
  if (json.code === 'conversion_in_progress') {
    const path = `/accounts/${answer.accountId}/conversions/${String(json.conversionId)}`;
    if (typeof json.conversionId !== 'string' || !String(headers.location).endsWith(path)) {
      report('promise 5', 'it does not say which conversion is in progress.');
    }
  }
  const record = before?.record;
  const isInFlight =
    record !== undefined &&
    (record.phase === 'writing' || record.phase === 'unproven') &&
    after?.record.phase !== 'settled' &&
    after?.record.changeId === record.changeId;
  if (!isInFlight || isOutOfOrder(answer)) {
    return;
  }
  if (record.key === answer.key) {
    const isSame = isDeepStrictEqual(answer.request, record.request);
    if (isSame ? answer.status !== 202 : json.code !== 'idempotency_key_reused') {
      report('promise 4', 'this key has a conversion in flight.');
    }
    return;
  }
  const isUsedUp = bound.has(`${answer.accountId} ${answer.key}`) || json.code === 'idempotency_key_reused';
  const isReplay = headers['idempotency-replayed'] === 'true';
  if (!isUsedUp && !isReplay && (json.code !== 'conversion_in_progress' || json.conversionId !== record.changeId)) {
    report('promise 5', `conversion ${record.changeId} of another key is in flight.`);
  }
};

/** An answer that says that nothing was done is true. */
const checkNothingSent = (answer: Answer, { sends, effects }: Observations, report: Report): void => {
  const { json, invocation } = answer;
  const own = sends.filter((send) => send.invocation === invocation);
  if (neverSent.has(String(json.code)) && own.length > 0) {
    report('promise 7', 'a write was sent.');
  }
  if (json.outcome === 'not_executed' && effects.some(({ send }) => send?.invocation === invocation)) {
    report('promise 1', 'its write took effect.');
  }
  if (json.outcome === 'not_executed' && own.some(({ isRefused }) => !isRefused)) {
    report('promise 1', 'its write is on its way.');
  }
};

const neverSent = new Set(['ledger_unavailable', 'conversion_in_progress', 'idempotency_key_reused', 'not_in_trial']);

/** The gateway's own store or the secrets could not be asked, which comes before everything else. */
const isOutOfOrder = ({ json }: Answer): boolean =>
  json.code === 'ledger_unavailable' || json.code === 'secrets_unavailable';
