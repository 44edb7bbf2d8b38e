import { createHash } from 'node:crypto';

/**
 * A hash by which two requests are the same: members in any order, absent ones left out. A member that is null, or an object
 * without anything in it, says no more than one that is absent.
 */
export const fingerprintOf = (request: unknown): string =>
  createHash('sha256').update(canonicalJson(request)).digest('hex');

const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) {
    return `[${value.map(canonicalJson).join(',')}]`;
  }
  if (typeof value !== 'object' || value === null) {
    return JSON.stringify(value) ?? 'null';
  }
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined && member !== null)
    .map(([name, member]) => [name, canonicalJson(member)] as const)
    .filter(([, text]) => text !== '{}')
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, text]) => `${JSON.stringify(name)}:${text}`);
  return `{${members.join(',')}}`;
};
