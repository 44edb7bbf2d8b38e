import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { parseWithAbsentNulls } from '../../shared/domain/absent-nulls.ts';

const schema = z.strictObject({
  name: z.string(),
  day: z.int().optional(),
  note: z.string().nullable().optional(),
  options: z.strictObject({ flag: z.boolean().optional() }).optional(),
  rows: z.array(z.strictObject({ id: z.string(), code: z.string().exactOptional() })).optional(),
  size: z.number().default(5),
});

const parse = (input: unknown) => {
  const { data, error } = parseWithAbsentNulls(schema, input);
  return error === undefined ? data : error.issues.map(({ path, code }) => [path.join('.'), code]);
};

describe('null', () => {
  test('for an optional member is as if the member were left out, at any depth and with its default', () => {
    expect(
      parse({ name: 'a', day: null, options: { flag: null }, rows: [{ id: '1', code: null }], size: null }),
    ).toEqual({ name: 'a', options: {}, rows: [{ id: '1' }], size: 5 });
    expect(parse({ name: 'a', options: null, rows: null })).toEqual({ name: 'a', size: 5 });
  });

  test('is a value where the schema takes it as one', () => {
    expect(parse({ name: 'a', note: null, day: null })).toEqual({ name: 'a', note: null, size: 5 });
  });

  test('is no value for a member that must be there, for an element of a list, or for the whole', () => {
    expect(parse({ name: null })).toEqual([['name', 'invalid_type']]);
    expect(parse({ name: 'a', rows: [null] })).toEqual([['rows.0', 'invalid_type']]);
    expect(parse(null)).toEqual([['', 'invalid_type']]);
  });

  test('does not make an unknown member known', () => {
    expect(parse({ name: 'a', day: null, dya: null })).toEqual([['', 'unrecognized_keys']]);
    expect(parse({ name: 'a', options: { flag: null, falg: null } })).toEqual([['options', 'unrecognized_keys']]);
  });

  test('changes nothing in what was handed in', () => {
    const input = { name: 'a', day: null };

    parse(input);

    expect(input).toEqual({ name: 'a', day: null });
  });

  test('beside what nests a hundred thousand deep is no reason to fall', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);

    expect(parse({ name: 'a', day: null, options: { flag: deep } })).toEqual([['options.flag', 'invalid_type']]);
  });
});
