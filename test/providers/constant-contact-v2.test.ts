import { afterEach, describe, expect, test } from '@jest/globals';
import { provider } from '../../shared/providers/constant-contact-v2/index.ts';
import { answering, secretOf, startBench } from '../support/constant-contact-v2-bench.ts';
import { closeRecordingServers } from '../support/recording-server.ts';

afterEach(closeRecordingServers);

describe('the secret', () => {
  const configure = (changes: object) => {
    const result = provider.configure({ ...secretOf('http://127.0.0.1:1024'), ...changes });
    return result.ok ? [] : result.problem;
  };

  test('is enough with the key, the username and the password; members that nobody knows are ignored', () => {
    const minimal = { apiKey: 'k-1', username: 'u', password: 'p', somethingElse: { deep: true } };
    expect(provider.configure(minimal).ok).toBe(true);
  });

  test('names every missing field', () => {
    const result = provider.configure({ provider: 'constant-contact-v2' });
    expect(result.ok ? [] : result.problem.map(({ path }) => path)).toEqual(['apiKey', 'username', 'password']);
  });

  test('refuses what cannot stand in a request, without quoting it', () => {
    expect(configure({ apiKey: 'key\n' })).toEqual([
      { path: 'apiKey', message: 'must be printable ASCII without spaces around it' },
    ]);
    expect(configure({ username: 'a:b' })).toEqual([{ path: 'username', message: 'must not hold a colon' }]);
    expect(configure({ password: 'a\u0007b' })).toEqual([
      { path: 'password', message: 'must not hold control characters' },
    ]);
    expect(configure({ baseUrl: 'http://api.constantcontact.com/v2' })).toEqual([
      { path: 'baseUrl', message: 'must use https, unless the host is loopback' },
    ]);
    expect(configure({ currency: 'dollars' })).toEqual([
      { path: 'currency', message: 'must be a currency of three letters' },
    ]);
  });

  test('refuses a plan name for what is no plan type', () => {
    expect(configure({ planNames: { '02': 'Basic' } })).toEqual([
      {
        path: 'planNames.02',
        message: 'plan type must be a whole number from 1, 9 digits at most and without leading zeros',
      },
    ]);
  });

  test('lists what must not get out, with the pair as it is sent', () => {
    const result = provider.configure({ ...secretOf('http://127.0.0.1:1024'), webhookSecret: 'hook-secret' });
    expect(result.ok && result.value.secretValues).toEqual([
      'larch:pässword-1',
      'key+with/odd=signs',
      'pässword-1',
      'hook-secret',
    ]);
  });
});

describe('the catalogue', () => {
  test('is the two documented plan types, of which only the trial has a name', async () => {
    const { operations, requests } = await answering({});
    const page = await operations.listPlans?.(0);
    expect(page?.ok && page.value.isLast).toBe(true);
    expect(page?.ok && page.value.plans.map(({ plan }) => [plan.id, plan.name, plan.source])).toEqual([
      ['1', 'Trial', 'documented'],
      ['2', null, 'documented'],
    ]);
    expect(page?.ok && page.value.plans[1]).toEqual({
      plan: {
        id: '2',
        connection: 'acme',
        provider: 'constant-contact-v2',
        code: null,
        name: null,
        reference: null,
        description: null,
        longDescription: null,
        status: 'unknown',
        providerStatus: null,
        level: null,
        source: 'documented',
        updatedAt: null,
        warnings: [],
        prices: [],
      },
      raw: null,
    });
    expect(requests).toEqual([]);
  });

  test('takes names and further plan types from the secret, in numeric order', async () => {
    const { operations } = await startBench(() => 'hang', {
      planNames: { 30: 'Ultimate', 4: 'Essential', 2: 'Basic' },
    });
    const page = await operations.listPlans?.(0);
    expect(page?.ok && page.value.plans.map(({ plan }) => [plan.id, plan.name, plan.source])).toEqual([
      ['1', 'Trial', 'documented'],
      ['2', 'Basic', 'configured'],
      ['4', 'Essential', 'configured'],
      ['30', 'Ultimate', 'configured'],
    ]);
    expect(await operations.listPlans?.(1)).toEqual({ ok: true, value: { plans: [], isLast: true } });
  });

  test('gives one plan by its id, and plan_not_found for one that it does not list', async () => {
    const { operations } = await answering({});
    const found = await operations.getPlan?.('2');
    expect(found?.ok && found.value.plan.id).toBe('2');
    const missing = await operations.getPlan?.('3');
    expect(missing?.ok === false && missing.problem.code).toBe('plan_not_found');
  });

  test('knows a plan id in one spelling only', () => {
    const result = provider.configure(secretOf('http://127.0.0.1:1024'));
    const rule = result.ok ? result.value.identifiers.plan : undefined;
    expect(['2', '999999999', '0', '02', '1000000000', '2.0', 'GOLD'].map((id) => rule?.matches(id))).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});
