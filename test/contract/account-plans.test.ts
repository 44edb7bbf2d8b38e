import { describe, test } from '@jest/globals';
import { runExchange } from './exchange.ts';
import { expectationsOf } from './registered.ts';

describe.each([...expectationsOf])('account plans of %s', (provider, { accountPlans }) => {
  test.each(accountPlans)('$name', (exchange) => runExchange(provider, exchange));
});
