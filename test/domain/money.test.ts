import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { minorDigits, moneySchema, sumMoney, toMoney, toPlainDecimal } from '../../shared/domain/money.ts';

describe('an amount', () => {
  test.each([
    ['2', 'USD', '2.00'],
    ['10.000000', 'USD', '10.00'],
    ['0.0006', 'USD', '0.0006'],
    ['6e-4', 'USD', '0.0006'],
    ['6E-7', 'USD', '0.0000006'],
    ['1.5e3', 'USD', '1500.00'],
    ['1e21', 'USD', '1000000000000000000000.00'],
    ['47.5', 'USD', '47.50'],
    ['131.400', 'USD', '131.40'],
    ['-3', 'USD', '-3.00'],
    ['-0', 'USD', '0.00'],
    ['-0.000', 'JPY', '0'],
    ['500', 'JPY', '500'],
    ['500.000000', 'JPY', '500'],
    ['500.5', 'JPY', '500.5'],
    ['1.5', 'BHD', '1.500'],
    ['1.5', 'IQD', '1.500'],
    ['1', 'CLF', '1.0000'],
    ['1', 'XYZ', '1.00'],
    ['7', null, '7.00'],
    ['9007199254740993', 'USD', '9007199254740993.00'],
    ['0.30000000000000004', 'USD', '0.30000000000000004'],
  ])('%s %s reads %s', (decimal, currency, amount) => {
    expect(toMoney(decimal, currency)).toEqual({ amount, currency });
  });

  test('is worth exactly what was given, whatever its spelling', () => {
    fc.assert(
      fc.property(decimal, currency, (given, code) => {
        expect(unitsOf(toMoney(given.text, code).amount)).toBe(given.units);
      }),
    );
  });

  test("has no exponent, at least the currency's minor digits and no zero beyond them that carries nothing", () => {
    fc.assert(
      fc.property(decimal, currency, (given, code) => {
        const { amount } = toMoney(given.text, code);
        expect(moneySchema.safeParse({ amount, currency: code }).success).toBe(true);
        const fraction = amount.split('.')[1] ?? '';
        const minimum = minorDigitsOf[code ?? 'null'] ?? 2;
        expect(fraction.length).toBeGreaterThanOrEqual(minimum);
        expect(fraction.slice(minimum)).not.toMatch(/0$/);
        expect(amount).not.toMatch(/^-?0\d/);
        expect(amount).not.toMatch(/^-[0.]+$/);
      }),
    );
  });

  test('stays as it is when it is read again', () => {
    fc.assert(
      fc.property(decimal, currency, (given, code) => {
        const once = toMoney(given.text, code);
        expect(toMoney(once.amount, code)).toEqual(once);
      }),
    );
  });
});

describe('a sum', () => {
  test('counts each item as often as it is included, without the error of floating point', () => {
    const items = [
      { unitAmount: '0.1', quantity: '3' },
      { unitAmount: '29.000000', quantity: '1' },
      { unitAmount: '0.0006', quantity: '2.5' },
    ];

    expect(sumMoney(items, 'USD')).toEqual({ amount: '29.3015', currency: 'USD' });
  });

  test('of nothing is nothing, in the minor digits of the currency', () => {
    expect(sumMoney([], 'USD')).toEqual({ amount: '0.00', currency: 'USD' });
    expect(sumMoney([], 'JPY')).toEqual({ amount: '0', currency: 'JPY' });
  });

  test('is exact for any amounts and quantities', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(plainDecimal, plainDecimal), { maxLength: 8 }), currency, (pairs, code) => {
        const items = pairs.map(([unit, quantity]) => ({ unitAmount: unit.text, quantity: quantity.text }));
        const expected = pairs.reduce((sum, [unit, quantity]) => sum + (unit.units * quantity.units) / scale, 0n);

        expect(unitsOf(sumMoney(items, code).amount)).toBe(expected);
      }),
    );
  });
});

test('the minor digits are those of ISO 4217, two for a currency that is not known', () => {
  const zero = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ');
  const three = 'BHD IQD JOD KWD LYD OMR TND'.split(' ');

  expect(zero.map(minorDigits)).toEqual(zero.map(() => 0));
  expect(three.map(minorDigits)).toEqual(three.map(() => 3));
  expect(['USD', 'EUR', 'HUF', 'MGA', 'AFN', 'CLF', 'UYW'].map(minorDigits)).toEqual([2, 2, 2, 2, 2, 4, 4]);
  expect(minorDigits(null)).toBe(2);
});

test.each([
  ['500.00000', '500'],
  ['0.5', '0.5'],
  ['-1', '-1'],
  ['-0.0', '0'],
  ['1e3', '1000'],
  ['12345678901234567890', '12345678901234567890'],
])('a number that is not money: %s reads %s', (decimalText, expected) => {
  expect(toPlainDecimal(decimalText)).toBe(expected);
});

/** Amounts as whole numbers of 10^-80, which no double can hold. */
const scale = 10n ** 80n;

const unitsOf = (amount: string): bigint => {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? [];
  const units = BigInt(whole) * scale + BigInt(fraction.padEnd(80, '0'));
  return sign === '-' ? -units : units;
};

const digits = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength, maxLength });

/** Up to 25 digits before the point and 18 after it, often with zeros at both ends. */
const plainDecimal = fc
  .tuple(fc.constantFrom('', '-'), digits(1, 25), digits(0, 18), fc.constantFrom('', '0', '000000'))
  .map(([sign, whole, fraction, zeros]) => {
    const trimmedWhole = whole.replace(/^0+(?=\d)/, '');
    const after = fraction + zeros;
    const text = after === '' ? `${sign}${trimmedWhole}` : `${sign}${trimmedWhole}.${after}`;
    return { text, units: unitsOf(text) };
  });

const decimal = fc.tuple(plainDecimal, fc.option(fc.integer({ min: -12, max: 12 }))).map(([plain, exponent]) =>
  exponent === null
    ? plain
    : {
        text: `${plain.text}e${exponent}`,
        units: exponent < 0 ? plain.units / 10n ** BigInt(-exponent) : plain.units * 10n ** BigInt(exponent),
      },
);

const minorDigitsOf: Readonly<Record<string, number>> = { JPY: 0, USD: 2, KWD: 3, CLF: 4, null: 2 };
const currency = fc.constantFrom('JPY', 'USD', 'KWD', 'CLF', null);
