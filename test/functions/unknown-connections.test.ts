import { expect, test } from '@jest/globals';
import { createApiBench } from '../support/api-handlers.ts';
import { send } from '../support/request-event.ts';

test('who asks for connections that nobody has is told to wait after twenty, and those that exist are served', async () => {
  const { handlers, calls } = createApiBench();
  const ask = (connection: string) =>
    send(handlers['get-account-plan'], { pathParameters: { connection, accountId: 'a1' } });
  for (let index = 0; index < 20; index += 1) {
    expect((await ask(`nobody-${index}`)).status).toBe(404);
  }

  const refused = await ask('nobody-20');

  expect([refused.status, refused.headers['retry-after']]).toEqual([429, '1']);
  expect(refused.body).toMatchObject({
    code: 'rate_limited',
    retryable: true,
    detail: 'Too many names of connections that do not exist were asked for.',
  });
  expect((await ask('cc')).status).toBe(200);
  expect(calls).toHaveLength(1);
});

test('a conversion that is told to wait did nothing, and leaves its key free', async () => {
  const { handlers } = createApiBench();
  const convert = (connection: string) =>
    send(handlers['convert-trial'], {
      method: 'POST',
      pathParameters: { connection, accountId: 'a1' },
      headers: { 'idempotency-key': 'k' },
      body: { planId: '2' },
    });
  await Promise.all(Array.from({ length: 20 }, (_, index) => convert(`nobody-${index}`)));

  const { status, body } = await convert('nobody');

  expect([status, body.code, body.outcome]).toEqual([429, 'rate_limited', 'not_executed']);
  expect((await convert('cc')).status).toBe(200);
});
