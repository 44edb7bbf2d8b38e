import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { WebhookReceiver } from '../../shared/domain/webhook.ts';
import { provider } from '../../shared/providers/aria/index.ts';

const receiverWith = (changes: object): WebhookReceiver => {
  const configured = provider.configure({ clientNo: 1234567, authKey: 'tenant-auth-key', ...changes });
  if (!configured.ok || configured.value.webhook === undefined) {
    throw new Error(JSON.stringify(configured));
  }
  return configured.value.webhook;
};

const byHeader = receiverWith({ webhook: { header: 'X-Aria-Token', value: 'hook-secret' } });
const byBasic = receiverWith({ webhook: { username: 'aria', password: 'hook-pass' } });

const verify = (by: WebhookReceiver, headers: Record<string, string>) => by.verify({ headers, body: Buffer.from('') });

const readWith = (settings: object, body: string | Uint8Array) =>
  receiverWith({ settings }).read({ headers: {}, body: typeof body === 'string' ? Buffer.from(body) : body });

const read = (body: string | Uint8Array) => readWith({}, body);

const ignored = (reason: string) => ({ kind: 'ignored', reason });

test('a delivery is acknowledged with the words that a destination expects', () => {
  expect(byHeader.acknowledgement).toBe('OK');
  expect(receiverWith({}).acknowledgement).toBe('OK');
});

describe('a delivery to a connection with a header', () => {
  test('is taken with its value', () => {
    expect(verify(byHeader, { host: 'gateway', 'x-aria-token': 'hook-secret' })).toBe(true);
  });

  test.each([
    ['no header', {}],
    ['another header', { 'x-aria': 'hook-secret' }],
    ['an empty value', { 'x-aria-token': '' }],
    ['another value', { 'x-aria-token': 'hook-secreT' }],
    ['a longer value', { 'x-aria-token': 'hook-secret2' }],
    ['the header twice', { 'x-aria-token': 'hook-secret,hook-secret' }],
    ['the key of the payload', { 'x-aria-token': 'tenant-auth-key' }],
  ])('is refused with %s', (_what, headers: Record<string, string>) => {
    expect(verify(byHeader, headers)).toBe(false);
  });

  test.each(['__proto__', 'constructor'])('is refused without a header of the name %s', (header) => {
    expect(verify(receiverWith({ webhook: { header, value: 'hook-secret' } }), {})).toBe(false);
  });
});

describe('a delivery to a connection with a username and a password', () => {
  test.each(['Basic YXJpYTpob29rLXBhc3M=', 'basic YXJpYTpob29rLXBhc3M=', 'BASIC YXJpYTpob29rLXBhc3M='])(
    'is taken with %s',
    (authorization) => {
      expect(verify(byBasic, { authorization })).toBe(true);
    },
  );

  test('is taken with credentials beyond ASCII, in UTF-8', () => {
    const receiver = receiverWith({ webhook: { username: 'müller', password: 'pä:ß→' } });
    expect(verify(receiver, { authorization: 'Basic bcO8bGxlcjpww6Q6w5/ihpI=' })).toBe(true);
    expect(verify(receiver, { authorization: 'Basic bfxsbGVyOnDkOt8=' })).toBe(false);
  });

  test.each([
    '',
    'Basic',
    'Basic ',
    'YXJpYTpob29rLXBhc3M=',
    'Bearer YXJpYTpob29rLXBhc3M=',
    'Basic yxjpytpob29rlxbhc3m=',
    'Basic YXJpYTpob29rLXBhc3M',
    'Basic YXJpYTpob29rLXBhc3N=',
    'Basic YXJpYTpob29rLXBhc3M==',
    'Basic  YXJpYTpob29rLXBhc3M=',
    'Basic YXJpYTpob29rLXBhc3M= ',
    ' Basic YXJpYTpob29rLXBhc3M=',
    'Basic aria:hook-pass',
    'Basic YXJpYTpob29rLXBhc3M=,Basic YXJpYTpob29rLXBhc3M=',
    'Basic YXJpYTo=',
    'Basic Og==',
  ])('is refused with "%s"', (authorization) => {
    expect(verify(byBasic, { authorization })).toBe(false);
  });

  test('is refused without credentials', () => {
    expect(verify(byBasic, {})).toBe(false);
  });
});

test.each<Record<string, string>>([
  {},
  { authorization: 'Basic Og==' },
  { authorization: '' },
  { '': '' },
  { undefined: 'undefined' },
])('a delivery to a connection without a webhook is refused: %j', (headers) => {
  expect(verify(receiverWith({}), headers)).toBe(false);
});

describe('name-value pairs', () => {
  const pairs =
    'version=3.2&sender=A&transaction_id=55001&action=M&class=A&auth_key=tenant-auth-key&client_receipt_id=&client_no=1234567' +
    '&acct_no=70011&client_acct_id=larch-bakery&userid=larch&password=5f4dcc3b5aa765d61d83&secret_question=Pet%3F&secret_question_answer=Rex' +
    '&pin=4711&status_cd=1&currency=usd&master_plan_instance_no%5B%5D=52001&master_plan_instance_no%5B%5D=52002' +
    '&mpi_plan_no%5B%5D=10000123&mpi_plan_no%5B%5D=10000124&mpi_plan_name%5B%5D=Gold+biweekly&mpi_plan_name%5B%5D=' +
    '&mpi_status_cd%5B%5D=1&mpi_status_cd%5B%5D=1&event_id%5B%5D=724&event_label%5B%5D=Account+Master+Service+Plan+Assigned';

  test('are about the account, and give its number and the numbers of the events and nothing else', async () => {
    expect(JSON.stringify(await read(pairs))).toBe('{"kind":"account","accountId":"70011","eventNames":["724"]}');
  });

  test('are about the client’s own id where the connection uses it', async () => {
    expect(await readWith({ accountIds: 'client' }, pairs)).toEqual({
      kind: 'account',
      accountId: 'larch-bakery',
      eventNames: ['724'],
    });
  });

  test('may have plain brackets, and class_name', async () => {
    expect(await read('class_name=A&acct_no=70011&event_id[]=726&event_label[]=')).toEqual({
      kind: 'account',
      accountId: '70011',
      eventNames: ['726'],
    });
  });

  test('may hold several events, of which one about plans is enough', async () => {
    expect(
      await read(
        'class=A&acct_no=70011&event_id[]=702&event_id[]=718&event_label[]=Account+Administrative+Contact+Modified&event_label[]=x',
      ),
    ).toEqual({ kind: 'account', accountId: '70011', eventNames: ['702', '718'] });
  });

  test('may number the entries of a list', async () => {
    expect(
      await read('class=A&acct_no=70011&event_id[0]=702&event_id%5B1%5D=718&event_label[0]=x&event_label[1]=y'),
    ).toEqual({ kind: 'account', accountId: '70011', eventNames: ['702', '718'] });
  });

  test('with a byte order mark before them are read without it, in whatever encoding', async () => {
    for (const encoding of ['utf8', 'latin1'] as const) {
      const pairsOf = Buffer.from('class=A&acct_no=70011&event_id[]=724&userid=josé', encoding);
      const body = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), pairsOf]);

      expect(await read(body)).toEqual({ kind: 'account', accountId: '70011', eventNames: ['724'] });
    }
  });

  test('of payments alone are ignored', async () => {
    expect(
      await read(
        'class=A&acct_no=70011&event_id[]=905&event_id[]=947&event_label[]=Electronic+Payment+Created&event_label[]=Electronic+Payment+Failed',
      ),
    ).toEqual(ignored('unknown_event'));
  });

  test('may tell of a plan of the catalogue', async () => {
    expect(
      await read('class=P&auth_key=tenant-auth-key&object_category=Plan&object_no=10000123&event_no[]=1205'),
    ).toEqual({ kind: 'plan', planId: '10000123', eventNames: ['1205'] });
  });

  test.each(['', 'hello', '{"eventType":"x"}', '&&&&', '=', 'acct_no=70011', 'class=&event_id[]=', '%', '\u0000'])(
    'that say nothing are unreadable: "%s"',
    async (body) => {
      expect(await read(body)).toEqual(ignored('unreadable'));
    },
  );

  test('that are not UTF-8 are read all the same: ids are ASCII', async () => {
    const body = Buffer.from('class=A&acct_no=70011&event_id[]=724&userid=josé', 'latin1');
    expect(await read(body)).toEqual({ kind: 'account', accountId: '70011', eventNames: ['724'] });
  });
});

describe('the setting webhookEventIds', () => {
  test.each([[['']], [[1.5]], [[null]], ['744']])('is a list of numbers or texts, and not %j', (webhookEventIds) => {
    const configured = provider.configure({ clientNo: 1, authKey: 'k', settings: { webhookEventIds } });
    expect(configured.ok ? [] : configured.problem.map(({ path }) => path.replace(/\.0$/, ''))).toEqual([
      'settings.webhookEventIds',
    ]);
  });
});

test('no bytes and no headers make it throw', async () => {
  const element = fc.constantFrom('<a>', '</a>', '<acct_no>', '</acct_no>', '<![CDATA[', ']]>', '<!--', '-->', '&amp;');
  const pair = fc.constantFrom('class=A', '&', 'event_id[]=724', '=', '%', '+', 'acct_no=', '%C3');
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.constantFrom('authorization', 'x-aria-token', 'x'), fc.string({ unit: 'binary' })),
      fc.oneof(
        fc.uint8Array({ maxLength: 200 }),
        fc.array(fc.oneof(element, fc.string())).map((parts) => Buffer.from(`<a>${parts.join('')}`)),
        fc.array(fc.oneof(pair, fc.string())).map((parts) => Buffer.from(parts.join(''))),
      ),
      async (headers, body) => {
        expect(byHeader.verify({ headers, body })).toBe(false);
        expect(byBasic.verify({ headers, body })).toBe(false);
        expect(['account', 'ignored']).toContain((await byHeader.read({ headers, body })).kind);
      },
    ),
  );
});
