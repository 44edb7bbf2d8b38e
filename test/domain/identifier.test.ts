import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { connectionNameSchema, identifierSchema, isNumericIdentifier } from '../../shared/domain/identifier.ts';

const isConnectionName = (text: string) => connectionNameSchema.safeParse(text).success;
const isIdentifier = (text: string) => identifierSchema.safeParse(text).success;

describe('the name of a connection', () => {
  test.each(['a', '0', 'acme-aria', '9-', 'a'.repeat(63)])('may be %s', (name) => {
    expect(isConnectionName(name)).toBe(true);
  });

  test.each(['', '-a', 'Acme', 'a_b', 'a/b', 'a.b', 'é', 'a\n', ' a', 'a'.repeat(64), '..', '%61'])(
    'may not be %j',
    (name) => {
      expect(isConnectionName(name)).toBe(false);
    },
  );
});

describe('an id', () => {
  test.each(['1', 'GOLD', 'a07e1exmpl0', 'A._~:@+=-', 'x@example.com', 'a'.repeat(128)])('may be %s', (identifier) => {
    expect(isIdentifier(identifier)).toBe(true);
  });

  test.each(['', '.', '..', '-1', '_a', 'a/b', 'a b', 'a%2Fb', 'a?b', 'a#b', 'a&b', 'a\n', 'é', 'a'.repeat(129)])(
    'may not be %j',
    (identifier) => {
      expect(isIdentifier(identifier)).toBe(false);
    },
  );

  test('holds nothing that would end a path segment, a query or a key of the table', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
        expect(isIdentifier(text) && /[/?#%&\\\s\p{Cc}]/u.test(text)).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a numeric id', () => {
  test.each(['1', '9', '10', '999999999999999999', '900000000000000033'])('may be %s', (identifier) => {
    expect(isNumericIdentifier(identifier)).toBe(true);
  });

  test.each(['', '0', '01', '-1', '+1', '1.0', '1e3', '1 ', ' 1', '1\n', '١', '1000000000000000000'])(
    'may not be %j: one id has one spelling',
    (identifier) => {
      expect(isNumericIdentifier(identifier)).toBe(false);
    },
  );
});
