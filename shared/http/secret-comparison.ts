import { hash, timingSafeEqual } from 'node:crypto';

/**
 * Whether two texts are the same, found out in a time that does not depend on how alike they are. `timingSafeEqual` wants
 * equal lengths, and two digests have them, whatever the texts have.
 */
export const isSameSecret = (given: string, expected: string): boolean =>
  timingSafeEqual(digestOf(given), digestOf(expected));

/** Whether a delivery (header names in lower case) has exactly this value under this name, whose case does not count. */
export const hasSecretHeader = (
  headers: Readonly<Record<string, string>>,
  { header, value }: { readonly header: string; readonly value: string },
): boolean => {
  const name = header.toLowerCase();
  // `constructor` and `__proto__` are names of headers too.
  const given = Object.hasOwn(headers, name) ? headers[name] : undefined;
  return typeof given === 'string' && isSameSecret(given, value);
};

/** Over UTF-16, which keeps all texts apart; in UTF-8 every half of a surrogate pair is the same character. */
const digestOf = (text: string): Buffer => hash('sha256', Buffer.from(text, 'utf16le'), 'buffer');
