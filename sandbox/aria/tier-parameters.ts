import type { Input } from './input.ts';
import { invalidInput, notValid, type Refusal } from './refusal.ts';
import type { RowInput } from './row-lists.ts';
import { refuseFutureRates } from './schedule-parameters.ts';
import type { AriaRate } from './state.ts';

/** What one tier costs under one schedule. */
export interface TierAmount {
  readonly from: string | null;
  readonly to: string | null;
  readonly amount: string;
  readonly description: string | null;
}

/** `from` is required by create_new_plan_m alone, as a working client found. */
export const readTierAmount =
  ({ isFromRequired }: { readonly isFromRequired: boolean }) =>
  ({ input }: RowInput): TierAmount => {
    refuseFutureRates(input);
    if (isFromRequired) {
      input.requireOneOf('from');
    }
    return {
      from: readUnit(input, 'from'),
      to: readUnit(input, 'to'),
      amount: readAmount(input),
      description: input.text('description', 3000),
    };
  };

const readUnit = (input: Input, name: string): string | null => {
  const unit = input.long(name);
  if (unit === null) {
    return null;
  }
  return /^\d+$/.test(unit) ? withoutLeadingZeros(unit) : input.fail(notValid(name, 'long'));
};

/** A free tier is sent as 0; left out it is an error. Digits stay as they came, `.6` becomes the JSON number 0.6. */
const readAmount = (input: Input): string => {
  const amount = input.requiredText('amount', 100);
  if (amount !== '' && !/^(?:\d+|\d*\.\d+)$/.test(amount)) {
    input.fail(notValid('amount', 'double'));
  }
  return withoutLeadingZeros(amount.startsWith('.') ? `0${amount}` : amount);
};

const withoutLeadingZeros = (digits: string): string => digits.replace(/^0+(?=\d)/, '');

/** The tiers of one service under one schedule, in order. A tier that starts before the last one ended is refused. */
export const toRates = (tiers: readonly TierAmount[]): AriaRate[] | Refusal => {
  const rates: AriaRate[] = [];
  for (const { from, to, amount, description } of tiers) {
    const before = rates.at(-1);
    const fromUnit = from ?? firstUnitAfter(before);
    const isAfter = before === undefined || (before.toUnit !== null && BigInt(fromUnit) > BigInt(before.toUnit));
    if (!isAfter || (to !== null && BigInt(to) < BigInt(fromUnit))) {
      return invalidInput;
    }
    rates.push({ fromUnit, toUnit: to, ratePerUnit: amount, description });
  }
  return rates;
};

const firstUnitAfter = (rate: AriaRate | undefined): string =>
  rate === undefined || rate.toUnit === null ? '1' : String(BigInt(rate.toUnit) + 1n);
