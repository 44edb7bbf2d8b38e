import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Provider } from '../../shared/domain/provider.ts';
import { type ProviderId, providerIds } from '../../shared/domain/provider-id.ts';
import { redactJson } from '../../shared/http/redaction.ts';
import { providers } from '../../shared/providers/registry.ts';
import type { Echoing } from '../contract/echoing.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { createProviderContext } from '../support/provider-context.ts';
import { closeRecordingServers, startRecordingServer } from '../support/recording-server.ts';
import { leavesOf } from '../support/secret-leaves.ts';

/** As the provider's rows say it: `test/contract/expectations/<provider>/echoing.ts`. */
const echoing: ReadonlyMap<ProviderId, Echoing> = new Map(
  await Promise.all(
    providerIds.map(async (id): Promise<[ProviderId, Echoing]> => {
      const rows = await import(`../contract/expectations/${id}/echoing.ts`);
      return [id, rows.echoing];
    }),
  ),
);

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

describe.each([...echoing])('%s', (id, { schema, harmless, places, secretOf, pairs, refusal }) => {
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
    const leaves = [...leavesOf(schema), 'webhookToken'].filter((place) => !harmless.includes(place));

    expect(leaves).toEqual(places);
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
        const configured = provider.configure(secretOf(credentials, 'http://127.0.0.1:1024'));
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
