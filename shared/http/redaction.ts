import { isCredentialName } from './credential-names.ts';
import { rawJsonText } from './exact-json.ts';
import { createSecretFinder, minimumSecretLength, type SecretFinder } from './secret-spellings.ts';

export const redacted = '[redacted]';

/**
 * `text` without any of `secretValues` in any spelling, without control characters, and cut: fit for an error or a log line.
 */
export const cleanText = (text: string, secretValues: readonly string[]): string => {
  const withoutSecrets = replaceSecrets(text, finderOf(secretValues));
  const printable = withoutSecrets.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim();
  return printable.length > maximumMessageLength ? `${printable.slice(0, maximumMessageLength)}...` : printable;
};

/**
 * A provider's own JSON, fit to be handed to a caller: members named like credentials and every occurrence of a secret
 * value, in any spelling and in names too, are blanked. Null when the value nests deeper than any real answer, which would
 * exhaust the stack further on. Takes time that grows with the length of the JSON alone.
 */
export const redactJson = (value: unknown, secretValues: readonly string[]): unknown => {
  const finder = finderOf(secretValues);
  const secretNumbers = new Set(secretValues.filter(({ length }) => length >= minimumSecretLength));

  const redact = (part: unknown, depth: number): unknown => {
    if (depth > maximumDepth) {
      return null;
    }
    if (typeof part === 'string') {
      return replaceSecrets(part, finder);
    }
    const number = typeof part === 'number' ? String(part) : rawJsonText(part);
    if (number !== null) {
      // As a whole: the digits of a short key are in many an amount.
      return secretNumbers.has(number) ? redacted : part;
    }
    if (typeof part !== 'object' || part === null) {
      return part;
    }
    if (Array.isArray(part)) {
      return part.map((item) => redact(item, depth + 1));
    }
    return Object.fromEntries(
      Object.entries(part).map(([name, member]) => [
        replaceSecrets(name, finder),
        isCredentialName(name) ? redacted : redact(member, depth + 1),
      ]),
    );
  };
  return redact(value, 0);
};

const maximumMessageLength = 300;
const maximumDepth = 64;

const replaceSecrets = (text: string, finder: SecretFinder): string => {
  const ranges = finder.find(text);
  if (ranges.length === 0) {
    return text;
  }
  const kept = ranges.map(([start], index) => text.slice(ranges[index - 1]?.[1] ?? 0, start));
  return [...kept, text.slice(ranges.at(-1)?.[1])].join(redacted);
};

/** A list of secret values belongs to a connection's credentials, and serves for as long as they do. */
const finderOf = (secretValues: readonly string[]): SecretFinder => {
  const finder = finders.get(secretValues) ?? createSecretFinder(secretValues);
  finders.set(secretValues, finder);
  return finder;
};

const finders = new WeakMap<readonly string[], SecretFinder>();
