import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { encodeForm, type FormValue } from '../../shared/providers/aria/form-encoding.ts';

describe('the bracket notation of Admin Tools', () => {
  test('puts the index before the member, as the vendor shows it', () => {
    expect(
      encodeForm({
        schedule: [
          { schedule_name: 'Monthly', currency_cd: 'usd' },
          { schedule_name: 'Yearly', currency_cd: 'gbp' },
        ],
      }),
    ).toBe(
      'schedule[0][schedule_name]=Monthly&schedule[0][currency_cd]=usd&schedule[1][schedule_name]=Yearly&schedule[1][currency_cd]=gbp',
    );
  });

  test('nests rows in rows', () => {
    expect(encodeForm({ service: [{ tier: [{ schedule: [{ from: 1, amount: '19.99' }] }] }] })).toBe(
      'service[0][tier][0][schedule][0][from]=1&service[0][tier][0][schedule][0][amount]=19.99',
    );
  });

  test('leaves a plain list without indexes, but not inside a row', () => {
    expect(encodeForm({ plan_group: [2, 3] })).toBe('plan_group[]=2&plan_group[]=3');
    expect(encodeForm({ supplemental_obj_field: [{ field_name: 'Colour', field_value: ['red', 'blue'] }] })).toBe(
      'supplemental_obj_field[0][field_name]=Colour&supplemental_obj_field[0][field_value][0]=red&supplemental_obj_field[0][field_value][1]=blue',
    );
  });

  test('percent-encodes what a name or a value may hold', () => {
    expect(encodeForm({ plan_name: 'Gold & Co = 100% +1 [x] é', 'a b': '' })).toBe(
      'plan_name=Gold%20%26%20Co%20%3D%20100%25%20%2B1%20%5Bx%5D%20%C3%A9&a%20b=',
    );
  });

  test('does not stumble over half a surrogate pair', () => {
    expect(encodeForm({ plan_name: 'a\ud83d' })).toBe('plan_name=a%EF%BF%BD');
  });

  test('says nothing of an empty list', () => {
    expect(encodeForm({ plan_name: 'x', schedule: [] })).toBe('plan_name=x');
  });

  const name = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => text !== '__proto__');
  const scalar = fc.string({ unit: 'grapheme' });
  const value = fc.letrec<{ value: FormValue; row: { [name: string]: FormValue } }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      scalar,
      fc.array(scalar, { minLength: 1, maxLength: 4 }),
      fc.array(tie('row'), { minLength: 1, maxLength: 3 }),
    ),
    row: fc.dictionary(name, tie('value'), { minKeys: 1, maxKeys: 3 }),
  })).row;

  test('is read by a bracket parser as what went in, whatever the names and values', () => {
    fc.assert(
      fc.property(value, (parameters) => {
        expect(decodeBrackets(encodeForm(parameters))).toEqual(plain(parameters));
      }),
    );
  });

  test('holds nothing but unreserved characters, percent signs and the signs of the notation', () => {
    fc.assert(
      fc.property(value, (parameters) => {
        expect(encodeForm(parameters)).toMatch(/^[A-Za-z0-9\-_.!~*'()%[\]=&]*$/);
      }),
    );
  });

  test('gives every scalar one pair', () => {
    fc.assert(
      fc.property(value, (parameters) => {
        expect(encodeForm(parameters).split('&')).toHaveLength(countScalars(parameters));
      }),
    );
  });
});

type Decoded = string | { [key: string]: Decoded };

/** As PHP reads a form: brackets nest, an empty pair of brackets takes the next index. */
const decodeBrackets = (form: string): Decoded => {
  const result: { [key: string]: Decoded } = Object.create(null);
  for (const pair of form.split('&')) {
    const [rawName = '', rawValue = ''] = pair.split('=');
    const [head = '', ...brackets] = rawName.split('[');
    const path = [head, ...brackets.map((part) => part.slice(0, -1))];
    let place = result;
    path.forEach((rawKey, depth) => {
      const key = rawKey === '' ? String(Object.keys(place).length) : decodeURIComponent(rawKey);
      if (depth === path.length - 1) {
        place[key] = decodeURIComponent(rawValue);
        return;
      }
      place[key] ??= Object.create(null) as { [key: string]: Decoded };
      place = place[key] as { [key: string]: Decoded };
    });
  }
  return result;
};

/** Lists as PHP has them: maps from the index. */
const plain = (value: FormValue): Decoded =>
  typeof value === 'object'
    ? Object.assign(
        Object.create(null),
        Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)])),
      )
    : String(value);

const countScalars = (value: FormValue): number =>
  typeof value === 'object' ? Object.values(value).reduce<number>((sum, member) => sum + countScalars(member), 0) : 1;
