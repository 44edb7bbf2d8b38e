import * as z from 'zod';
import { warningSchema } from './warning.ts';

/** The one change at a provider that a conversion makes: plain JSON, stored before it is sent. */
export const draftSchema = z.object({
  accountId: z.string(),
  subscriptionId: z.string().nullable(),
  /** The plan that the account is to be on afterwards; null where the trial's own plan goes on and has no known id. */
  wantedPlanId: z.string().nullable(),
  /**
   * Whether the very same write may be sent once more after an unknown outcome, and what makes that safe. `never` for a
   * write that no state and no id guards. `naturally_repeatable` holds while the account is a trial, so the read right
   * before the repeat is part of what makes it safe.
   */
  repeat: z.enum(['guarded_by_state', 'guarded_by_receipt', 'naturally_repeatable', 'never']),
  /** Set when the write ends the subscription and starts another: the word that the source's status then has. */
  replacedProviderStatus: z.string().nullable(),
  /** Known before anything is sent. */
  warnings: z.array(warningSchema),
  /** The provider's own part, validated by the provider when it is sent. */
  parameters: z.record(z.string(), z.unknown()),
});

export type Draft = Readonly<z.infer<typeof draftSchema>>;
