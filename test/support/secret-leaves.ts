import * as z from 'zod';

/** The places of all texts and numbers that a secret of `schema` may hold: `apiKey`, `webhook.password`, `planNames.*`. */
export const leavesOf = (schema: z.core.$ZodType, path: readonly string[] = []): readonly string[] => {
  const [inner, ...others] = innerOf(schema, path);
  if (inner === undefined) {
    return isLeaf(schema) ? [path.join('.')] : [];
  }
  return [...new Set([inner, ...others].flatMap((part) => leavesOf(part.schema, part.path)))];
};

interface Part {
  readonly schema: z.core.$ZodType;
  readonly path: readonly string[];
}

const innerOf = (schema: z.core.$ZodType, path: readonly string[]): readonly Part[] => {
  if (schema instanceof z.ZodObject) {
    return Object.entries<z.core.$ZodType>(schema.shape).map(([name, member]) => ({
      schema: member,
      path: [...path, name],
    }));
  }
  if (schema instanceof z.ZodUnion) {
    return schema.options.map((option) => ({ schema: option, path }));
  }
  if (schema instanceof z.ZodArray) {
    return [{ schema: schema.element, path: [...path, '*'] }];
  }
  if (schema instanceof z.ZodRecord) {
    return [{ schema: schema.valueType, path: [...path, '*'] }];
  }
  if (schema instanceof z.ZodPipe) {
    return [{ schema: schema.in, path }];
  }
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault
  ) {
    return [{ schema: schema.unwrap(), path }];
  }
  return [];
};

/** What nobody can hide a credential in. */
const isLeaf = (schema: z.core.$ZodType): boolean =>
  !(schema instanceof z.ZodBoolean || schema instanceof z.ZodEnum || schema instanceof z.ZodLiteral);
