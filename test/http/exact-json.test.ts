import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseExactJson, rawJsonText, tryParseExactJson, tryParsePlainJson } from '../../shared/http/exact-json.ts';

/** The number as its reader gets it: the kept digits, or what JavaScript prints. */
const printed = (value: unknown): string => rawJsonText(value) ?? String(value);

describe('a number in JSON', () => {
  test.each([
    '9007199254740993',
    '900000000000000033',
    '-9007199254740993',
    '123456789012345678901234567890',
    '1000000000000000000000',
    '100000000000000000000000000000',
    '0.1234567890123456789',
    '12345678901234.56789',
    '0.30000000000000004',
  ])('%s keeps its digits, alone, in a list and in an object', (text) => {
    expect(printed(parseExactJson(text))).toBe(text);
    expect(printed((parseExactJson(`[ ${text}\n]`) as unknown[])[0])).toBe(text);
    expect(printed((parseExactJson(`{"a":{"b": ${text} }}`) as { a: { b: unknown } }).a.b)).toBe(text);
    expect(JSON.stringify(parseExactJson(`{"a":${text}}`))).toBe(`{"a":${text}}`);
  });

  test.each(['0', '-1', '29', '47.5', '1700000000000', '999999999999999', '2.000000000000000000', '1e3'])(
    '%s is a plain number',
    (text) => {
      expect(parseExactJson(text)).toBe(Number(text));
    },
  );

  test.each(['1e400', '-1e400', '1e-400', '12345678901234567890e5'])(
    '%s, which JavaScript would make infinite, zero or another number, stays what it is',
    (text) => {
      expect(printed(parseExactJson(text))).toBe(text);
      expect(JSON.stringify(parseExactJson(`{"a":${text}}`))).toBe(`{"a":${text}}`);
    },
  );

  test('of up to 30 digits comes back digit for digit', () => {
    fc.assert(
      fc.property(wholeNumber, (text) => {
        expect(printed(parseExactJson(text))).toBe(text);
        expect(printed((parseExactJson(`{"x":[1,${text}]}`) as { x: unknown[] }).x[1])).toBe(text);
      }),
      { numRuns: 1_000 },
    );
  });

  test('with a fraction keeps its value to the last digit', () => {
    fc.assert(
      fc.property(wholeNumber, digits(1, 20), (whole, fraction) => {
        const text = `${whole}.${fraction}`;
        expect(withoutTrailingZeros(printed(parseExactJson(text)))).toBe(withoutTrailingZeros(text));
      }),
      { numRuns: 1_000 },
    );
  });

  test('of many digits is found wherever it stands, whatever the texts beside it hold', () => {
    fc.assert(
      fc.property(
        wholeNumber,
        fc.string({ unit: 'binary' }),
        fc.constantFrom('', ' ', '\n\t '),
        (number, words, gap) => {
          const text = JSON.stringify(words);
          expect(printed((parseExactJson(`[${text},${gap}${number}]`) as unknown[])[1])).toBe(number);
          expect(printed((parseExactJson(`{"x":${text},"y":${gap}${number}}`) as { y: unknown }).y)).toBe(number);
          expect(printed((parseExactJson(`[[${gap}${number}],${text}]`) as unknown[][])[0]?.[0])).toBe(number);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('everything else in JSON', () => {
  test('is what JSON.parse gives', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), fc.constantFrom(undefined, 2), (value, indentation) => {
        const text = JSON.stringify(value, null, indentation);
        fc.pre(!/\d[\d.]{15}|\de/.test(text));
        expect(parseExactJson(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 1_000 },
    );
  });

  test('text that holds many digits is text', () => {
    const text = '{"id":"00000000-0000-0000-0000-000000000000,12345678901234567890","n":["1e5:9007199254740993"]}';

    expect(parseExactJson(text)).toEqual({
      id: '00000000-0000-0000-0000-000000000000,12345678901234567890',
      n: ['1e5:9007199254740993'],
    });
  });

  test('an object that looks like a kept number is none', () => {
    expect(rawJsonText({ rawJSON: '12' })).toBeNull();
    expect(rawJsonText('12')).toBeNull();
    expect(rawJsonText(null)).toBeNull();
  });
});

describe('a number of more digits than any provider sends', () => {
  const digits = '1'.padEnd(63, '0').concat('1');

  test('is kept with 64 digits, sign, point and exponent aside', () => {
    expect(printed(tryParseExactJson(digits))).toBe(digits);
    expect(printed(tryParseExactJson(`-0.${digits.slice(2)}e-9`))).toBe(`-0.${digits.slice(2)}e-9`);
  });

  test.each([`${digits}0`, `-${digits}.5`, `0.0${digits}`, `1e${digits}`, `1${'0'.repeat(262_144)}1`])(
    '%.70s is no number to convert: the JSON that holds it counts as none',
    (text) => {
      expect(tryParseExactJson(text)).toBeUndefined();
      expect(tryParseExactJson(`{"id":"7","other":[${text}]}`)).toBeUndefined();
    },
  );

  test('is nothing to stumble over where numbers do not count, or inside of a text', () => {
    expect(tryParsePlainJson(`{"id":"7","other":[${digits}000]}`)).toMatchObject({ id: '7' });
    expect(tryParseExactJson(`{"text":"${digits}000","n":1e2}`)).toEqual({ text: `${digits}000`, n: 100 });
  });

  test('JSON that nests beyond the stack is none either', () => {
    expect(tryParseExactJson(`${'[1e5,'.repeat(100_000)}1${']'.repeat(100_000)}`)).toBeUndefined();
  });
});

test.each(['', '<html>', '{"a":', '{"a":12345678901234567', '01', 'NaN'])('%j is not JSON', (text) => {
  expect(tryParseExactJson(text)).toBeUndefined();
});

const digits = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength, maxLength });

const wholeNumber = fc
  .tuple(fc.constantFrom('', '-'), fc.constantFrom(...'123456789'), digits(0, 29), fc.nat({ max: 29 }))
  .map(([sign, first, rest, zeros]) => `${sign}${first}${rest.slice(0, 29 - zeros)}${'0'.repeat(zeros)}`.slice(0, 31));

const withoutTrailingZeros = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
