import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { renderChange } from '../../functions/render-change.ts';
import { demoSecrets } from '../../local/demo-secrets.ts';
import { openAccount } from '../../sandbox/constant-contact-v3/state.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { free } from '../../shared/account-changes/settle.ts';
import { systemClock } from '../../shared/domain/clock.ts';
import { createProblem } from '../../shared/domain/problem.ts';
import { success } from '../../shared/domain/result.ts';
import { createLedger } from '../../shared/ledger/ledger.ts';
import type { Table } from '../../shared/table/table.ts';
import { createInProcessGateway } from '../support/in-process-gateway.ts';
import { startSandbox } from '../support/judged-sandbox.ts';
import { createMemoryTable } from '../support/memory-table.ts';
import { createProviderContext } from '../support/provider-context.ts';

const connection = 'demo-constant-contact-v3';
const accountId = 'a07et3000001';

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startSandbox();
});

afterEach(() => sandbox.close());

/** `inner`, where another process ends the account's conversion as one that was never tried, just before one of our puts. */
const interruptPut = (inner: Table) => {
  let putsUntilThen = 0;
  const other = createLedger(inner, {
    clock: systemClock,
    random: Math.random,
    logger: createProviderContext({ clock: systemClock }).logger,
    retentionDays: 1,
    settleAbandoned: () => {
      throw new Error('Nobody abandoned it.');
    },
    tell: async () => success(null),
  });
  const endUntried = async () => {
    const held = await other.readCurrent(connection, accountId);
    if (!held.ok || held.value === null || held.value.record.phase === 'settled') {
      throw new Error('The account has no conversion in flight.');
    }
    const { record } = held.value;
    const problem = createProblem('provider_timeout', 'Too little time was left.', { outcome: 'not_executed' });
    const settled = free(record, problem, { owesEvent: false }, { clock: systemClock, render: renderChange });
    await other.advance(held.value, settled);
  };
  const table: Table = {
    ...inner,
    put: async (item, expected) => {
      putsUntilThen -= 1;
      if (putsUntilThen === 0) {
        await endUntried();
      }
      return inner.put(item, expected);
    },
  };
  return {
    table,
    interrupt: (put: number) => {
      putsUntilThen = put;
    },
  };
};

test('a key that became free while its second caller waited is tried anew, not answered with what its first caller was told', async () => {
  const { table, interrupt } = interruptPut(createMemoryTable());
  const gateway = createInProcessGateway(demoSecrets(sandbox), { table });
  const convert = () =>
    gateway.send({
      method: 'POST',
      path: `/v1/connections/${connection}/accounts/${accountId}/conversions`,
      headers: { 'idempotency-key': 'k1' },
      body: { planId: 'GOLD' },
    });
  sandbox.faults.add({
    provider: 'constant-contact-v3',
    operation: 'PUT plan',
    fault: { kind: 'late-effect', connection: 'destroy' },
  });
  expect((await convert()).status).toBe(202);
  sandbox.providers['constant-contact-v3'].state.accounts.set(accountId, openAccount('GOLD'));
  // The first put is the claim, which meets the pending conversion; the second would settle it.
  interrupt(2);

  const second = await convert();

  expect(second).toMatchObject({ status: 200, body: { outcome: 'already_converted', planId: 'GOLD' } });
  expect(second.headers).not.toHaveProperty('idempotency-replayed');
  expect(await convert()).toMatchObject({ status: 200, text: second.text });
});
