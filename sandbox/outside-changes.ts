import * as z from 'zod';
import { vendorIds } from './vendors.ts';

/**
 * What happens to an account at a vendor without the gateway: somebody in the vendor's own pages, or the vendor itself.
 * Which of these a vendor has a notion of, it says.
 */
export const outsideChanges = ['cancel', 'suspend', 'tier-up', 'tier-down', 'activate'] as const;

export type OutsideChange = (typeof outsideChanges)[number];

export const outsideChangeRequestSchema = z.strictObject({
  provider: z.enum(vendorIds),
  accountId: z.string().min(1),
  change: z.enum(outsideChanges),
});

export type OutsideChangeRequest = z.infer<typeof outsideChangeRequestSchema>;

export interface ChangedAccount {
  /** What is another now, `[before, after]` in the vendor's own words; empty when all was so already. */
  readonly changes: readonly {
    /** Null for the account itself. */
    readonly subscriptionId: string | null;
    readonly change: Readonly<Record<string, unknown>>;
  }[];
  /** The event by which the vendor tells of such a change; null when it does not. */
  readonly event: string | null;
}
