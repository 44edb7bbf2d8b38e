import * as z from 'zod';
import { conversionSchema } from '../../shared/domain/conversion.ts';
import { connectionNameSchema, identifierSchema } from '../../shared/domain/identifier.ts';

export const input = z.object({
  path: z.object({
    connection: connectionNameSchema,
    accountId: identifierSchema,
    conversionId: z.string().regex(/^cnv_[0-9A-HJKMNP-TV-Z]{26}$/, 'must be the id of a conversion, cnv_...'),
  }),
  query: z.strictObject({}),
});

export const output = conversionSchema;
