import { describe, expect, test } from '@jest/globals';
import { addTrial } from '../../sandbox/add-trial.ts';
import type { SimulatedProvider } from '../../sandbox/simulated-provider.ts';
import { vendorIds } from '../../sandbox/vendors.ts';
import { planRules, scheduleRules, serviceRules } from '../../shared/providers/aria/administration-plan-fields.ts';
import { usedNames } from '../../shared/providers/aria/notification-fields.ts';
import { plansPath, startPlanBench } from '../catalogue-edits/bench.ts';
import { biweekly } from '../catalogue-edits/example-plans.ts';
import { readSources } from '../support/imports.ts';
import { judgedFetch } from '../support/judged-fetch.ts';
import { notificationFactsOf } from '../support/vendor-calls.ts';
import { callFacts, type Direction, isExcepted, isFact } from '../support/vendor-facts.ts';
import { judged, judgeNotification, metCalls, takeWrongs } from '../support/vendor-judge.ts';
import { startWebhookBench } from '../support/webhook-bench.ts';
import { exceptions } from '../vendor-facts/exceptions.ts';
import { startBench } from './bench.ts';
import { runExchange } from './exchange.ts';
import { conversionRequest } from './expectations.ts';
import { expectationsOf } from './registered.ts';

const factsOf = (call: string) => {
  const facts = callFacts.find((candidate) => candidate.call === call);
  if (facts === undefined) {
    throw new Error(`No facts of ${call}`);
  }
  return facts;
};

describe('every call that the product makes', () => {
  test('is met by the rows of this suite, the writes of plans and the notifications', async () => {
    for (const [provider, { plans, accountPlans, previews, conversions, refusals }] of expectationsOf) {
      for (const exchange of [...plans, ...accountPlans, ...previews, ...conversions, ...refusals]) {
        await runExchange(provider, exchange);
      }
      const list = await (await startBench(provider)).send({ path: plansPath });
      expect(list.status).toBe(200);
    }
    await writePlans();
    await lookUpReceipt();
    const { notify, sandbox } = await startWebhookBench();
    for (const provider of vendorIds) {
      const { accountId } = addTrial(sandbox, provider, 0);
      expect([200, 204]).toContain(await notify({ provider, accountId }));
    }

    const missed = callFacts.filter((facts) => facts.used && !metCalls().has(facts));
    expect(missed.map(({ provider, call }) => `${provider}: ${call}`)).toEqual([]);
  }, 120_000);
});

/** Each of Aria's four writes of plans. */
const writePlans = async (): Promise<void> => {
  const { change } = await startPlanBench({ settings: { allowFullPlanReplace: true } });
  const price = {
    ...{ code: 'plain-weekly-gbp', name: 'Plain weekly GBP', currency: 'GBP', isDefault: false },
    interval: { unit: 'week', count: 1 },
    services: ['plain-access', 'plain-calls'].map((code) => ({ code, tiers: [{ from: 1, amount: '4.10' }] })),
  };
  const writes = [
    await change('POST', plansPath, biweekly),
    await change('PATCH', `${plansPath}/10010`, { name: 'Plainer' }),
    await change('POST', `${plansPath}/10010/rate-schedules`, price),
    await change('PATCH', `${plansPath}/10010/rate-schedules/100101`, { name: 'Plainest' }),
  ];
  expect(writes.map(({ status }) => status)).toEqual([201, 200, 201, 200]);
};

/** A write of Aria that is repeated and refused, because its receipt id was used. */
const lookUpReceipt = async (): Promise<void> => {
  const { sandbox, send, gateway, countSent } = await startBench('aria');
  const write = { provider: 'aria', operation: 'update_acct_plan_status_m' } as const;
  const body = '{"error_code":1012,"error_msg":"invalid input format"}';
  sandbox.faults.add({ ...write, fault: { kind: 'drop-before' } });
  sandbox.faults.add({ ...write, fault: { kind: 'status', status: 200, body } });
  await send(conversionRequest('5000001', {}));
  gateway.advance(330_000);
  await gateway.reconcile();
  expect(countSent('get_all_actions_by_receipt_id_m')).toBe(1);
};

describe('lists of names in the product', () => {
  test('are names that the vendor takes and gives', () => {
    const strangers = (call: string, direction: Direction, paths: readonly string[]) =>
      paths.filter(
        (path) =>
          !isFact(factsOf(call), direction, { path, isValue: false }) &&
          !isExcepted(factsOf(call), { direction, party: 'gateway', path }),
      );
    for (const [{ sent }, shown, taken] of [
      [planRules, '', ''],
      [scheduleRules, 'rate_sched[].', 'schedule[].'],
      [serviceRules, 'services[].', 'service[].'],
    ] as const) {
      const names = (prefix: string, all: readonly string[]) => all.map((name) => prefix + name);
      expect(strangers('admin get_plan_details_m', 'out', names(shown, Object.keys(sent)))).toEqual([]);
      expect(strangers('admin edit_plan_m', 'in', names(taken, Object.values(sent)))).toEqual([]);
    }
    expect(strangers(notificationFactsOf('aria').call, 'out', [...usedNames])).toEqual([]);
  });
});

describe('the judge', () => {
  const login = { client_no: '1', auth_key: 'k', output_format: 'json' };
  const details = new URLSearchParams({ ...login, rest_call: 'get_plan_details_m', plan_no: '7' }).toString();
  const ask = async (body: string, answer: object = { error_code: 0 }): Promise<unknown> => {
    const fetched = judgedFetch(async () => new Response(JSON.stringify(answer)));
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const response = await fetched('http://127.0.0.1/AdminTools.php/Dispatcher', { method: 'POST', headers, body });
    return JSON.parse(await response.text());
  };
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const played = (answer: object) =>
    judged<SimulatedProvider>({
      name: 'aria',
      operationOf: () => '',
      handle: () => ({ status: 200, body: JSON.stringify({ error_code: 0, ...answer }) }),
    });
  const request = (body: string) => ({
    ...{ method: 'POST', path: '/AdminTools.php/Dispatcher', query: new URLSearchParams(), headers: form, body },
  });

  test('stops a client that sends a name which the vendor does not take', async () => {
    await expect(ask(`${details}&schedule[0][period]=2`)).rejects.toThrow(
      'The client sends schedule[].period in aria "admin get_plan_details_m": not among "in" of that call in test/vendor-facts/aria.json.',
    );
    await expect(ask('rest_call=get_plan_m')).rejects.toThrow('a call that no file of test/vendor-facts has');
    expect(takeWrongs()).toHaveLength(2);
  });

  test('stops a client that looks up a name which the vendor does not give, whether it is there or not', async () => {
    for (const row of [{}, { currency: 'usd' }]) {
      const body = (await ask(details, { rate_sched: [row] })) as { rate_sched: { currency?: string }[] };
      expect(() => body.rate_sched[0]?.currency).toThrow(
        'The client looks up rate_sched[].currency in aria "admin get_plan_details_m": not among "out"',
      );
    }
    expect(takeWrongs()).toHaveLength(1);
  });

  test('takes a second name only after the vendor has been asked for its own', async () => {
    interface Body {
      readonly rate_sched: { readonly schedule_currency?: string; readonly currency_cd?: string }[];
    }
    const [row] = ((await ask(details, { rate_sched: [{ currency_cd: 'usd' }] })) as Body).rate_sched;
    expect([row?.schedule_currency, row?.currency_cd]).toEqual([undefined, 'usd']);
    const [other] = ((await ask(details, { rate_sched: [{ currency_cd: 'gbp' }] })) as Body).rate_sched;
    expect(() => other?.currency_cd).toThrow('looks up rate_sched[].currency_cd');
    expect(takeWrongs()).toHaveLength(1);
  });

  test('stops a sandbox that answers or takes a name which the vendor does not have', () => {
    expect(() => played({ rate_sched: [{ currency_cd: 'usd' }] }).handle(request(details))).toThrow(
      'The sandbox answers rate_sched[].currency_cd in aria "admin get_plan_details_m": not among "out"',
    );
    expect(() => played({}).handle(request(`${details}&plan=7`))).toThrow('The sandbox takes plan in aria');
    expect(() => judgeNotification('fusebill', { headers: {}, body: '{"eventType":"x","Plan":{}}' })).toThrow(
      'The sandbox notifies Plan in fusebill "webhook"',
    );
    expect(takeWrongs()).toHaveLength(3);
  });

  test('sits before every sandbox and every client that a test starts', () => {
    const strangers = readSources(['test']).flatMap(({ path, text, imports }) =>
      imports.some(
        ({ target, isType }) => !isType && /^sandbox\/(sandbox|[\w-]+\/(provider|vendor))\.ts$/.test(target),
      ) && !/\bjudged\b/.test(text)
        ? [path]
        : [],
    );
    expect(strangers).toEqual([]);
  });
});

test('no exception is one that the facts already have, and each names a call that there is', () => {
  const needless = exceptions.flatMap(({ provider, calls, direction, paths }) =>
    calls.flatMap((call) => {
      const facts = callFacts.find((candidate) => candidate.provider === provider && candidate.call === call);
      return paths
        .filter((path) => facts === undefined || isFact(facts, direction, { path, isValue: true }))
        .map((path) => `${provider} ${call}: ${path}`);
    }),
  );
  expect(needless).toEqual([]);
});

test('every vendor of the sandbox has facts to be held to', () => {
  expect([...new Set(callFacts.map(({ provider }) => provider))]).toEqual(vendorIds);
});
