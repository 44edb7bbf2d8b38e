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

  test('keep what stands around a secret, whatever its spelling', () => {
    const secret = 'k&y "1+1"/ö';

    expect(cleanText('GET /p?a=1&key=k%26y+%221%2B1%22%2f%C3%B6&b=2 was refused', [secret])).toBe(
      'GET /p?a=1&key=[redacted]&b=2 was refused',
    );
    expect(cleanText('100% of <b>k&amp;y &quot;1&#43;1&#x22;/&ouml;</b> &amp; more', [secret])).toBe(
      '100% of <b>[redacted]</b> &amp; more',
    );
    expect(cleanText('{\\"key\\":\\"k\\u0026y \\\\\\"1+1\\\\\\"\\/\\u00f6\\",\\"n\\":1}', [secret])).toBe(
      '{\\"key\\":\\"[redacted]\\",\\"n\\":1}',
    );
    expect(cleanText('Basic dXNlcjprJnkgIjErMSIvw7Y= is wrong', [secret])).toBe('Basic dXNlcj[redacted] is wrong');
    expect(cleanText('6b26792022312b31222fc3b6 or 6B26792022312B31222FC3B6', [secret])).toBe(
      '[redacted] or [redacted]',
    );
  });

  test('have no secret that looks like an escape itself, or stands behind what looks like one', () => {
    expect(cleanText('a%41bc and a%2541bc', ['a%41bc'])).toBe('[redacted] and [redacted]');
    expect(cleanText('100%41abc', ['41abc'])).toBe('100%[redacted]');
  });

  test('are searched without end, however often a secret is in them', () => {
    expect(cleanText('s3cr3t%73'.repeat(200_000), secrets)).toHaveLength(303);
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

describe('a credential that is broken into lines', () => {
  const secret = 'Zq7-long-secret-of-forty-characters-8Kx2w';

  test.each([
    ['as it is', 'Zq7-long-secret-of-\r\nforty-characters-8Kx2w'],
    ['in Base64, by LF', 'WnE3LWxvbmctc2VjcmV0LW9m\nLWZvcnR5LWNoYXJhY3RlcnMt\nOEt4Mnc='],
    ['in Base64, by CRLF', 'WnE3LWxvbmctc2VjcmV0LW9m\r\nLWZvcnR5LWNoYXJhY3RlcnMt\r\nOEt4Mnc='],
    ['in Base64, in the escapes of JSON', 'WnE3LWxvbmctc2VjcmV0LW9m\\r\\nLWZvcnR5LWNoYXJhY3RlcnMt\\r\\nOEt4Mnc='],
    ['in hexadecimal digits', '5a71372d6c6f6e672d736563\n7265742d6f662d666f7274792d636861726163746572732d384b783277'],
  ])('is blanked with its breaks: %s', (_how, spelled) => {
    expect(redactJson({ notes: `one\ntwo ${spelled} three\r\nfour` }, [secret])).toEqual({
      notes: 'one\ntwo [redacted] three\r\nfour',
    });
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

  test.each([
    ...['clientSecret', 'webhookSecret', 'x-api-key', 'X-API-KEY', 'apikey', 'APIKey', 'user_password', 'userPassword'],
    ...['id_token', 'idToken', 'ID_TOKEN', 'accesstoken', 'private_key', 'privateKey', 'PRIVATE-KEY', 'signing.key'],
    ...['cvv', 'CVV2', 'cc_no', 'ccNo', 'cc_number', 'bill_cc_no', 'cardNumber', 'credit_card_number'],
    ...['bank_acct_no', 'bankAcctNo', 'bankAccountNumber', 'iban', 'ssn', 'SSN', 'social_security_no'],
    ...[
      'authorization',
      'proxy-authorization',
      'set-cookie',
      'session_id',
      'client_assertion',
      'userPIN',
      'pwd',
      'otp',
    ],
    ...['secret_question_answer', 'auth_key', 'authKey', 'db-credentials', 'passphrase', 'Secrets'],
    ...['securityCode', 'card_security_code', 'CARD-SECURITY-CODE', 'securitycode', 'verification_code', 'cvvCode'],
    ...['card_verification_value', 'cvn', 'primaryAccountNumber', 'primary_account_no', 'PRIMARY_ACCT_NO', 'pinCode'],
    ...['pass', 'PASS', 'db_pass', 'userPass', 'dbpass', 'passkey', 'pswd', 'auth', 'Auth', 'proxyAuth', 'basic_auth'],
    ...['basicauth', 'auth_code', 'authorizationCode', 'access_code', 'security_answer', 'securityQuestion'],
  ])('has the member %s blanked', (name) => {
    expect(redactJson({ [name]: 'x' }, [])).toEqual({ [name]: '[redacted]' });
  });

  test.each([
    ...[
      'acct_no',
      'client_acct_id',
      'accountNumber',
      'plan_no',
      'keyword',
      'Key',
      'monkey',
      'pinned',
      'secretary',
      'company',
    ],
    ...['rate_card', 'scorecard', 'card_type', 'panel', 'tax_id', 'pre_authorization_amount', 'passenger', 'spanish'],
    ...['acc_no', 'account_no', 'price_per_unit', 'description', 'tokenized', 'currency_cd', 'accessLevel', 'compass'],
    ...[
      'bypass',
      'pass_through',
      'auth_amount',
      'author',
      'authorName',
      'account_number',
      'acct_number',
      'country_code',
    ],
    ...['primary_account', 'primary_contact_no', 'security_deposit', 'access_type', 'shipping_no', 'shippingNumber'],
  ])('keeps the member %s', (name) => {
    expect(redactJson({ [name]: 'x' }, [])).toEqual({ [name]: 'x' });
  });

  test('has amounts and ids as they are, though a secret be as short as four digits', () => {
    const raw = parseExactJson('{"amount":12345.00,"text":"12.34","id":900000000000123400033,"pinned":[1234]}');

    expect(JSON.stringify(redactJson(raw, ['1234', '123']))).toBe(
      '{"amount":12345,"text":"12.34","id":900000000000123400033,"pinned":["[redacted]"]}',
    );
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
