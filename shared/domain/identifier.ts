import * as z from 'zod';

/** The name that an owner gave a connection; the last part of its secret's name. */
export const connectionNameSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be 1 to 63 of a-z, 0-9 and -, and not start with -');

/** Ids of accounts, plans, subscriptions and rate schedules at any provider. */
export const identifierSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._~:@+=-]{0,127}$/,
    'must be 1 to 128 letters, digits or . _ ~ : @ + = - and start with a letter or digit',
  );

/**
 * Numeric ids have one spelling, so that one trial cannot be two: no leading zero, no sign, 18 digits at most (which keeps
 * them inside a 64-bit integer, but not inside a JavaScript number).
 */
export const isNumericIdentifier = (text: string): boolean => /^[1-9][0-9]{0,17}$/.test(text);

export const numericIdentifierRule = 'must be a whole number without leading zeros, 18 digits at most';

export const numericIdentifiers = { matches: isNumericIdentifier, message: numericIdentifierRule };
