import { afterEach, describe, expect, test } from '@jest/globals';
import { provider } from '../../shared/providers/constant-contact-v3/index.ts';
import { secretOf, startBench } from '../support/constant-contact-v3-bench.ts';
import { closeRecordingServers } from '../support/recording-server.ts';

afterEach(closeRecordingServers);

describe('the secret', () => {
  const configure = (changes: object) => {
    const result = provider.configure({ ...secretOf('http://127.0.0.1:1024'), ...changes });
    return result.ok ? [] : result.problem;
  };

  test('is enough with the key and the client; members that nobody knows are ignored', () => {
    const minimal = { apiKey: 'k-1', clientId: 'c', clientSecret: 's', settings: { other: 1 }, somethingElse: true };
    expect(provider.configure(minimal).ok).toBe(true);
  });

  test('names every missing field', () => {
    const result = provider.configure({});
    expect(result.ok ? [] : result.problem.map(({ path }) => path)).toEqual(['apiKey', 'clientId', 'clientSecret']);
  });

  test('refuses what cannot stand in a request, without quoting it', () => {
    expect(configure({ apiKey: 'ключ' })).toEqual([
      { path: 'apiKey', message: 'must be printable ASCII without spaces around it' },
    ]);
    expect(configure({ tokenUrl: 'https://user:pass@example.com/token' })).toEqual([
      { path: 'tokenUrl', message: 'must not hold credentials, a query or a fragment' },
    ]);
    expect(configure({ settings: { tokenParameters: 'header' } }).map(({ path }) => path)).toEqual([
      'settings.tokenParameters',
    ]);
    expect(configure({ authorizationScheme: 'basic' }).map(({ path }) => path)).toEqual(['authorizationScheme']);
  });

  test('refuses a plan that is there twice', () => {
    expect(configure({ plans: [{ id: 'PRO', name: 'Pro' }, { id: 'Pro' }] })).toEqual([
      { path: 'plans.1.id', message: 'is there twice (case does not count)' },
    ]);
  });

  test('lists what must not get out, with the pair as it is sent', () => {
    const result = provider.configure({ ...secretOf('http://127.0.0.1:1024'), webhookSecret: 'hook-secret' });
    expect(result.ok && result.value.secretValues).toEqual([
      'partner-id:sécret-1',
      '00000000-aaaa-bbbb',
      'sécret-1',
      'hook-secret',
    ]);
  });
});

describe('the catalogue', () => {
  const catalogue = async (secret: object) => {
    const page = await (await startBench({ secret })).operations.listPlans?.(0);
    return page?.ok ? page.value.plans.map(({ plan }) => [plan.id, plan.name, plan.source, plan.status]) : page;
  };

  test('is the eight documented types, old names and new', async () => {
    expect(await catalogue({})).toEqual([
      ['TRIAL', 'TRIAL', 'documented', 'unknown'],
      ['GOOD', 'GOOD', 'documented', 'unknown'],
      ['BETTER', 'BETTER', 'documented', 'unknown'],
      ['BEST', 'BEST', 'documented', 'unknown'],
      ['LITE', 'LITE', 'documented', 'unknown'],
      ['BRONZE', 'BRONZE', 'documented', 'unknown'],
      ['SILVER', 'SILVER', 'documented', 'unknown'],
      ['GOLD', 'GOLD', 'documented', 'unknown'],
    ]);
  });

  test('is what the secret lists, where it lists plans', async () => {
    expect(await catalogue({ plans: [{ id: 'Pro', name: 'Professional' }, { id: 'GOLD' }] })).toEqual([
      ['Pro', 'Professional', 'configured', 'unknown'],
      ['GOLD', 'GOLD', 'configured', 'unknown'],
    ]);
  });

  test('ends after its one page', async () => {
    const { operations, tokenRequests } = await startBench({});
    const first = await operations.listPlans?.(0);
    expect(first?.ok && first.value.isLast).toBe(true);
    expect(await operations.listPlans?.(1)).toEqual({ ok: true, value: { plans: [], isLast: true } });
    expect(tokenRequests()).toEqual([]);
  });

  test('gives one plan by its type in any case, and plan_not_found for one that it does not list', async () => {
    const { operations } = await startBench({});
    expect(await operations.getPlan?.('gold')).toEqual({
      ok: true,
      value: {
        plan: {
          id: 'GOLD',
          connection: 'acme',
          provider: 'constant-contact-v3',
          code: null,
          name: 'GOLD',
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
      },
    });
    const missing = await operations.getPlan?.('PLATINUM');
    expect(missing?.ok === false && missing.problem.code).toBe('plan_not_found');
  });
});
