import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeCursor, encodeCursor, type ListIdentity } from '../../shared/catalogue/cursor.ts';

const list: ListIdentity = { connection: 'acme', status: null, interval: null };

const codeOf = (identity: ListIdentity, cursor: string) => {
  const decoded = decodeCursor(identity, cursor);
  return decoded.ok ? decoded.value : decoded.problem.code;
};

const position = fc.record({ page: fc.nat(), skip: fc.nat() });

describe('a cursor', () => {
  test('leads back to where it was given', () => {
    fc.assert(
      fc.property(position, (given) => {
        expect(codeOf(list, encodeCursor(list, given))).toEqual(given);
      }),
    );
  });

  test('stands in a URL as it is', () => {
    fc.assert(
      fc.property(position, (given) => {
        expect(encodeCursor(list, given)).toMatch(/^[A-Za-z0-9_-]{1,200}$/);
      }),
    );
  });

  test.each<[string, ListIdentity]>([
    ['a list of another connection', { ...list, connection: 'acme2' }],
    ['a list of another status', { ...list, status: 'active' }],
    ['a list of another interval', { ...list, interval: 'month' }],
    ['a list of a connection that is called null', { ...list, connection: 'null' }],
  ])('of %s is refused', (_difference, other) => {
    expect(codeOf(list, encodeCursor(other, { page: 0, skip: 1 }))).toBe('invalid_cursor');
  });

  test('is refused when one character of it is another', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    fc.assert(
      fc.property(position, fc.nat(), fc.constantFrom(...alphabet), (given, place, character) => {
        const cursor = encodeCursor(list, given);
        const index = place % cursor.length;
        fc.pre(cursor[index] !== character);
        expect(codeOf(list, cursor.slice(0, index) + character + cursor.slice(index + 1))).toBe('invalid_cursor');
      }),
      { numRuns: 2_000 },
    );
  });

  test('is refused when it is cut, doubled, padded, in another alphabet or with something around it', () => {
    const cursor = encodeCursor(list, { page: 3, skip: 17 });
    const spoiled = [
      ...Array.from({ length: cursor.length }, (_, length) => cursor.slice(0, length)),
      cursor + cursor,
      `${cursor}=`,
      `${cursor}A`,
      ` ${cursor}`,
      `${cursor}\n`,
      cursor.toLowerCase(),
      Buffer.from(cursor).toString('base64url'),
      Buffer.from(cursor, 'base64url').toString('hex'),
      Buffer.from(cursor, 'base64url').toString('utf8'),
    ];

    expect(new Set(spoiled.map((text) => codeOf(list, text)))).toEqual(new Set(['invalid_cursor']));
  });

  test('that spells the same position in another way is refused', () => {
    const [page, skip, checksum] = JSON.parse(
      Buffer.from(encodeCursor(list, { page: 1, skip: 2 }), 'base64url').toString(),
    );
    const spelled = [`[${page}, ${skip},"${checksum}"]`, `[${page}.0,${skip},"${checksum}"]`, `[1e0,2,"${checksum}"]`];

    for (const text of spelled) {
      expect(codeOf(list, Buffer.from(text).toString('base64url'))).toBe('invalid_cursor');
    }
  });

  test.each([
    '[0,0]',
    '[-1,0,"x"]',
    '{"page":0}',
    'null',
    '[[],[],[]]',
    '[9007199254740993,0,"x"]',
    '{"__proto__":[0,0,"x"]}',
  ])('made by hand (%s) is refused', (text) => {
    expect(codeOf(list, Buffer.from(text).toString('base64url'))).toBe('invalid_cursor');
  });

  test('is refused for any text at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(codeOf(list, text)).toBe('invalid_cursor');
      }),
    );
  });
});
