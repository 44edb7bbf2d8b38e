import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Provider } from '../../shared/domain/provider.ts';
import type { ProviderId } from '../../shared/domain/provider-id.ts';
import { redactJson } from '../../shared/http/redaction.ts';
import { ariaSecretSchema } from '../../shared/providers/aria/credentials.ts';
import { secretSchema as v2SecretSchema } from '../../shared/providers/constant-contact-v2/credentials.ts';
import { secretSchema as v3SecretSchema } from '../../shared/providers/constant-contact-v3/credentials.ts';
import { secretSchema as fusebillSecretSchema } from '../../shared/providers/fusebill/credentials.ts';
import { providers } from '../../shared/providers/registry.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { createProviderContext } from '../support/provider-context.ts';
import { closeRecordingServers, startRecordingServer } from '../support/recording-server.ts';
import { leavesOf } from '../support/secret-leaves.ts';

/** A provider that sends back what it was sent, in its errors and in its data, in any spelling. */
interface Echoing {
  readonly schema: Parameters<typeof leavesOf>[0];
  /** Members of a secret that open nothing by themselves. Every other member is a credential. */
  readonly harmless: readonly string[];
  /** The secret with `credentials` at their places, and with addresses of `origin`. */
  readonly secretOf: (credentials: Readonly<Record<string, string>>, origin: string) => object;
  /** What is sent as one text: two members of the secret. */
  readonly pairs: (credentials: Readonly<Record<string, string>>) => readonly string[];
  /** The provider's own refusal that says `message`. */
  readonly refusal: (message: string) => object;
}

const echoing: Readonly<Record<ProviderId, Echoing>> = {
  'constant-contact-v2': {
    schema: v2SecretSchema,
    harmless: ['username', 'baseUrl', 'currency', 'planNames.*'],
    secretOf: (credentials, origin) => ({ username: 'user', ...credentials, baseUrl: `${origin}/v2` }),
    pairs: ({ password }) => [`user:${password}`],
    refusal: (message) => [{ error_key: message, error_message: message }],
  },
  'constant-contact-v3': {
    schema: v3SecretSchema,
    harmless: ['clientId', 'baseUrl', 'tokenUrl', 'plans.*.id', 'plans.*.name', 'settings.tokenScope'],
    secretOf: (credentials, origin) => ({
      clientId: 'client',
      ...credentials,
      baseUrl: `${origin}/v3`,
      tokenUrl: `${origin}/token`,
    }),
    pairs: ({ clientSecret }) => [`client:${clientSecret}`],
    refusal: (message) => [{ error_key: message, error_message: message }],
  },
  aria: {
    schema: ariaSecretSchema,
    harmless: [
      ...['clientNo', 'coreUrl', 'adminUrl', 'webhook.header', 'webhook.username'],
      ...['settings.releaseVersion', 'settings.webhookEventIds.*'],
    ],
    secretOf: (credentials, origin) => {
      const { authKey, webhookToken, 'webhook.value': value, 'webhook.password': password } = credentials;
      return {
        clientNo: '4100001',
        authKey,
        webhookToken,
        coreUrl: `${origin}/core`,
        adminUrl: `${origin}/admin`,
        webhook: password === undefined ? { header: 'X-Hook', value } : { username: 'hook', password },
      };
    },
    pairs: ({ authKey = '' }) => [
      `client_no=4100001&auth_key=${encodeURIComponent(authKey)}`,
      `"client_no":4100001,"auth_key":${JSON.stringify(authKey)}`,
    ],
    refusal: (message) => ({ error_code: 1004, error_msg: message }),
  },
  fusebill: {
    schema: fusebillSecretSchema,
    harmless: [
      ...['baseUrl', 'trialPlanCodes.*', 'webhook.header'],
      ...['settings.pageSize', 'settings.rateLimitWaitSeconds'],
    ],
    secretOf: ({ 'webhook.value': value, ...credentials }, origin) => ({
      ...credentials,
      webhook: { header: 'X-Hook', value },
      baseUrl: `${origin}/v1`,
    }),
    pairs: () => [],
    refusal: (message) => ({ ErrorId: 0, Errors: [{ Key: message, Value: message }] }),
  },
};

/** Each of them by itself: none comes from the code that finds them. */
const spellings: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'percent-encoded': encodeURIComponent,
  'percent-encoded in small letters': (text) => bytesOf(text, (byte) => `%${byte}`),
  'percent-encoded twice': (text) => encodeURIComponent(encodeURIComponent(text)),
  'as a form': (text) => new URLSearchParams({ a: text }).toString().slice(2),
  'in a URL': (text) => new URL(`http://h/?a=${encodeURIComponent(text)}`).search.slice(3),
  'escaped for JSON': (text) => JSON.stringify(text).slice(1, -1),
  'escaped for JSON, twice': (text) => JSON.stringify(JSON.stringify(text)).slice(3, -3),
  'escaped for JSON, every character': (text) =>
    unitsOf(text, (unit) => `\\u${unit.toString(16).padStart(4, '0').toUpperCase()}`),
  'escaped for JSON by PHP': (text) => JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/'),
  'in HTML, by names': (text) =>
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&apos;')
      .replaceAll('ö', '&ouml;'),
  'in HTML, by decimal numbers': (text) => [...text].map((character) => `&#${character.codePointAt(0)};`).join(''),
  'in HTML, by hexadecimal numbers': (text) =>
    [...text].map((character) => `&#x${character.codePointAt(0)?.toString(16)};`).join(''),
  'in HTML, of a URL': (text) => encodeURIComponent(text).replaceAll('%', '&#37;'),
  'in Base64': (text) => Buffer.from(text).toString('base64'),
  'in Base64, after one byte': (text) => Buffer.from(`:${text}`).toString('base64'),
  'in Base64, after two bytes, between others': (text) => Buffer.from(`a:${text}&b`).toString('base64'),
  'in Base64 for addresses': (text) => Buffer.from(`:${text}`).toString('base64url'),
  'in Base64, percent-encoded': (text) => encodeURIComponent(Buffer.from(text).toString('base64')),
  'in Base64 of a URL': (text) => Buffer.from(`k=${encodeURIComponent(text)}`).toString('base64'),
  'in hexadecimal digits': (text) => Buffer.from(text).toString('hex'),
  'in hexadecimal capitals': (text) => Buffer.from(text).toString('hex').toUpperCase(),
};

const bytesOf = (text: string, spell: (byte: string) => string): string =>
  [...Buffer.from(text)].map((byte) => spell(byte.toString(16).padStart(2, '0'))).join('');

const unitsOf = (text: string, spell: (unit: number) => string): string =>
  Array.from(text, (character) =>
    character
      .split('')
      .map((unit) => spell(unit.charCodeAt(0)))
      .join(''),
  ).join('');

/** Nothing of `spelled` may be left that is long enough to be of use to anybody. */
const expectNothingOf = (spelled: string, shown: string): void => {
  const pieces = Array.from({ length: spelled.length - 7 }, (_, index) => spelled.slice(index, index + 8));
  expect(pieces.filter((piece) => shown.includes(piece))).toEqual([]);
};

const credentialArbitrary = (place: string) =>
  fc
    .string({
      unit: fc.constantFrom(...'abXY019+/= &<>"\'%\\?;:#-_', ...(/password|secret|authKey/i.test(place) ? 'ö€' : '')),
      minLength: 10,
      maxLength: 16,
    })
    // A header's value has no spaces around it.
    .map((text) => `k${text}z`);

afterEach(closeRecordingServers);

describe.each(Object.keys(providers) as ProviderId[])('%s', (id) => {
  const { schema, harmless, secretOf, pairs, refusal } = echoing[id];
  const places = [...leavesOf(schema), 'webhookToken'].filter((place) => !harmless.includes(place));
  const credentialsArbitrary = fc
    .record(Object.fromEntries(places.map((place) => [place, credentialArbitrary(place)])))
    // One of the two ways to know Aria's notifications.
    .chain((all) =>
      fc.boolean().map((byHeader) => {
        const { 'webhook.password': password, ...others } = all;
        return byHeader || password === undefined ? others : { ...others, 'webhook.password': password };
      }),
    );
  const echoArbitrary = credentialsArbitrary.chain((credentials) => {
    const unused = 'webhook.password' in credentials ? 'webhook.value' : '';
    const values = Object.entries(credentials).flatMap(([place, value]) => (place === unused ? [] : [value]));
    return fc.record({
      credentials: fc.constant(credentials),
      value: fc.constantFrom(...values, ...pairs(credentials)),
      spell: fc.constantFrom(...Object.values(spellings)),
    });
  });

  test('has its credentials in known places', () => {
    expect(places).toEqual(
      {
        'constant-contact-v2': ['apiKey', 'password', 'webhookSecret', 'webhookToken'],
        'constant-contact-v3': ['apiKey', 'clientSecret', 'webhookSecret', 'webhookToken'],
        aria: ['authKey', 'webhook.value', 'webhook.password', 'webhookToken'],
        fusebill: ['apiKey', 'webhook.value', 'webhookToken'],
      }[id],
    );
  });

  test('that sends a credential back in an error gives none to the caller or to the log', async () => {
    let said = '';
    const server = await startRecordingServer(({ target }) =>
      target.startsWith('/token')
        ? { status: 200, body: { access_token: 'issued-token', expires_in: 3600 } }
        : { status: 400, body: refusal(said) },
    );
    const provider: Provider = await providers[id]();

    await fc.assert(
      fc.asyncProperty(echoArbitrary, async ({ credentials, value, spell }) => {
        const spelled = spell(value);
        said = `before ${spelled} after`;
        const configured = provider.configure(secretOf(credentials, server.origin));
        expect(configured).toMatchObject({ ok: true });
        if (!configured.ok) {
          return;
        }
        const lines: string[] = [];
        const context = createProviderContext({ clock: createManualClock(0), lines });
        const read = await configured.value.connect(context).listAccountPlans?.('1');

        expect(read).toMatchObject({ ok: false, problem: { provider: { status: 400 } } });
        const problem = read?.ok === false ? read.problem : null;
        expect(problem?.provider?.message).toMatch(/^before .*\[redacted\].* after$/);
        expectNothingOf(spelled, [problem?.provider?.message, problem?.provider?.code, problem?.detail].join('\n'));
        expectNothingOf(spelled, lines.join('\n'));
      }),
      { numRuns: 150 },
    );
  });

  test('that sends a credential back in its data gives none to whoever asks for the raw object', async () => {
    const provider: Provider = await providers[id]();

    fc.assert(
      fc.property(echoArbitrary, ({ credentials, value, spell }) => {
        const configured = provider.configure(secretOf(credentials, 'http://127.0.0.1:1'));
        const spelled = spell(value);
        const raw = { plan: [{ name: `before ${spelled} after`, [spelled]: 1, amount: '10.00', id: 4711 }] };

        expect(configured).toMatchObject({ ok: true });
        const shown = redactJson(raw, configured.ok ? configured.value.secretValues : []) as typeof raw;
        expect(shown.plan[0]).toMatchObject({ amount: '10.00', id: 4711 });
        expect(shown.plan[0]?.name).toMatch(/^before .*\[redacted\].* after$/s);
        expectNothingOf(
          spelled,
          Object.entries(shown.plan[0] ?? {})
            .flat()
            .join('\n'),
        );
      }),
      { numRuns: 500 },
    );
  });
});
