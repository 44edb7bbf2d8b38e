import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Dice } from './dice.ts';
import type { Gateway, Reply } from './gateway.ts';
import { checkAnswer, type Seen } from './invariants-of-answers.ts';
import type { Answer, Observations } from './observations.ts';
import type { Scheduler } from './scheduler.ts';
import type { SimulatedTable } from './table.ts';

/** The gateway as its callers know it. Every answer is held against the promises. Null: no answer came. */
export interface Client {
  convert(order: Order): Promise<Answer | null>;
  getConversion(accountId: string, conversionId: string): Promise<Answer | null>;
}

/** What somebody asks for under one key. */
export interface Order {
  readonly accountId: string;
  readonly key: string;
  readonly request: object;
}

export interface ClientOptions {
  readonly gateway: Gateway;
  readonly scheduler: Scheduler;
  readonly dice: Dice;
  readonly table: SimulatedTable;
  readonly observations: Observations;
  readonly seen: Seen;
  /** Answers are lost on the way to the caller until then. */
  readonly faultsUntilMs: number;
  readonly trace: ((text: string) => void) | undefined;
}

export const connection = 'simulated';

export const createClient = (options: ClientOptions): Client => {
  const { gateway, scheduler, dice, table, observations, seen, faultsUntilMs, trace } = options;

  const ask = async (
    event: APIGatewayProxyEventV2,
    asked: Pick<Answer, 'method' | 'accountId' | 'key' | 'request' | 'conversionId'>,
  ): Promise<Answer | null> => {
    const startedAt = scheduler.now();
    const guardBefore = table.guardOf(asked.accountId);
    const { name, reply } = gateway.invoke(event, asked.method === 'POST' ? 'convert' : 'read');
    trace?.(`${name}: ${asked.method} ${asked.key ?? asked.conversionId} ${JSON.stringify(asked.request)}`);
    const came: Reply = await reply;
    if (came === null || (scheduler.now() < faultsUntilMs && dice.chance(lossRate))) {
      trace?.(`${name}: no answer`);
      return null;
    }
    trace?.(`${name}: ${came.status} ${came.text}`);
    const answer: Answer = {
      ...asked,
      ...came,
      invocation: name,
      startedAt,
      endedAt: scheduler.now(),
      guardBefore,
      guardAfter: table.guardOf(asked.accountId),
      json: JSON.parse(came.text) as Answer['json'],
    };
    observations.answers.push(answer);
    checkAnswer(answer, seen, observations);
    return answer;
  };

  return {
    convert: ({ accountId, key, request }) => {
      const path = `/v1/connections/${connection}/accounts/${accountId}/conversions`;
      const headers = { 'content-type': 'application/json', 'idempotency-key': key };
      const event = toEvent('POST', path, { headers, pathParameters: { connection, accountId } });
      return ask(
        { ...event, body: JSON.stringify(request) },
        { method: 'POST', accountId, key, request, conversionId: null },
      );
    },
    getConversion: (accountId, conversionId) => {
      const path = `/v1/connections/${connection}/accounts/${accountId}/conversions/${conversionId}`;
      const event = toEvent('GET', path, { headers: {}, pathParameters: { connection, accountId, conversionId } });
      return ask(event, { method: 'GET', accountId, key: null, request: null, conversionId });
    },
  };
};

const lossRate = 0.03;

export const toEvent = (
  method: string,
  rawPath: string,
  parts: Pick<APIGatewayProxyEventV2, 'headers' | 'pathParameters'>,
): APIGatewayProxyEventV2 => ({
  version: '2.0',
  routeKey: `${method} ${rawPath}`,
  rawPath,
  rawQueryString: '',
  requestContext: {
    accountId: '000000000000',
    apiId: 'simulated',
    domainName: 'gateway.example',
    domainPrefix: 'gateway',
    http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: '' },
    requestId: '',
    routeKey: `${method} ${rawPath}`,
    stage: '$default',
    time: '',
    timeEpoch: 0,
  },
  isBase64Encoded: false,
  ...parts,
});
