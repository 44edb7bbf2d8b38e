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
    /** Of this length at most, and there. */
    requiredText: (name: string, maximumLength: number): string => {
      const value = scalar(name);
      if (value === null) {
        fail(missingParameter(name));
      } else if (value.length > maximumLength) {
        fail(notValid(name, 'string'));
      }
      return value ?? '';
    },
    oneOf: <Value extends string>(name: string, values: readonly Value[]): Value | null => {
      const value = scalar(name);
      return value === null ? null : (values.find((each) => each === value) ?? fail(notValid(name, 'string')));
    },
    /** Both bounds are allowed values. */
    wholeNumber: (name: string, { minimum, maximum }: { minimum: number; maximum: number }): number | null => {
      const value = long(name);
      const number = Number(value);
      if (value === null) {
        return null;
      }
      return number >= minimum && number <= maximum ? number : fail(notValid(name, 'long'));
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
    /** Admin Tools' booleans: https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_Admintools_API/create_new_plan_m_Guide */
    truth: (name: string): boolean | null => {
      const value = scalar(name);
      if (value === null || falseSpellings.includes(value)) {
        return value === null ? null : false;
      }
      return trueSpellings.includes(value) || fail(invalidBoolean);
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

const trueSpellings = ['1', 'true', 'TRUE', 't', 'yes', 'y'];
const falseSpellings = ['0', 'false', 'FALSE', 'f', 'no', 'n'];

export type Input = ReturnType<typeof readInput>;
