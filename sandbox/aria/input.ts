import { isDate } from './dates.ts';
import type { Row } from './parse-body.ts';
import {
  invalidBoolean,
  invalidDateFormat,
  invalidInputFormat,
  missingParameter,
  notValid,
  type Refusal,
} from './refusal.ts';

/**
 * Typed reading of a call's scalars. A blank parameter is an absent one and reads as null; a wrong one reads as null too
 * and leaves its refusal in `refusal()`, which the call has to ask for before it acts. The first refusal stays.
 */
export const readInput = (row: Row) => {
  let first: Refusal | null = null;
  const fail = (refusal: Refusal): null => {
    first ??= refusal;
    return null;
  };

  const scalar = (name: string): string | null => {
    const value = row.members.get(name);
    if (value === undefined || value === '') {
      return null;
    }
    return typeof value === 'string' ? value : fail(notValid(name, 'string'));
  };

  const matching = (name: string, pattern: RegExp, refusal: Refusal): string | null => {
    const value = scalar(name);
    return value === null || pattern.test(value) ? value : fail(refusal);
  };

  /** Digits as text. A number that is too long fails as unparsable input does, not as an unknown one. */
  const long = (name: string): string | null => {
    const value = matching(name, /^-?\d+$/, notValid(name, 'long'));
    return value !== null && value.length > 22 ? fail(invalidInputFormat) : value;
  };

  return {
    long,
    integer: (name: string): number | null => {
      const value = long(name);
      return value === null ? null : Number(value);
    },
    text: (name: string, maximumLength: number): string | null => {
      const value = scalar(name);
      return value !== null && value.length > maximumLength ? fail(notValid(name, 'string')) : value;
    },
    decimal: (name: string) => matching(name, /^\d+(\.\d+)?$/, notValid(name, 'double')),
    date: (name: string): string | null => {
      const value = scalar(name);
      return value === null || isDate(value) ? value : fail(invalidDateFormat);
    },
    /** The strings "true" and "false". */
    flag: (name: string, absent: boolean): boolean => {
      const value = matching(name, /^(true|false)$/, invalidBoolean);
      return value === null ? absent : value === 'true';
    },
    /** At least one of these spellings of one thing has to be there. */
    requireOneOf: (...names: readonly string[]): void => {
      if (names.every((name) => scalar(name) === null)) {
        fail(missingParameter(names[0] ?? ''));
      }
    },
    fail,
    refusal: (): Refusal | null => first,
  };
};

export type Input = ReturnType<typeof readInput>;
