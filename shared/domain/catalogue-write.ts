import * as z from 'zod';

/** The one change of the catalogue at a provider that a request makes: plain JSON, stored before it is sent. */
export const catalogueWriteSchema = z.object({
  /** The plan that is changed; null for one that does not exist yet. */
  planId: z.string().nullable(),
  /** The provider's name of the call, for people who read the record. */
  call: z.string(),
  /**
   * Whether the same request may be prepared and sent again after an attempt whose outcome stayed unknown: `find` tells
   * whether it was done, and doing it twice leaves what doing it once leaves. False for a new plan without a code.
   */
  repeatable: z.boolean(),
  /** The provider's own part, validated by the provider when it is sent. */
  parameters: z.record(z.string(), z.unknown()),
});

export type CatalogueWrite = Readonly<z.infer<typeof catalogueWriteSchema>>;
