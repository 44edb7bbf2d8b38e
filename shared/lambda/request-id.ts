import type { Random } from '../domain/clock.ts';

/** The caller's `x-request-id` when it is 1 to 128 visible ASCII characters, else a new one. */
export const requestIdOf = (headers: Readonly<Record<string, string | undefined>>, random: Random): string => {
  const given = headers['x-request-id'];
  return given !== undefined && /^[\x21-\x7e]{1,128}$/.test(given) ? given : `req_${randomHex(32, random)}`;
};

export const randomHex = (digits: number, random: Random): string =>
  Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('');
