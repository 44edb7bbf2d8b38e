import { describe, expect, test } from '@jest/globals';
import { hasSecretHeader, isSameSecret } from '../../shared/http/secret-comparison.ts';

describe('two texts', () => {
  test.each([
    ['s3cret', 's3cret'],
    ['pässword → 🔑', 'pässword → 🔑'],
    ['', ''],
  ])('are the same: %j', (given, expected) => {
    expect(isSameSecret(given, expected)).toBe(true);
  });

  test.each([
    ['a longer one', 's3cret and more', 's3cret'],
    ['a shorter one', 's3cre', 's3cret'],
    ['none', '', 's3cret'],
    ['another of the same length', 's3crex', 's3cret'],
    ['other capitals', 'S3cret', 's3cret'],
    ['a space after it', 's3cret ', 's3cret'],
    ['it twice', 's3crets3cret', 's3cret'],
    ['the same letter composed otherwise', 'a\u0308', '\u00e4'],
    ['halves of surrogate pairs, which UTF-8 does not tell apart', '\ud83d', '\ud83e'],
  ])('differ: %s', (_what, given, expected) => {
    expect(isSameSecret(given, expected)).toBe(false);
  });
});

describe('a secret header', () => {
  const secret = { header: 'X-Hook-Key', value: 's3cret' };

  test('is found without regard to the case of its name', () => {
    expect(hasSecretHeader({ 'x-hook-key': 's3cret', host: 'gateway' }, secret)).toBe(true);
  });

  test.each([
    ['is missing', {}],
    ['has another name', { 'x-hook': 's3cret' }],
    ['has another value', { 'x-hook-key': 's3cres' }],
    ['came twice', { 'x-hook-key': 's3cret,s3cret' }],
    ['is empty', { 'x-hook-key': '' }],
  ])('%s', (_what, headers: Record<string, string>) => {
    expect(hasSecretHeader(headers, secret)).toBe(false);
  });

  test.each(['__proto__', 'constructor', 'toString'])('that is called %s is no property of objects', (header) => {
    expect(hasSecretHeader({}, { header, value: 's3cret' })).toBe(false);
  });
});
