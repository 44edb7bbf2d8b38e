import Big from 'big.js';
import * as z from 'zod';

/** An exact amount. `amount` is a plain decimal: no exponent, no sign of zero, at least the currency's minor digits. */
export interface Money {
  readonly amount: string;
  /** ISO 4217, upper case; null where the provider does not say. */
  readonly currency: string | null;
}

export const moneySchema = z
  .object({
    amount: z
      .string()
      .regex(/^-?\d+(\.\d+)?$/)
      .meta({ description: "Exact decimal with at least the currency's minor digits", examples: ['47.50'] }),
    currency: z
      .string()
      .nullable()
      .meta({ description: 'ISO 4217, upper case', examples: ['USD'] }),
  })
  .meta({ id: 'Money' });

/**
 * ISO 4217 minor digits that are not 2. `Intl` is no source for these: ICU follows CLDR, which gives IQD, AFN and others
 * the digits used in shops.
 */
const unusualMinorDigits: ReadonlyMap<string, number> = new Map([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
    .split(' ')
    .map((currency) => [currency, 0] as const),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((currency) => [currency, 3] as const),
  ...'CLF UYW'.split(' ').map((currency) => [currency, 4] as const),
]);

/** Digits after the point that an amount of this currency has at least; two when the currency is unknown. */
export const minorDigits = (currency: string | null): number =>
  currency === null ? 2 : (unusualMinorDigits.get(currency) ?? 2);

/**
 * `decimal` (as a provider spelled it: `2`, `10.000000`, `6e-4`) as an amount of `currency`.
 * Keeps every digit that carries value: `0.0006` USD stays `0.0006`, `10.000000` USD becomes `10.00`.
 */
export const toMoney = (decimal: string, currency: string | null): Money => ({
  amount: padded(new Big(decimal), minorDigits(currency)),
  currency,
});

/** The exact sum of `quantity` times `unitAmount` over `items`, in `currency`. */
export const sumMoney = (
  items: readonly { readonly unitAmount: string; readonly quantity: string }[],
  currency: string | null,
): Money => ({
  amount: padded(
    items.reduce((sum, { unitAmount, quantity }) => sum.plus(new Big(unitAmount).times(quantity)), new Big(0)),
    minorDigits(currency),
  ),
  currency,
});

/** A number that is not money (a tier limit, a usage) as plain decimal text: `500.00000` becomes `500`. */
export const toPlainDecimal = (decimal: string): string => padded(new Big(decimal), 0);

const padded = (value: Big, minimumDigits: number): string => {
  const plain = value.toFixed();
  const digits = plain.includes('.') ? plain.length - plain.indexOf('.') - 1 : 0;
  const text = digits >= minimumDigits ? plain : value.toFixed(minimumDigits);
  return text.startsWith('-') && value.eq(0) ? text.slice(1) : text;
};
