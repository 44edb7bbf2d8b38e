import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeCursor, encodeCursor, hasCursorForm, type ListIdentity } from '../../shared/catalogue/cursor.ts';

const list: ListIdentity = { connection: 'acme', status: null, interval: null };

const key = Buffer.alloc(32, 'a');
const otherKey = Buffer.alloc(32, 'b');

const decode = (identity: ListIdentity, cursor: string) => decodeCursor([key], identity, cursor);

const position = fc.record({ page: fc.nat(), skip: fc.nat() });

describe('a cursor', () => {
  test('leads back to where it was given', () => {
    fc.assert(
      fc.property(position, (given) => {
        expect(decode(list, encodeCursor(key, list, given))).toEqual(given);
      }),
    );
  });

  test('is known by any of the keys that may have signed it, and by no other', () => {
    const given = { page: 3, skip: 17 };

    expect(decodeCursor([otherKey, key], list, encodeCursor(key, list, given))).toEqual(given);
    expect(decodeCursor([otherKey], list, encodeCursor(key, list, given))).toBeNull();
    expect(decodeCursor([], list, encodeCursor(key, list, given))).toBeNull();
  });

  test('cannot be made out of what is public', () => {
    const values = ['acme', null, null, 1, 0];
    const checksum = createHash('sha256').update(JSON.stringify(values)).digest('base64url');

    for (const length of [12, 22, 43]) {
      const forged = Buffer.from(JSON.stringify([1, 0, checksum.slice(0, length)])).toString('base64url');
      expect(decode(list, forged)).toBeNull();
    }
  });

  test('has a form by which what can be none is told without a key', () => {
    expect(hasCursorForm(encodeCursor(key, list, { page: 1, skip: 0 }))).toBe(true);
    for (const text of ['', 'x', 'A'.repeat(100_000), Buffer.from('[1,0]').toString('base64url')]) {
      expect(hasCursorForm(text)).toBe(false);
    }
  });

  test('stands in a URL as it is', () => {
    fc.assert(
      fc.property(position, (given) => {
        expect(encodeCursor(key, list, given)).toMatch(/^[A-Za-z0-9_-]{1,200}$/);
      }),
    );
  });

  test.each<[string, ListIdentity]>([
    ['a list of another connection', { ...list, connection: 'acme2' }],
    ['a list of another status', { ...list, status: 'active' }],
    ['a list of another interval', { ...list, interval: 'month' }],
    ['a list of a connection that is called null', { ...list, connection: 'null' }],
  ])('of %s is refused', (_difference, other) => {
    expect(decode(list, encodeCursor(key, other, { page: 0, skip: 1 }))).toBeNull();
  });

  test('is refused when one character of it is another', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    fc.assert(
      fc.property(position, fc.nat(), fc.constantFrom(...alphabet), (given, place, character) => {
        const cursor = encodeCursor(key, list, given);
        const index = place % cursor.length;
        fc.pre(cursor[index] !== character);
        expect(decode(list, cursor.slice(0, index) + character + cursor.slice(index + 1))).toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });

  test('is refused when it is cut, doubled, padded, in another alphabet or with something around it', () => {
    const cursor = encodeCursor(key, list, { page: 3, skip: 17 });
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

    expect(new Set(spoiled.map((text) => decode(list, text)))).toEqual(new Set([null]));
  });

  test('that spells the same position in another way is refused', () => {
    const [page, skip, checksum] = JSON.parse(
      Buffer.from(encodeCursor(key, list, { page: 1, skip: 2 }), 'base64url').toString(),
    );
    const spelled = [`[${page}, ${skip},"${checksum}"]`, `[${page}.0,${skip},"${checksum}"]`, `[1e0,2,"${checksum}"]`];

    for (const text of spelled) {
      expect(decode(list, Buffer.from(text).toString('base64url'))).toBeNull();
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
    expect(decode(list, Buffer.from(text).toString('base64url'))).toBeNull();
  });

  test('is refused for any text at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(decode(list, text)).toBeNull();
      }),
    );
  });
});
