import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseExactJson } from '../../shared/http/exact-json.ts';
import { cleanText, redactJson } from '../../shared/http/redaction.ts';

const secrets = ['s3cr3t', 's3cr3t-and-longer', 'abc'];

describe("a provider's words, made fit for an error", () => {
  test('have no secret in them, not even the tail of one that begins with another', () => {
    expect(cleanText('key s3cr3t-and-longer is wrong, s3cr3t too', secrets)).toBe(
      'key [redacted] is wrong, [redacted] too',
    );
  });

  test('keep what is as short as an ordinary word', () => {
    expect(cleanText('abc', secrets)).toBe('abc');
  });

  test('have no line breaks, no terminal colours and nothing invisible', () => {
    expect(cleanText('\u001b[31mfirst\r\nsecond\u200b\u0000 third\n', [])).toBe('[31mfirst second  third');
  });

  test('are cut at 300 characters', () => {
    expect(cleanText('x'.repeat(301), [])).toBe(`${'x'.repeat(300)}...`);
    expect(cleanText('x'.repeat(300), [])).toBe('x'.repeat(300));
  });
});

describe("a provider's own JSON, handed to a caller", () => {
  test('has members that are named like credentials blanked, at any depth, whatever they hold', () => {
    const value = {
      auth_key: 'a',
      authKey: 'b',
      API_KEY: 'c',
      apiKey: 1,
      password: null,
      pin: '1234',
      secret_question: 'pet',
      client_secret: 'd',
      access_token: 'e',
      refreshToken: 'f',
      Authorization: { nested: 'g' },
      plan: [{ passwd: 'h', name: 'Gold', pinned: true, keyword: 'k' }],
    };

    expect(redactJson(value, [])).toEqual({
      auth_key: '[redacted]',
      authKey: '[redacted]',
      API_KEY: '[redacted]',
      apiKey: '[redacted]',
      password: '[redacted]',
      pin: '[redacted]',
      secret_question: '[redacted]',
      client_secret: '[redacted]',
      access_token: '[redacted]',
      refreshToken: '[redacted]',
      Authorization: '[redacted]',
      plan: [{ passwd: '[redacted]', name: 'Gold', pinned: true, keyword: 'k' }],
    });
  });

  test('has secret values blanked inside of any text, and keeps numbers to the last digit', () => {
    const value = parseExactJson(
      '{"url":"https://x/?k=s3cr3t-and-longer&n=1","id":900000000000000033,"a":[null,true]}',
    );

    expect(JSON.stringify(redactJson(value, secrets))).toBe(
      '{"url":"https://x/?k=[redacted]&n=1","id":900000000000000033,"a":[null,true]}',
    );
  });

  test('has no secret value in the names of its members either', () => {
    expect(JSON.stringify(redactJson({ 's3cr3t-and-longer': 1 }, secrets))).not.toContain('s3cr3t');
  });

  test('ends where it nests deeper than any real answer', () => {
    const deep = JSON.parse(`${'[0,'.repeat(100)}1${']'.repeat(100)}`);

    expect(() => JSON.stringify(redactJson(deep, []))).not.toThrow();
    expect(JSON.stringify(redactJson(deep, []))).not.toContain('1');
  });

  test('keeps a member named __proto__ a member', () => {
    expect(JSON.stringify(redactJson(JSON.parse('{"__proto__":{"a":1}}'), []))).toBe('{"__proto__":{"a":1}}');
  });

  test('never holds a secret, wherever it was', () => {
    const withSecret = fc.string().map((text) => `${text}s3cr3t-value${text}`);
    fc.assert(
      fc.property(fc.object({ values: [withSecret, fc.integer(), fc.constant(null)], key: withSecret }), (value) => {
        expect(JSON.stringify(redactJson(value, ['s3cr3t-value']))).not.toContain('s3cr3t-value');
      }),
    );
  });
});
