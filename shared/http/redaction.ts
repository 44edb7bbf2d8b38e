import { rawJsonText } from './exact-json.ts';

export const redacted = '[redacted]';

/** `text` without any of `secretValues`, without control characters, and cut: fit for an error or a log line. */
export const cleanText = (text: string, secretValues: readonly string[]): string => {
  const withoutSecrets = replaceSecrets(text, secretValues);
  const printable = withoutSecrets.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim();
  return printable.length > maximumMessageLength ? `${printable.slice(0, maximumMessageLength)}...` : printable;
};

/**
 * A provider's own JSON, fit to be handed to a caller: members named like credentials and every occurrence of a secret
 * value, in names too, are blanked. Null when the value nests deeper than any real answer, which would exhaust the stack further on.
 */
export const redactJson = (value: unknown, secretValues: readonly string[], depth = 0): unknown => {
  if (depth > maximumDepth) {
    return null;
  }
  if (typeof value === 'string') {
    return replaceSecrets(value, secretValues);
  }
  const number = typeof value === 'number' ? String(value) : rawJsonText(value);
  if (number !== null && secretValues.includes(number) && number.length >= minimumSecretLength) {
    return redacted;
  }
  if (typeof value !== 'object' || value === null || number !== null) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((item) => redactJson(item, secretValues, depth + 1));
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      replaceSecrets(name, secretValues),
      credentialName.test(name) ? redacted : redactJson(member, secretValues, depth + 1),
    ]),
  );
};

const maximumMessageLength = 300;
const maximumDepth = 64;

/** Aria sends `auth_key`, `password`, `pin` and secret questions back; Constant Contact the `api_key`. */
const credentialName =
  /^(auth_?key|api_?key|password|passwd|pin|secret.*|.*_secret|access_?token|refresh_?token|authorization)$/i;

/** Short values would blank innocent text, and no real credential is that short. */
const minimumSecretLength = 4;

const replaceSecrets = (text: string, secretValues: readonly string[]): string =>
  secretValues
    .filter((secret) => secret.length >= minimumSecretLength)
    // A secret that begins with another would keep its tail.
    .toSorted((left, right) => right.length - left.length)
    .reduce((result, secret) => result.replaceAll(secret, redacted), text);
