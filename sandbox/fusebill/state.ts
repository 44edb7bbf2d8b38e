import type {
  Customer,
  Invoice,
  Plan,
  PlanFamilyRelationship,
  PlanProduct,
  ScheduledMigration,
  Subscription,
} from './records.ts';

/** The whole memory of one simulated Fusebill account, for tests to read and edit. Maps are keyed by id. */
export interface FusebillState {
  /** The key in force: change it to rotate. */
  apiKey: string;
  /** The header of every notification, with a key that is Base64 as it stands. No page has the header's name. */
  webhook: { header: string; value: string };
  rateLimits: RateLimits;
  /** A larger `pageSize` is cut to this; a list without one gets pages of this size. */
  maximumPageSize: number;
  readonly plans: Map<string, Plan>;
  readonly planProducts: Map<string, PlanProduct>;
  readonly planFamilyRelationships: Map<string, PlanFamilyRelationship>;
  readonly customers: Map<string, Customer>;
  readonly subscriptions: Map<string, Subscription>;
  readonly invoices: Map<string, Invoice>;
  /** By the id of the subscription that will be migrated. */
  readonly scheduledMigrations: Map<string, ScheduledMigration>;
  /** The next new id of any kind. */
  nextId: number;
}

/** Counted on every authorised request; a breach is refused only while `enforced`. */
export interface RateLimits {
  enforced: boolean;
  minute: RateLimitWindow;
  day: RateLimitWindow;
}

export interface RateLimitWindow {
  limit: number;
  used: number;
  /** Milliseconds since the epoch; past it, the count begins again. */
  resetsAt: number;
}

/** Keys are Base64 of `0:` and a secret, as the vendor issues them. */
export const makeApiKey = (secret: string): string => Buffer.from(`0:${secret}`).toString('base64');

/** An account without plans and customers, under a live account's rate limits (not enforced). */
export const createFusebillState = (): FusebillState => ({
  apiKey: makeApiKey('sandbox-fusebill'),
  webhook: { header: 'X-Sandbox-Fusebill', value: 'c2FuZGJveC1mdXNlYmlsbC13ZWJob29r' },
  rateLimits: {
    enforced: false,
    minute: { limit: 1_000, used: 0, resetsAt: 0 },
    day: { limit: 180_000, used: 0, resetsAt: 0 },
  },
  maximumPageSize: 1_000,
  plans: new Map(),
  planProducts: new Map(),
  planFamilyRelationships: new Map(),
  customers: new Map(),
  subscriptions: new Map(),
  invoices: new Map(),
  scheduledMigrations: new Map(),
  nextId: 90_001,
});

export const takeId = (state: FusebillState): string => {
  const id = String(state.nextId);
  state.nextId += 1;
  return id;
};

export const findFrequency = (plan: Plan | undefined, planFrequencyId: string) =>
  plan?.frequencies.find((frequency) => frequency.id === planFrequencyId);

export const productsOfPlan = (state: FusebillState, planId: string): PlanProduct[] =>
  [...state.planProducts.values()].filter((product) => product.planId === planId);
