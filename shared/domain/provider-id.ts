import * as z from 'zod';

export const providerIds = ['constant-contact-v2', 'constant-contact-v3', 'aria', 'fusebill'] as const;

export const providerIdSchema = z.enum(providerIds).meta({ id: 'Provider' });

export type ProviderId = z.infer<typeof providerIdSchema>;
