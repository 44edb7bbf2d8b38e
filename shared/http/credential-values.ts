import * as z from 'zod';

/**
 * A credential that goes into a header as it is. Anything beyond printable ASCII makes `fetch` throw, and spaces around
 * it (a line end from a copied file) would be cut off silently and end as a puzzling 401.
 */
export const headerValueSchema = z
  .string()
  .regex(/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/, 'must be printable ASCII without spaces around it');

/** The name of a header in which a sender shows a secret. */
export const secretHeaderNameSchema = z
  .string()
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'must be the name of a header')
  .refine((name) => name.toLowerCase() !== 'x-request-id', 'must not be x-request-id, which is logged and sent back');

const withoutControlCharacters = z
  .string()
  .min(1, 'must not be empty')
  .regex(/^\P{Cc}*$/u, 'must not hold control characters');

/** The name of HTTP Basic credentials. RFC 7617, section 2: no control characters, and a colon would end it. */
export const basicUsernameSchema = withoutControlCharacters.regex(/^[^:]*$/, 'must not hold a colon');

/** The password of HTTP Basic credentials. RFC 7617, section 2. */
export const basicPasswordSchema = withoutControlCharacters;

/** The parameter of HTTP Basic (without `Basic `): Base64 over UTF-8, RFC 7617, section 2.1. */
export const encodeBasicCredentials = (username: string, password: string): string =>
  Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
