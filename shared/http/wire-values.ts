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

/** An id that must be there, as text. Numbers of any length keep their digits. */
export const wireIdentifier = z.transform((value: unknown, context): string => {
  const text = isAbsent(value) || typeof value === 'boolean' ? null : scalarText(value);
  if (text === null) {
    context.addIssue({ code: 'custom', message: 'expected an id' });
    return z.NEVER;
  }
  return text;
});

/** An exact decimal as text, or null. Exponents and endless digits are refused before anybody multiplies them. */
export const wireDecimal = z.transform((value: unknown, context): string | null => {
  if (isAbsent(value)) {
    return null;
  }
  const text = typeof value === 'boolean' ? null : scalarText(value)?.trim();
  if (text === null || text === undefined || !decimalPattern.test(text)) {
    context.addIssue({ code: 'custom', message: 'expected a decimal number' });
    return z.NEVER;
  }
  return text;
});

/** A whole number within JavaScript's exact range, or null. */
export const wireInteger = z.transform((value: unknown, context): number | null => {
  if (isAbsent(value)) {
    return null;
  }
  const text = typeof value === 'boolean' ? null : scalarText(value);
  const number = text === null || !/^-?\d{1,16}(\.0+)?$/.test(text) ? Number.NaN : Number(text);
  if (!Number.isSafeInteger(number)) {
    context.addIssue({ code: 'custom', message: 'expected a whole number' });
    return z.NEVER;
  }
  return number;
});

/** `true`, `"true"`, `1`, `"1"` and their opposites, or null. */
export const wireBoolean = z.transform((value: unknown, context): boolean | null => {
  if (isAbsent(value)) {
    return null;
  }
  const text = scalarText(value)?.toLowerCase();
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

const isAbsent = (value: unknown): boolean => value === undefined || value === null || value === '';

/** At most 30 digits before and after the point, and an exponent of two digits at most. */
const decimalPattern = /^-?\d{1,30}(\.\d{1,30})?([eE][+-]?\d{1,2})?$/;

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
