import { expect } from '@jest/globals';
import type { ProviderId } from '../../shared/domain/provider-id.ts';
import { startBench } from './bench.ts';
import type { Exchange, SentRequest } from './expectations.ts';

/** Sends one request through a gateway and a sandbox of its own and compares the answer and what was sent for it. */
export const runExchange = async (provider: ProviderId, exchange: Exchange): Promise<void> => {
  const { secret, arrange, request, status, body, sent, isSentTogether = false } = exchange;
  const bench = await startBench(provider, secret === undefined ? {} : { secret });
  arrange?.(bench.sandbox);
  const answer = await bench.send(request);
  expect(answer.body).toEqual(body);
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toBe(
    status < 400 ? 'application/json; charset=utf-8' : 'application/problem+json; charset=utf-8',
  );
  const ordered = (requests: readonly SentRequest[]) => (isSentTogether ? requests.toSorted(byTarget) : requests);
  expect(ordered(bench.takeSent())).toEqual(ordered(sent));
};

const byTarget = (left: SentRequest, right: SentRequest): number => (targetOf(left) < targetOf(right) ? -1 : 1);

const targetOf = ({ path, query, body }: SentRequest): string => JSON.stringify([path, query, body]);
