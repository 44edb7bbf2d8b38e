import { describe, expect, test } from '@jest/globals';
import { startBench } from './bench.ts';
import { runExchange } from './exchange.ts';
import { connectionPath, conversionRequest } from './expectations.ts';
import { expectationsOf } from './registered.ts';

describe.each([...expectationsOf])(
  'conversions of %s',
  (provider, { previews, conversions, refusals, write, rotate }) => {
    test.each(previews)('preview: $name', async (exchange) => runExchange(provider, exchange));

    test.each(conversions)('$name', (exchange) => runExchange(provider, exchange));

    test.each(refusals)('refusal: $name', (exchange) => runExchange(provider, exchange));

    test('a preview changes nothing', async () => {
      const bench = await startBench(provider);
      await bench.send(conversionRequest(write.accountId, write.body, { query: '?preview=true', key: null }));
      expect(bench.sandbox.world.journal.entries()).toEqual([]);
      expect(bench.countSent(write.operation)).toBe(0);
    });

    test('the same request with the same key is answered from the ledger, to the byte', async () => {
      const bench = await startBench(provider);
      const first = await bench.send(conversionRequest(write.accountId, write.body));
      bench.takeSent();
      const second = await bench.send(conversionRequest(write.accountId, write.body));
      expect(first).toMatchObject({ status: 201, body: { status: 'succeeded', outcome: 'converted' } });
      expect(second).toMatchObject({ status: 201, headers: { 'idempotency-replayed': 'true' } });
      expect(second.text).toBe(first.text);
      expect(bench.takeSent()).toEqual([]);

      const read = await bench.send({ path: String(first.headers.location) });
      expect(read).toMatchObject({ status: 200 });
      expect(read.body).toEqual(first.body);
    });

    test('another request with the same key is refused, and another key finds the account converted', async () => {
      const bench = await startBench(provider);
      await bench.send(conversionRequest(write.accountId, write.body));
      const reused = await bench.send(conversionRequest(write.accountId, write.otherBody));
      expect(reused).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused', outcome: 'not_executed' } });
      const again = await bench.send(conversionRequest(write.accountId, write.body, { key: 'key-2' }));
      expect(again).toMatchObject({ status: 200, body: { outcome: 'already_converted', attempts: 0 } });
      expect(bench.countSent(write.operation)).toBe(1);
      expect(bench.sandbox.world.journal.entries()).toHaveLength(1);
    });

    test('credentials that are rotated in mid-life fail no request', async () => {
      const bench = await startBench(provider);
      const path = `${connectionPath}/accounts/${write.accountId}/plan`;
      expect(await bench.send({ path })).toMatchObject({ status: 200 });
      bench.gateway.setSecret('acme', { provider, ...rotate(bench.sandbox) });
      expect(await bench.send({ path })).toMatchObject({ status: 200 });
      expect(await bench.send(conversionRequest(write.accountId, write.body))).toMatchObject({ status: 201 });
      expect(bench.sandbox.world.journal.entries()).toHaveLength(1);
    });

    test('a write whose login is refused is sent once more with the secret fetched again', async () => {
      const bench = await startBench(provider);
      bench.sandbox.faults.add({ provider, operation: write.operation, fault: write.refusedLogin });
      expect(await bench.send(conversionRequest(write.accountId, write.body))).toMatchObject({ status: 201 });
      expect(bench.countSent(write.operation)).toBe(2);
      expect(bench.sandbox.world.journal.entries()).toHaveLength(1);
    });
  },
);
