import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';

/** What a notification may be at most. */
const maximumLength = 256 * 1024;

const filled = (start: string, part: string, end: string): string =>
  start + part.repeat(Math.floor((maximumLength - start.length - end.length) / part.length)) + end;

const head = '<apf2doc><request><class_name>A</class_name></request>';
const tail =
  '<acct_data><acct_no>70011</acct_no></acct_data><event_data><event><event_id>724</event_id></event></event_data></apf2doc>';

const entities = Array.from({ length: 9 }, (_, index) => `<!ENTITY lol${index + 1} "${`&lol${index};`.repeat(10)}">`);

const unreadable = { kind: 'ignored', reason: 'unreadable' };
const read = { kind: 'account', accountId: '70011', eventNames: ['724'] };

const cases: readonly (readonly [string, string, object])[] = [
  [
    'a billion laughs',
    `<!DOCTYPE apf2doc [<!ENTITY lol0 "lol">${entities.join('')}]>${head}<a>&lol9;</a>${tail}`,
    unreadable,
  ],
  [
    'one long entity, many times',
    filled(`<!DOCTYPE a [<!ENTITY e "${'x'.repeat(100_000)}">]><apf2doc>`, '&e;', '</apf2doc>'),
    unreadable,
  ],
  [
    'an entity from a file',
    `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>${head}<a>&e;</a>${tail}`,
    unreadable,
  ],
  ['a document type from elsewhere', `<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">${head}${tail}`, unreadable],
  ['a document type in small letters', `<!doctype a>${head}${tail}`, unreadable],
  ['an entity in the middle', `${head}<!ENTITY e "x">${tail}`, unreadable],
  ['elements in elements that never end', filled('', '<a>', ''), unreadable],
  ['elements in elements', `${'<a>'.repeat(35_000)}${'</a>'.repeat(35_000)}`, unreadable],
  ['elements in elements beside a good account', `${head}${'<a>'.repeat(100)}${'</a>'.repeat(100)}${tail}`, unreadable],
  ['start tags that never end', filled('', '<a ', ''), unreadable],
  ['brackets', filled('', '<', ''), unreadable],
  ['a huge attribute', filled(`${head}<a b="`, 'x', `"/>${tail}`), read],
  ['a huge attribute of references', filled(`${head}<a b="`, '&lt;', `"/>${tail}`), read],
  ['an attribute that never ends', filled(`${head}<a b="`, 'x', ''), unreadable],
  [
    'thousands of attributes',
    `${head}<a ${Array.from({ length: 15_000 }, (_, index) => `a${index}="1"`).join(' ')}/>${tail}`,
    read,
  ],
  ['a huge name', filled(`${head}<`, 'a', `/>${tail}`), read],
  ['a huge text', filled(`${head}<a>`, 'x', `</a>${tail}`), read],
  ['line ends', filled(`${head}<a>`, '\r', `</a>${tail}`), read],
  ['blanks', filled(`${head}<a`, ' ', `/>${tail}`), read],
  ['references to characters', filled(`${head}<acct>`, '&#65;', `</acct>${tail}`), read],
  ['ampersands', filled(`${head}<a>`, '&', `</a>${tail}`), unreadable],
  ['a reference that never ends', filled(`${head}<a>&`, 'a', ''), unreadable],
  ['siblings', filled(head, '<a/>', tail), read],
  [
    'thousands of ids',
    filled('<apf2doc><request><class>A</class></request>', '<event_id>1</event_id>', tail),
    {
      ...read,
      eventNames: Array.from({ length: 20 }, () => '1'),
    },
  ],
  ['comments', filled(head, '<!---->', tail), read],
  ['a comment that never ends', filled(`${head}<!--`, '- ', ''), unreadable],
  ['literal sections', filled(`${head}<a>`, '<![CDATA[]]>', `</a>${tail}`), read],
  ['a literal section that never ends', filled(`${head}<a><![CDATA[`, ']', ''), unreadable],
  ['instructions', filled(head, '<?a b?>', tail), read],
  ['an instruction that never ends', filled(`${head}<?a `, '?', ''), unreadable],
  [
    'a label that could be about an account’s status until its end',
    filled('<apf2doc><class>A</class><acct_no>70011</acct_no><event_label>', 'account ', '</event_label></apf2doc>'),
    { kind: 'ignored', reason: 'unknown_event' },
  ],
  ['pairs without end', filled('class=A&acct_no=70011&event_id[]=724', '&a=b', ''), read],
  ['separators', filled('class=A&acct_no=70011&event_id[]=724', '&', ''), read],
  ['escapes', filled('class=A&acct_no=70011&event_id[]=724&a=', '%41', ''), read],
  ['brackets in a name', filled('class=A&acct_no=70011&event_id[]=724&', '[', '=1'), read],
];

/** Reads each body of its standard input, as another process, so that one that never ends can be ended. */
const reader = `
  import { readFileSync } from 'node:fs';
  import { provider } from './shared/providers/aria/index.ts';
  const { webhook } = provider.configure({ clientNo: '1', authKey: 'k' }).value;
  const readings = [];
  for (const body of JSON.parse(readFileSync(0, 'utf8'))) {
    readings.push(await webhook.read({ headers: {}, body: Buffer.from(body) }));
  }
  process.stdout.write(JSON.stringify(readings));
`;

describe('a document that is made to exhaust its reader', () => {
  let readings: readonly unknown[] = [];

  beforeAll(() => {
    const { status, stdout, stderr, error } = spawnSync(
      process.execPath,
      ['--max-old-space-size=128', '--input-type=module', '--eval', reader],
      {
        cwd: fileURLToPath(new URL('../..', import.meta.url)),
        input: JSON.stringify(cases.map(([, body]) => body)),
        encoding: 'utf8',
        // All of them together take less than a second. A single one that is read in quadratic time takes longer than this.
        timeout: 20_000,
      },
    );
    if (status !== 0) {
      throw new Error(`the reader did not come to its end: ${error?.message ?? stderr}`);
    }
    readings = JSON.parse(stdout);
  });

  test.each(cases.map(([name, body, expected], index) => [name, body.length, index, expected] as const))(
    'is read or refused: %s (%d characters)',
    (_name, length, index, expected) => {
      expect(length).toBeLessThanOrEqual(maximumLength);
      expect(readings[index]).toEqual(expected);
    },
  );
});
