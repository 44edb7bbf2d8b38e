import { describe, expect, test } from '@jest/globals';
import { provider } from '../../shared/providers/aria/index.ts';

const readWith = async (settings: object, body: string | Uint8Array) => {
  const configured = provider.configure({ clientNo: 1234567, authKey: 'tenant-auth-key', settings });
  return configured.ok
    ? configured.value.webhook?.read({ headers: {}, body: typeof body === 'string' ? Buffer.from(body) : body })
    : configured.problem;
};

const read = (body: string | Uint8Array) => readWith({}, body);

const ignored = (reason: string) => ({ kind: 'ignored', reason });

const request =
  '<request><version>3.8</version><sender>A</sender><transaction_id>55001</transaction_id><action>M</action>' +
  '<class_name>A</class_name><auth_key>tenant-auth-key</auth_key></request>';
const account = (acctNo: string) =>
  `<acct_data><client_no>1234567</client_no><acct_no>${acctNo}</acct_no><client_acct_id>larch-bakery</client_acct_id>` +
  '<userid>larch</userid><password>5f4dcc3b5aa765d61d83</password><status_cd>1</status_cd></acct_data>';
const event = (id: string, label: string) =>
  `<event><event_id>${id}</event_id><event_label>${label}</event_label></event>`;
const documentOf = (...parts: readonly string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<apf2doc>${parts.join('\n')}</apf2doc>\n`;
const assigned = `<event_data>${event('724', 'Account Master Service Plan Assigned')}</event_data>`;
const usual = documentOf(request, account('70011'), assigned);

describe('an XML document', () => {
  test('is about the account, and gives its number and the numbers of the events and nothing else', async () => {
    expect(JSON.stringify(await read(usual))).toBe('{"kind":"account","accountId":"70011","eventNames":["724"]}');
  });

  test('is about the client’s own id where the connection uses it', async () => {
    expect(await readWith({ accountIds: 'client' }, usual)).toEqual({
      kind: 'account',
      accountId: 'larch-bakery',
      eventNames: ['724'],
    });
  });

  test('of the notification class has its account elsewhere, and counts too', async () => {
    expect(
      await read(
        documentOf(
          '<request><class>N</class></request><account><acct_no>70011</acct_no></account>',
          `<event_data>${event('4009', 'Account Plan Notice Sent')}</event_data>`,
        ),
      ),
    ).toEqual({ kind: 'account', accountId: '70011', eventNames: ['4009'] });
  });

  test('without a class is judged by its event', async () => {
    expect(await read(documentOf(account('70011'), assigned))).toEqual({
      kind: 'account',
      accountId: '70011',
      eventNames: ['724'],
    });
  });

  test('may hold several events, of which one about plans is enough', async () => {
    expect(
      await read(
        documentOf(
          request,
          account('70011'),
          `<event_data>${event('702', 'Account Administrative Contact Modified')}${event('725', 'x')}</event_data>`,
        ),
      ),
    ).toEqual({ kind: 'account', accountId: '70011', eventNames: ['702', '725'] });
  });

  describe('of the product class', () => {
    const product = (category: string, objectNo: string, eventNo = '1201') =>
      documentOf(
        '<request><action>A</action><class>P</class><auth_key>tenant-auth-key</auth_key></request>',
        `<object_category>${category}</object_category><object_action>A</object_action>`,
        `<object_fields>${objectNo}<object_client_def_id>gold</object_client_def_id><object_status>Active</object_status></object_fields>`,
        `<event_data><event_no>${eventNo}</event_no></event_data>`,
      );

    test('is about the plan', async () => {
      expect(await read(product('Plan', '<object_no>10000123</object_no>'))).toEqual({
        kind: 'plan',
        planId: '10000123',
        eventNames: ['1201'],
      });
    });

    test('is about the plan by its number where accounts go by the client’s ids, too', async () => {
      const body = product('Plan', '<object_no>10000123</object_no>');
      expect(await readWith({ accountIds: 'client' }, body)).toMatchObject({ kind: 'plan', planId: '10000123' });
    });

    test.each(['Service', 'Usage Type', 'NSO', ''])('is ignored where it is about "%s"', async (category) => {
      const body = product(category, '<object_no>10000123</object_no><acct_no>70011</acct_no>', '724');
      expect(await read(body)).toEqual(ignored('unknown_event'));
    });

    test.each(['', '<object_no/>', '<object_no> </object_no>'])('has no subject with "%s"', async (objectNo) => {
      expect(await read(product('Plan', objectNo))).toEqual(ignored('no_subject'));
    });
  });

  test.each(['O', 'T', 'U', 'a', 'AA', '1'])('of class %s is ignored', async (eventClass) => {
    const body = documentOf(`<request><class>${eventClass}</class></request>`, account('70011'), assigned);
    expect(await read(body)).toEqual(ignored('unknown_event'));
  });

  test.each('701 704 705 718 719 720 721 722 723 724 725 726 727 728 729 730 731 732 733'.split(' '))(
    'counts with the event %s',
    async (id) => {
      expect(await read(documentOf(request, account('70011'), `<event_data>${event(id, '')}</event_data>`))).toEqual({
        kind: 'account',
        accountId: '70011',
        eventNames: [id],
      });
    },
  );

  test.each([
    'Account Master Plan Instance Status Modified',
    'account status changed',
    'Supplemental plan replaced',
    'Plans of an account modified',
  ])('counts with the label "%s", whatever its number', async (label) => {
    expect(
      await read(documentOf(request, account('70011'), `<event_data>${event('799', label)}</event_data>`)),
    ).toEqual({ kind: 'account', accountId: '70011', eventNames: ['799'] });
  });

  test.each([
    ['702', 'Account Administrative Contact Modified'],
    ['712', 'Account Comment Added'],
    ['734', 'Order Status Changed'],
    ['0724', ''],
    ['7240', 'Explanation'],
    ['', 'Account Planet Added'],
  ])('does not count with the event "%s %s"', async (id, label) => {
    expect(await read(documentOf(request, account('70011'), `<event_data>${event(id, label)}</event_data>`))).toEqual(
      ignored('unknown_event'),
    );
  });

  test('does not count without an event', async () => {
    expect(await read(documentOf(request, account('70011')))).toEqual(ignored('unknown_event'));
  });

  test('counts with an event that the connection lists', async () => {
    const body = documentOf(request, account('70011'), `<event_data>${event('744', 'Changed')}</event_data>`);
    expect(await read(body)).toEqual(ignored('unknown_event'));
    expect(await readWith({ webhookEventIds: [744] }, body)).toMatchObject({ accountId: '70011' });
    expect(await readWith({ webhookEventIds: ['905', '744'] }, body)).toMatchObject({ accountId: '70011' });
  });

  test.each([
    ['007', '007'],
    ['9007199254740993', '9007199254740993'],
    ['1234567890123456789012', '1234567890123456789012'],
    ['1.0', '1.0'],
    ['1e3', '1e3'],
    ['\n  70011\r\n', '70011'],
    ['70<!-- 99 -->011', '70011'],
    ['<![CDATA[70011]]>', '70011'],
    ['7&#48;011', '70011'],
    ['7'.repeat(128), '7'.repeat(128)],
    ['true', 'true'],
    ['constructor', 'constructor'],
  ])('has the id %j as text', async (written, accountId) => {
    expect(await read(documentOf(request, account(written), assigned))).toMatchObject({ kind: 'account', accountId });
  });

  test.each(['', ' ', '<!-- 70011 -->', '<b>70011</b>', '7'.repeat(129)])(
    'has no subject where the id is "%s"',
    async (written) => {
      expect(await read(documentOf(request, account(written), assigned))).toEqual(ignored('no_subject'));
    },
  );

  test('has no subject where the connection uses the client’s ids and it has none', async () => {
    const body = documentOf(request, '<acct_data><acct_no>70011</acct_no><client_acct_id/></acct_data>', assigned);
    expect(await readWith({ accountIds: 'client' }, body)).toEqual(ignored('no_subject'));
  });

  test('names at most 20 events, and none that would not fit into a log', async () => {
    const events = [
      '724',
      'two words',
      'é',
      'x'.repeat(65),
      ...Array.from({ length: 30 }, (_, index) => `${800 + index}`),
    ];
    const reading = await read(
      documentOf(request, account('70011'), `<event_data>${events.map((id) => event(id, '')).join('')}</event_data>`),
    );
    expect(reading).toMatchObject({
      eventNames: [
        ...['724', '800', '801', '802', '803', '804', '805', '806', '807', '808'],
        ...['809', '810', '811', '812', '813', '814', '815', '816', '817', '818'],
      ],
    });
  });

  test.each([
    ['blanks before it', ` \r\n\t${usual}`],
    ['a byte order mark', `\ufeff${usual}`],
    ['no declaration', usual.replace(/^<\?xml.*\?>/, '')],
    [
      'comments and instructions around it',
      usual.replace('<apf2doc>', '<!-- <acct_no>1</acct_no> --><?x y?><apf2doc>'),
    ],
    ['attributes', usual.replace('<acct_no>', '<acct_no acct_no="1" type="long">')],
    ['line ends of another system', usual.replaceAll('\n', '\r\n')],
    ['letters and emoji of all kinds', usual.replace('larch<', 'Bäckerei 🥐<')],
  ])('is read with %s', async (_what, body) => {
    expect(await read(body)).toEqual({ kind: 'account', accountId: '70011', eventNames: ['724'] });
  });

  test.each([
    ['half of it', usual.slice(0, 300)],
    ['the last bracket missing', usual.trimEnd().slice(0, -1)],
    ['two of it', usual + usual],
    ['something after it', `${usual}x`],
    ['tags that cross', documentOf('<a><b></a></b>', account('70011'), assigned)],
    ['an ampersand alone', documentOf('<a>R&D</a>', account('70011'), assigned)],
    ['an entity that nobody declared', documentOf(request, account('&xxe;'), assigned)],
    ['a character that XML does not have', documentOf('<a>\u0000</a>', account('70011'), assigned)],
    ['a page of a gateway', '<!DOCTYPE html><html><body>Bad Gateway</body></html>'],
    ['another document', '<html><body>Bad Gateway</body></html>'],
    ['a bracket', '<'],
    ['a declaration alone', '<?xml version="1.0"?>'],
  ])('is unreadable: %s', async (_what, body) => {
    expect(await read(body)).toEqual(ignored('unreadable'));
  });

  test('in an encoding that has ASCII in it is read, since ids are ASCII, and no other is', async () => {
    const text = documentOf(request, account('70011'), assigned, '<first_name>José</first_name>');
    expect(await read(Buffer.from(text, 'latin1'))).toEqual(await read(text));
    expect(await read(Buffer.from(text, 'latin1'))).toMatchObject({ kind: 'account', accountId: '70011' });
    expect(await read(Buffer.from(`\ufeff${text}`, 'utf16le'))).toEqual(ignored('unreadable'));
  });
});
