import { expect, test } from '@jest/globals';
import * as getPlan from '../../functions/get-plan/operation.ts';
import { eventOf, invocationOf } from '../support/request-event.ts';
import { holdToDeclared } from '../support/served-functions.ts';

const answering = (statusCode: number, contentType: string, body: object) =>
  holdToDeclared(getPlan, async () => ({
    statusCode,
    headers: { 'content-type': contentType },
    body: JSON.stringify(body),
  }))(eventOf({}), invocationOf());

const problem = 'application/problem+json; charset=utf-8';

test('a test that gets a problem which its operation does not declare fails, whatever it looks at', async () => {
  await expect(answering(409, problem, { code: 'not_in_trial' })).rejects.toThrow(
    'get-plan answered not_in_trial, which functions/get-plan/operation.ts does not declare',
  );
});

test('a test that gets a status which its operation does not declare fails too', async () => {
  await expect(answering(201, 'application/json', {})).rejects.toThrow('get-plan answered 201');
});

test('what is declared passes as it is', async () => {
  expect(await answering(404, problem, { code: 'plan_not_found' })).toMatchObject({ statusCode: 404 });
  expect(await answering(200, 'application/json', {})).toMatchObject({ statusCode: 200 });
});
