import * as z from 'zod';

/** A comma-separated choice of `names`, each at most once. */
export const includeSchema = <Name extends string>(names: readonly [Name, ...Name[]]) =>
  z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(names, `must be of ${names.join(', ')}, separated by commas`)))
    .refine((given) => new Set(given).size === given.length, 'must name each once')
    .meta({ description: `Any of ${names.join(', ')}, separated by commas`, examples: [names[0]] });
