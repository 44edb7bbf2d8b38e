import { describe, expect, test } from '@jest/globals';
import { createCatalogueCache } from '../../shared/catalogue/catalogue-cache.ts';
import { createProblem } from '../../shared/domain/problem.ts';
import type { CataloguePage, ConfiguredProvider } from '../../shared/domain/provider.ts';
import { failed, type Result, success } from '../../shared/domain/result.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { planRead } from '../support/plan-read.ts';

const configured = (): ConfiguredProvider => ({
  secretValues: [],
  addresses: [],
  identifiers: {},
  isSamePlan: Object.is,
  connect: () => ({ changes: {} }),
});

const startCache = () => {
  const clock = createManualClock(Date.UTC(2031, 2, 1));
  const cache = createCatalogueCache(clock);
  let downloads = 0;
  const read = async (
    provider: ConfiguredProvider,
    page = 0,
    answer: () => Result<CataloguePage> = () => success({ plans: [planRead(`${page}-${downloads}`)], isLast: true }),
  ) => {
    const result = await cache.read(provider, page, async () => {
      downloads += 1;
      return answer();
    });
    return result.ok ? result.value.plans[0]?.plan.id : result.problem.code;
  };
  return { clock, read, downloads: () => downloads };
};

describe('the catalogue cache', () => {
  test('keeps a page for 30 seconds and not a millisecond longer', async () => {
    const { clock, read, downloads } = startCache();
    const provider = configured();

    expect(await read(provider)).toBe('0-1');
    clock.advance(29_999);
    expect(await read(provider)).toBe('0-1');
    expect(downloads()).toBe(1);
    clock.advance(1);
    expect(await read(provider)).toBe('0-2');
  });

  test('does not serve a page longer because it was asked for again', async () => {
    const { clock, read } = startCache();
    const provider = configured();
    await read(provider);
    clock.advance(20_000);
    await read(provider);
    clock.advance(10_000);

    expect(await read(provider)).toBe('0-2');
  });

  test('keeps pages apart', async () => {
    const { read, downloads } = startCache();
    const provider = configured();

    expect([await read(provider, 0), await read(provider, 1), await read(provider, 0)]).toEqual(['0-1', '1-2', '0-1']);
    expect(downloads()).toBe(2);
  });

  test('serves nothing that was read with other credentials: of another connection, or from before a rotation', async () => {
    const { read, downloads } = startCache();
    await read(configured());

    expect(await read(configured())).toBe('0-2');
    expect(downloads()).toBe(2);
  });

  test('remembers no failure', async () => {
    const { read } = startCache();
    const provider = configured();

    expect(await read(provider, 0, () => failed(createProblem('provider_unavailable', 'x')))).toBe(
      'provider_unavailable',
    );
    expect(await read(provider)).toBe('0-2');
  });

  test('is bounded: huge catalogues push older ones out, and the newest stays whatever its size', async () => {
    const { read, downloads } = startCache();
    const huge = () => success({ plans: Array.from({ length: 30_000 }, () => planRead('x')), isLast: true });
    const first = configured();
    const second = configured();
    await read(first, 0, huge);
    await read(second, 0, huge);

    await read(second, 0, huge);
    expect(downloads()).toBe(2);
    await read(first, 0, huge);
    expect(downloads()).toBe(3);
  });
});
