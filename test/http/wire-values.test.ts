import { describe, expect, test } from '@jest/globals';
import type * as z from 'zod';
import { parseExactJson } from '../../shared/http/exact-json.ts';
import {
  currencyOf,
  textOf,
  wireBoolean,
  wireDayOfMonth,
  wireDecimal,
  wireIdentifier,
  wireInteger,
  wireList,
  wireText,
  wireWord,
  wordOf,
} from '../../shared/http/wire-values.ts';

const refused = Symbol('refused');

/** `json` read as a provider's answer is, then through `schema`. */
const read = (schema: z.ZodType, json: string | undefined): unknown => {
  const parsed = schema.safeParse(json === undefined ? undefined : parseExactJson(json));
  return parsed.success ? parsed.data : refused;
};

describe('a value that is missing, null or an empty text', () => {
  test.each([undefined, 'null', '""'])('%s is absent', (json) => {
    expect(read(wireText, json)).toBeNull();
    expect(read(wireDecimal, json)).toBeNull();
    expect(read(wireInteger, json)).toBeNull();
    expect(read(wireBoolean, json)).toBeNull();
    expect(read(wireList(wireInteger), json)).toEqual([]);
  });

  test('is absent as well, where it is blank and not a text of its own', () => {
    const values = [wireDecimal, wireInteger, wireBoolean, wireWord, wireDayOfMonth].map((schema) =>
      read(schema, '"  "'),
    );
    expect(values).toEqual([null, null, null, null, null]);
  });

  test.each([undefined, 'null', '""', '" "'])('%s is no id', (json) => {
    expect(read(wireIdentifier, json)).toBe(refused);
  });
});

describe('text', () => {
  test.each([
    ['"GOLD"', 'GOLD'],
    ['1024', '1024'],
    ['12345678901234567890', '12345678901234567890'],
    ['true', 'true'],
    ['" "', ' '],
    ['{}', refused],
    ['[]', refused],
  ])('%s reads %p', (json, expected) => {
    expect(read(wireText, json)).toBe(expected);
  });
});

describe('an id', () => {
  test.each([
    ['7', '7'],
    ['"7"', '7'],
    ['" 7 "', '7'],
    ['900000000000000033', '900000000000000033'],
    ['1000000000000000000000', '1000000000000000000000'],
    ['false', refused],
    ['{"id":7}', refused],
  ])('%s reads %p', (json, expected) => {
    expect(read(wireIdentifier, json)).toBe(expected);
  });
});

describe('a decimal', () => {
  test.each([
    ['10.000000', '10'],
    ['"10.000000"', '10.000000'],
    ['" 5.5 "', '5.5'],
    ['-3', '-3'],
    ['"6e-4"', '6e-4'],
    ['0.1234567890123456789', '0.1234567890123456789'],
    ['0', '0'],
    ['".95"', '0.95'],
    ['"-.5"', '-0.5'],
    ['"+.5"', '0.5'],
    ['"+5"', '5'],
    ['"5."', '5'],
    ['"-5.e2"', '-5e2'],
    ['".5e-3"', '0.5e-3'],
    ['"."', refused],
    ['"-"', refused],
    ['"-."', refused],
    ['"e5"', refused],
    ['".e5"', refused],
    ['"--5"', refused],
    ['"- 5"', refused],
    ['"1.2.3"', refused],
    ['"1,234.50"', refused],
    ['"1e999"', refused],
    ['1e400', refused],
    ['"1,5"', refused],
    ['"$5"', refused],
    ['"0x10"', refused],
    ['"Infinity"', refused],
    ['true', refused],
    ['"1234567890123456789012345678901"', refused],
  ])('%s reads %p', (json, expected) => {
    expect(read(wireDecimal, json)).toBe(expected);
  });
});

describe('a whole number', () => {
  test.each([
    ['3', 3],
    ['"3"', 3],
    ['3.0', 3],
    ['"3.000000"', 3],
    ['" 3 "', 3],
    ['"3."', 3],
    ['"+3"', 3],
    ['-2', -2],
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', refused],
    ['3.5', refused],
    ['"3.0.0"', refused],
    ['"three"', refused],
    ['true', refused],
    ['[3]', refused],
  ])('%s reads %p', (json, expected) => {
    expect(read(wireInteger, json)).toBe(expected);
  });
});

describe('true and false', () => {
  test.each([
    ['true', true],
    ['"True"', true],
    ['"true "', true],
    ['" 0"', false],
    ['1', true],
    ['"1"', true],
    ['false', false],
    ['"FALSE"', false],
    ['0', false],
    ['"0"', false],
    ['2', refused],
    ['"yes"', refused],
    ['{}', refused],
  ])('%s reads %p', (json, expected) => {
    expect(read(wireBoolean, json)).toBe(expected);
  });
});

describe('a word', () => {
  test.each([
    ['"jpy "', 'jpy'],
    ['" Trial End "', 'Trial End'],
    ['41', '41'],
    ['{}', refused],
  ])('%s reads %p', (json, expected) => {
    expect(read(wireWord, json)).toBe(expected);
  });
});

describe('a day of the month', () => {
  test.each([
    ['1', 1],
    ['"31"', 31],
    ['0', null],
    ['"0"', null],
    ['32', null],
    ['-1', null],
    ['"last"', null],
    ['1.5', null],
    ['{}', null],
  ])('%s reads %p', (json, expected) => {
    expect(read(wireDayOfMonth, json)).toBe(expected);
  });
});

test('a currency is three letters, whatever is around them, or unknown', () => {
  expect(['jpy ', ' USD', '\tkwd\n', 'usd', '', ' ', 'US', '$', 'US Dollar', 840, null, {}].map(currencyOf)).toEqual([
    'JPY',
    'USD',
    'KWD',
    'USD',
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
});

describe('a list', () => {
  test.each([
    ['[]', []],
    ['[1,"2"]', [1, 2]],
    ['{}', refused],
    ['["x"]', refused],
    ['"x"', refused],
  ])('%s reads %p', (json, expected) => {
    expect(read(wireList(wireInteger), json)).toEqual(expected);
  });
});

test('a value without a schema reads as text where it is a single one', () => {
  expect(['x', 7, true, '', null, undefined, {}, []].map(textOf)).toEqual([
    'x',
    '7',
    'true',
    null,
    null,
    null,
    null,
    null,
  ]);
  expect(textOf(parseExactJson('900000000000000033'))).toBe('900000000000000033');
  expect([' x ', ' ', 7, null].map(wordOf)).toEqual(['x', null, '7', null]);
});
