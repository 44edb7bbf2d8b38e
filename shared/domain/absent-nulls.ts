import type * as z from 'zod';

/**
 * `input` through `schema`, where null for an optional member says the same as leaving the member out. Null stays what it
 * is where the schema takes it, as an element of a list, and for a member that the schema does not know, which a strict
 * one refuses.
 */
export const parseWithAbsentNulls = <Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): z.ZodSafeParseResult<z.output<Schema>> => {
  const parsed = schema.safeParse(input);
  if (parsed.success) {
    return parsed;
  }
  const refused = new Set(parsed.error.issues.map(({ path }) => placeOf(path)));
  const rest = withoutNulls(input, refused);
  return rest === input ? parsed : schema.safeParse(rest);
};

/** `value` without the members that are null and `refused`; `value` itself where there are none. */
const withoutNulls = (value: unknown, refused: ReadonlySet<string>, path: readonly string[] = []): unknown => {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array || path.length > maximumDepth) {
    return value;
  }
  const members = Object.entries(value).map(([name, member]) => {
    const place = [...path, name];
    const isAbsent = member === null && !Array.isArray(value) && refused.has(placeOf(place));
    return { name, member, rest: isAbsent ? undefined : withoutNulls(member, refused, place) };
  });
  if (members.every(({ member, rest }) => member === rest)) {
    return value;
  }
  return Array.isArray(value)
    ? members.map(({ rest }) => rest)
    : Object.fromEntries(members.flatMap(({ name, rest }) => (rest === undefined ? [] : [[name, rest]])));
};

/** No schema here goes as deep; what does is left to it as it is. */
const maximumDepth = 16;

const placeOf = (path: readonly PropertyKey[]): string => JSON.stringify(path.map(String));
