import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseExactJson, rawJsonText } from '../../shared/http/exact-json.ts';

describe('JSON without loss', () => {
  test.each([
    '{"acct_no":9007199254740993}',
    '{"acct_no" :\n  -123456789012345678 }',
    '[123456789012345678,1]',
    '123456789012345678',
    '{"amount":0.12345678901234567}',
    '{"note":"e-1","n":[[1, 22222222222222222]]}',
  ])('prints %s again with every digit', (text) => {
    expect(JSON.stringify(parseExactJson(text))).toBe(text.replace(/\s/g, ''));
  });

  test('gives plain numbers where they are exact', () => {
    expect(parseExactJson('{"a":1,"b":10.000000000000000000,"c":2e3,"d":"123456789012345678"}')).toEqual({
      a: 1,
      b: 10,
      c: 2000,
      d: '123456789012345678',
    });
  });

  test('finds every long number, wherever it stands and whatever the texts beside it hold', () => {
    const long = fc
      .bigInt({ min: 10n ** 17n, max: 10n ** 30n })
      .map((value) => (value % 10n === 0n ? value + 1n : value));
    const space = fc.constantFrom('', ' ', '\n\t ');
    fc.assert(
      fc.property(long, fc.string(), space, fc.constantFrom(0, 1, 2), (value, neighbour, gap, shape) => {
        const text = JSON.stringify(neighbour);
        const body = [`[${text},${gap}${value}]`, `{"x":${text},"y":${gap}${value}}`, `[[${gap}${value}],${text}]`][
          shape
        ];
        const parsed = parseExactJson(body ?? '') as { 0: unknown; 1: unknown; y: unknown };
        const found = [parsed[1], parsed.y, (parsed[0] as unknown[] | undefined)?.[0]][shape];
        expect(rawJsonText(found)).toBe(String(value));
      }),
    );
  });
});
