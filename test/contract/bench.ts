import { afterEach, expect } from '@jest/globals';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { createWorld } from '../../sandbox/world.ts';
import type { ProviderId } from '../../shared/domain/provider-id.ts';
import {
  createInProcessGateway,
  type GatewayAnswer,
  type GatewayRequest,
  type InProcessGateway,
} from '../support/in-process-gateway.ts';
import { startSandbox } from '../support/judged-sandbox.ts';
import type { ProviderExpectations, SentRequest } from './expectations.ts';
import { expectationsOf } from './registered.ts';

/** The sandbox's time stands still unless it is advanced, so that dates in answers can be written down. */
export const sandboxStartMs = Date.UTC(2031, 2, 14, 10, 0, 0);

export interface Bench {
  readonly provider: ProviderId;
  readonly expectations: ProviderExpectations;
  readonly sandbox: Sandbox;
  readonly gateway: InProcessGateway;
  send(request: GatewayRequest): Promise<GatewayAnswer>;
  /** What reached the provider since the last look. */
  takeSent(): SentRequest[];
  /** How many requests of one of the provider's operations reached it. */
  countSent(operation: string): number;
}

export interface BenchOptions {
  readonly secret?: object;
  readonly now?: () => number;
}

export const startBench = async (provider: ProviderId, options: BenchOptions = {}): Promise<Bench> => {
  const expectations = expectationsOf.get(provider);
  if (expectations === undefined) {
    throw new Error(`The provider ${provider} has no expectations.`);
  }
  const sandbox = await startSandbox({ world: createWorld(options.now ?? (() => sandboxStartMs)) });
  open.push(sandbox);
  const gateway = createInProcessGateway({
    acme: { provider, ...expectations.secret(sandbox), ...options.secret },
  });
  return {
    provider,
    expectations,
    sandbox,
    gateway,
    send: async (request) => {
      const answer = await gateway.send({ ...request, headers: { 'x-request-id': 'contract', ...request.headers } });
      expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'x-request-id': 'contract' });
      for (const secretValue of expectations.secretValues(sandbox)) {
        expect(answer.text).not.toContain(secretValue);
        expect(gateway.lines.join('\n')).not.toContain(secretValue);
      }
      return answer;
    },
    takeSent: () => {
      const sent = sentTo(sandbox, { provider, ...expectations });
      sandbox.clearRequests();
      return sent;
    },
    countSent: (operation) => sandbox.requests().filter((request) => request.operation === operation).length,
  };
};

const open: Sandbox[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
});

const sentTo = (
  sandbox: Sandbox,
  { provider, randomValues = () => new Map() }: Pick<ProviderExpectations, 'randomValues'> & { provider: string },
): SentRequest[] =>
  sandbox.requests().map((request) => {
    expect(request.provider).toBe(provider);
    const { method, path, query } = request;
    const headers = Object.fromEntries(
      meaningfulHeaders.flatMap((name) => {
        const value = request.headers[name];
        return value === undefined ? [] : [[name, randomValues(sandbox).get(value) ?? value]];
      }),
    );
    return { method, path, query, headers, body: bodyOf(request) };
  });

const meaningfulHeaders = ['accept', 'authorization', 'content-type', 'x-api-key'];

const bodyOf = ({ body, headers }: { body: string; headers: Readonly<Record<string, string>> }): unknown => {
  if (body === '') {
    return null;
  }
  return headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true
    ? Object.fromEntries(new URLSearchParams(body))
    : body;
};
