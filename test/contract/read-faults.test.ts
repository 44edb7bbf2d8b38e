import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../../sandbox/faults.ts';
import { startBench } from './bench.ts';
import { expectationsOf } from './registered.ts';

interface ReadFault {
  readonly name: string;
  readonly fault: Fault;
  readonly status: number;
  readonly code: string | null;
  /** How often the provider is asked. */
  readonly requests: number;
  readonly timeoutMs?: number;
  readonly headers?: object;
}

const invalid = { status: 502, code: 'provider_response_invalid', requests: 1 };

const fiveMegabytes: Fault = { kind: 'oversized', bytes: 5_000_000 };

const readFaults: readonly ReadFault[] = [
  { name: '503 once', fault: { kind: 'status', status: 503 }, status: 200, code: null, requests: 2 },
  { name: 'a broken connection', fault: { kind: 'drop-before' }, status: 200, code: null, requests: 2 },
  {
    name: 'an answer that breaks off',
    fault: { kind: 'truncated', contentLength: 'whole' },
    status: 200,
    code: null,
    requests: 2,
  },
  {
    name: '429 that asks for more time than there is',
    fault: { kind: 'status', status: 429, headers: { 'retry-after': '120' } },
    status: 429,
    code: 'provider_rate_limited',
    requests: 1,
    headers: { 'retry-after': '120' },
  },
  { name: '500', fault: { kind: 'status', status: 500 }, status: 502, code: 'provider_error', requests: 1 },
  { name: 'a page of HTML', fault: { kind: 'garbage' }, ...invalid },
  { name: 'JSON that is cut', fault: { kind: 'truncated', contentLength: 'cut' }, ...invalid },
  { name: 'nothing', fault: { kind: 'empty' }, ...invalid },
  { name: 'another object', fault: { kind: 'wrong-shape', shape: 'object' }, ...invalid },
  {
    name: 'a number of 300,000 digits',
    fault: {
      kind: 'status',
      status: 200,
      body: `{"error_code":0,"error_msg":"OK","plan_type":"TRIAL","access_token":"a","id":1${'0'.repeat(300_000)}1}`,
    },
    ...invalid,
  },
  {
    name: 'a redirect',
    fault: { kind: 'redirect', location: 'https://192.0.2.1/elsewhere' },
    ...invalid,
  },
  {
    name: 'no answer at all',
    fault: { kind: 'hang' },
    status: 504,
    code: 'provider_timeout',
    requests: 1,
    timeoutMs: 1_500,
  },
];

describe.each([...expectationsOf])('faults of reads at %s', (provider, { reads }) => {
  describe.each(reads)('$operation', ({ path, operation, emptyList, tooLarge = invalid }) => {
    test.each([...readFaults, { name: 'five megabytes', fault: fiveMegabytes, ...tooLarge }])(
      '$name',
      async ({ fault, status, code, requests, timeoutMs = 28_000, headers = {} }) => {
        const bench = await startBench(provider);
        bench.sandbox.faults.add({ provider, operation, fault });
        const answer = await bench.send({ path, timeoutMs });
        expect({ status: answer.status, code: (answer.body as { code: string }).code }).toMatchObject({
          status,
          ...(code === null ? {} : { code }),
        });
        expect(answer.headers).toMatchObject(headers);
        expect(bench.countSent(operation)).toBe(requests);
        expect(bench.sandbox.faults.remaining()).toEqual([]);
        expect(await bench.send({ path })).toMatchObject({ status: 200 });
      },
    );

    test('an empty list', async () => {
      const bench = await startBench(provider);
      bench.sandbox.faults.add({
        provider,
        operation,
        fault: { kind: 'wrong-shape', shape: 'list' },
      });
      const answer = await bench.send({ path });
      const { status, code } = emptyList ?? invalid;
      expect(answer).toMatchObject({ status, ...(code === null ? {} : { body: { code } }) });
      expect(await bench.send({ path })).toMatchObject({ status: 200 });
    });
  });
});
