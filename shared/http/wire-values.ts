import * as z from 'zod';
import { rawJsonText } from './exact-json.ts';

/**
 * Single values as providers send them: numbers arrive as strings and strings as numbers, and what is absent is missing,
 * null or an empty string. Each schema accepts all spellings and gives one.
 */

/** Text or null. */
export const wireText = z.transform((value: unknown, context): string | null => {
  if (isAbsent(value)) {
    return null;
  }
  const text = scalarText(value);
  if (text === null) {
    context.addIssue({ code: 'custom', message: 'expected text' });
    return z.NEVER;
  }
  return text;
});

/** A code, a status or another word that is compared, without the blanks around it; null where there is none. */
export const wireWord = wireText.transform((text) => text?.trim() || null);

/** An id that must be there, as text without blanks around it. Numbers of any length keep their digits. */
export const wireIdentifier = z.transform((value: unknown, context): string => {
  const text = typeof value === 'boolean' ? null : wordOf(value);
  if (text === null) {
    context.addIssue({ code: 'custom', message: 'expected an id' });
    return z.NEVER;
  }
  return text;
});

/**
 * An exact decimal as text, or null: `.95` is `0.95`, `5.` is `5`, `+5` is `5`. A comma, a currency sign or a point alone is
 * no number. Exponents and endless digits are refused before anybody multiplies them.
 */
export const wireDecimal = z.transform((value: unknown, context): string | null => {
  if (isBlank(value)) {
    return null;
  }
  const [, sign, whole = '', fraction = '', exponent = ''] =
    decimalPattern.exec(typeof value === 'boolean' ? '' : (wordOf(value) ?? '')) ?? [];
  if (whole === '' && fraction === '') {
    context.addIssue({ code: 'custom', message: 'expected a decimal number' });
    return z.NEVER;
  }
  return `${sign === '-' ? '-' : ''}${whole || '0'}${fraction && `.${fraction}`}${exponent}`;
});

/** A whole number within JavaScript's exact range, or null. */
export const wireInteger = z.transform((value: unknown, context): number | null => {
  if (isBlank(value)) {
    return null;
  }
  const text = typeof value === 'boolean' ? null : wordOf(value);
  const number = text === null || !/^[+-]?\d{1,16}(\.0*)?$/.test(text) ? Number.NaN : Number(text);
  if (!Number.isSafeInteger(number)) {
    context.addIssue({ code: 'custom', message: 'expected a whole number' });
    return z.NEVER;
  }
  return number;
});

/** A day of the month, or null where there is none: providers say 0, or anything else, of an account without one. */
export const wireDayOfMonth = wireInteger
  .transform((day) => (day !== null && day >= 1 && day <= 31 ? day : null))
  .catch(null);

/** `true`, `"true"`, `1`, `"1"` and their opposites, or null. */
export const wireBoolean = z.transform((value: unknown, context): boolean | null => {
  if (isBlank(value)) {
    return null;
  }
  const text = wordOf(value)?.toLowerCase();
  if (text === 'true' || text === '1') {
    return true;
  }
  if (text === 'false' || text === '0') {
    return false;
  }
  context.addIssue({ code: 'custom', message: 'expected true or false' });
  return z.NEVER;
});

/** A list whose absence is spelled `[]`, `null`, `""` or not at all. */
export const wireList = <Item extends z.ZodType>(item: Item) =>
  z.transform((value: unknown) => (isAbsent(value) ? [] : value)).pipe(z.array(item));

/**
 * A value that a schema left `unknown`, as text; null where it is absent or not a single value. For lists of thousands of
 * rows, where a schema for each field takes longer than parsing the JSON.
 */
export const textOf = (value: unknown): string | null => (isAbsent(value) ? null : scalarText(value));

/** The same for a word that is compared: without the blanks around it. */
export const wordOf = (value: unknown): string | null => textOf(value)?.trim() || null;

/** A currency in the letters of ISO 4217; null for everything that is none. The digits of its amounts depend on it. */
export const currencyOf = (value: unknown): string | null => {
  const currency = wordOf(value)?.toUpperCase() ?? '';
  return /^[A-Z]{3}$/.test(currency) ? currency : null;
};

const isAbsent = (value: unknown): boolean => value === undefined || value === null || value === '';

/** Nothing but blanks is no number either; as text it is kept. */
const isBlank = (value: unknown): boolean => isAbsent(value) || (typeof value === 'string' && value.trim() === '');

/** At most 30 digits before and after the point, and an exponent of two digits at most. */
const decimalPattern = /^([+-]?)(\d{0,30})(?:\.(\d{0,30}))?([eE][+-]?\d{1,2})?$/;

const scalarText = (value: unknown): string | null => {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'boolean':
      return String(value);
    default:
      return rawJsonText(value);
  }
};
