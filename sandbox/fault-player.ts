import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, Faults } from './faults.ts';
import type { SimulatedAnswer } from './simulated-provider.ts';

export interface Exchange {
  readonly response: ServerResponse;
  /** Lets the provider do the work. To be called once at most. */
  readonly handle: () => SimulatedAnswer;
  readonly faults: Faults;
  /** Aborts when the server closes. */
  readonly closing: AbortSignal;
}

/** Plays one fault on one request; null answers as the provider does. Rejects only where the connection broke. */
export const playFault = async (fault: Fault | null, exchange: Exchange): Promise<void> => {
  const { response, handle, faults, closing } = exchange;
  if (fault === null) {
    sendAnswer(response, handle());
    return;
  }
  if ('handled' in fault && fault.handled === true) {
    handle();
  }

  switch (fault.kind) {
    case 'delay':
      await sleep(fault.durationMs, undefined, { signal: closing });
      sendAnswer(response, handle());
      return;
    case 'status':
      sendAnswer(response, {
        status: fault.status,
        headers: { ...(fault.body === undefined ? {} : json), ...lowerCased(fault.headers ?? {}) },
        body: fault.body ?? '',
      });
      return;
    case 'drop-before':
      response.destroy();
      return;
    case 'drop-after':
      handle();
      response.destroy();
      return;
    case 'late-effect':
      faults.holdLateEffect(handle);
      if (fault.connection === 'destroy') {
        response.destroy();
      }
      return;
    case 'garbage':
      sendAnswer(response, { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: garbage });
      return;
    case 'truncated':
      sendTruncated(response, handle(), fault.contentLength);
      return;
    case 'empty':
      sendAnswer(response, { status: 200, headers: json, body: '' });
      return;
    case 'wrong-shape':
      sendAnswer(response, {
        status: 200,
        headers: json,
        body: fault.shape === 'object' ? '{"unexpected":true}' : '[]',
      });
      return;
    case 'oversized':
      response.writeHead(200, json);
      await pipeline(Readable.from(paddedJson(fault.bytes)), response);
      return;
    case 'redirect':
      sendAnswer(response, { status: 302, headers: { location: fault.location }, body: '' });
      return;
    case 'hang':
      return;
  }
};

export const sendAnswer = (response: ServerResponse, answer: SimulatedAnswer): void => {
  const body = Buffer.from(answer.body);
  response.writeHead(answer.status, { ...answer.headers, ...lengthOf(answer.status, body) });
  response.end(body);
};

const json = { 'content-type': 'application/json; charset=utf-8' };

const garbage = '<!DOCTYPE html><html><head><title>Welcome</title></head><body><h1>It works!</h1></body></html>';

const sendTruncated = (response: ServerResponse, answer: SimulatedAnswer, contentLength: 'whole' | 'cut'): void => {
  const whole = Buffer.from(answer.body);
  const half = whole.subarray(0, Math.floor(whole.length / 2));
  if (contentLength === 'cut') {
    response.writeHead(answer.status, { ...answer.headers, ...lengthOf(answer.status, half) });
    response.end(half);
    return;
  }
  response.writeHead(answer.status, { ...answer.headers, ...lengthOf(answer.status, whole) });
  response.write(half, () => response.destroy());
};

/** 204 and 304 have no body, and no length of one. */
const lengthOf = (status: number, body: Buffer): Record<string, string> =>
  status === 204 || status === 304 ? {} : { 'content-length': String(body.length) };

const lowerCased = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** `{"padding":"xxx"}` of exactly `bytes` bytes, in pieces. */
function* paddedJson(bytes: number): Generator<string> {
  const [start, end] = ['{"padding":"', '"}'];
  yield start;
  const piece = 'x'.repeat(65_536);
  for (let left = bytes - start.length - end.length; left > 0; left -= piece.length) {
    yield left >= piece.length ? piece : piece.slice(0, left);
  }
  yield end;
}
