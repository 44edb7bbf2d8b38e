import { expect, test } from '@jest/globals';
import { isRefusedPort } from '../../shared/http/refused-ports.ts';

/** Stands where the connection would be made. */
const dispatcher = {
  dispatch: () => {
    throw new Error('would be called');
  },
};

test('are those that fetch refuses, and no others', async () => {
  const lastOfAll = 10_080;
  const differing: number[] = [];
  for (let port = 1; port <= lastOfAll + 20; port += 1) {
    const { cause } = await fetch(`http://127.0.0.1:${port}`, { dispatcher } as unknown as RequestInit).catch(
      (error) => error,
    );
    if (isRefusedPort(port) !== (cause?.message === 'bad port')) {
      differing.push(port);
    }
  }

  expect(differing).toEqual([]);
  expect([4190, 6000, 10_080].map(isRefusedPort)).toEqual([true, true, true]);
  expect([80, 443, 3000, 65_535].map(isRefusedPort)).toEqual([false, false, false, false]);
});
