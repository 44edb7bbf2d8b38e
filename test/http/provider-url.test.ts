import { describe, expect, test } from '@jest/globals';
import { providerUrlSchema } from '../../shared/http/provider-url.ts';

const read = (text: string) => {
  const parsed = providerUrlSchema.safeParse(text);
  return parsed.success ? parsed.data : parsed.error.issues[0]?.message;
};

const notHttps = 'must use https, unless the host is loopback';
const notBare = 'must not hold credentials, a query or a fragment';
const notCallable =
  'must have another port: this one is refused by fetch (https://fetch.spec.whatwg.org/#port-blocking)';
const notUrl = 'must be an absolute URL';

describe("a provider's address", () => {
  test.each([
    ['https://api.cc.email/v3', 'https://api.cc.email/v3'],
    ['https://api.cc.email/v3/', 'https://api.cc.email/v3'],
    ['https://API.CC.email//', 'https://api.cc.email'],
    ['HTTPS://api.cc.email:443/v3', 'https://api.cc.email/v3'],
    ['https://api.cc.email:8443/a/b', 'https://api.cc.email:8443/a/b'],
    [' https://api.cc.email/v3 ', 'https://api.cc.email/v3'],
  ])('%j is read as %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test.each([
    ['http://127.0.0.1:4010/v3', 'http://127.0.0.1:4010/v3'],
    ['http://127.1:4010', 'http://127.0.0.1:4010'],
    ['http://0x7f.0.0.1', 'http://127.0.0.1'],
    ['http://2130706433', 'http://127.0.0.1'],
    ['http://127.255.255.254', 'http://127.255.255.254'],
    ['http://localhost:4010/', 'http://localhost:4010'],
    ['http://LOCALHOST', 'http://localhost'],
    ['http://[::1]:4010', 'http://[::1]:4010'],
    ['http://[0:0:0:0:0:0:0:1]', 'http://[::1]'],
  ])('%s is loopback, where plain HTTP may be', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test.each(['https://api.cc.email:6000/v3', 'http://127.0.0.1:4190'])('%s has a port that nobody can call', (text) => {
    expect(read(text)).toBe(notCallable);
  });

  test.each([
    'http://api.cc.email/v3',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'http://128.0.0.1',
    'http://0.0.0.0',
    'http://10.0.0.1',
    'http://[::2]',
    'http://[::]',
    'http://169.254.169.254/latest/meta-data',
    'ftp://127.0.0.1',
    'file:///etc/passwd',
    'ws://127.0.0.1',
    'data:text/plain,x',
  ])('%s is refused', (text) => {
    expect(read(text)).toBe(notHttps);
  });

  test.each([
    'https://user@api.cc.email',
    'https://user:password@api.cc.email',
    'https://:password@api.cc.email',
    'http://127.0.0.1@example.com',
    'https://api.cc.email/v2?api_key=1',
    'https://api.cc.email/v2?',
    'https://api.cc.email/v2#top',
    'https://api.cc.email/v2#',
  ])('%s holds more than an address', (text) => {
    expect(read(text)).toBe(notBare);
  });

  test.each(['', 'api.cc.email', '/v3', '//api.cc.email', 'https://', 'https://exa mple.com', 'http://[::1'])(
    '%j is no address',
    (text) => {
      expect(read(text)).toBe(notUrl);
    },
  );

  test('ends with none of its slashes, however many there are and whatever follows them', () => {
    expect(read(`https://api.cc.email/v3${'/'.repeat(50_000)}`)).toBe('https://api.cc.email/v3');
    expect(read(`https://api.cc.email/${'/'.repeat(50_000)}v3`)).toBe(`https://api.cc.email/${'/'.repeat(50_000)}v3`);
  });

  test('is never shown in its refusal, since somebody may have put a password there', () => {
    expect(JSON.stringify(providerUrlSchema.safeParse('https://user:hunter22@api.cc.email').error)).not.toContain(
      'hunter22',
    );
  });
});
