/** Everything that this simulated system knows. Tests change it in place; what is set here holds from the next request on. */
export interface ConstantContactV3State {
  /** Replaced as a whole to rotate: the old ones are refused at once, tokens that were issued stay good. */
  credentials: ConstantContactV3Credentials;
  /** Null sends notifications unsigned: no page of the vendor has a signature in v3. */
  webhookSecret: string | null;
  /** How the token has to stand in `Authorization`: as it is, after `Bearer `, or either. Nobody has documented which. */
  authorizationScheme: 'bare' | 'bearer' | 'either';
  /** Issued tokens, with the moment of their end in milliseconds since the epoch. Emptied, every token is refused. */
  tokens: Map<string, number>;
  /** By encoded_account_id. */
  accounts: Map<string, ConstantContactV3Account>;
  /** By plan_group_id: the plan types that may be sold in it. */
  planGroups: Map<number, readonly string[]>;
  /** Where a plan_group_id that does not exist leads, without a word. */
  defaultPlanGroupId: number;
  /** By plan_type, without the trial: what it costs in each tier, as decimals. */
  prices: Map<string, readonly string[]>;
  /** The limits of the tiers, by contacts, first tier first. Every list of prices is as long. */
  tierLimits: readonly { readonly from: number; readonly to: number }[];
  /** How many of the next requests are over the limit per second (429 `throttled`). */
  requestsOverSecondLimit: number;
  /** How many of the next requests are over the limit per day (429 `quota_exceeded`). */
  requestsOverDayLimit: number;
}

export interface ConstantContactV3Credentials {
  readonly apiKey: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface ConstantContactV3Account {
  /** As the vendor spells it, in whatever case. */
  billingStatus: string;
  planType: string;
  planGroupId: number;
  billingDayOfMonth: number | null;
  contacts: number;
  currencyCode: string;
  /** How a trial's current_tiers is spelled: nobody has documented it. */
  trialTiers: 'absent' | 'null' | 'empty';
}

export const trialPlanType = 'TRIAL';

/** A trial in the vendor's words, to be arranged: `state.accounts.set('a07et3000099', trialAccount())`. */
export const trialAccount = (changes: Partial<ConstantContactV3Account> = {}): ConstantContactV3Account => ({
  billingStatus: 'Trial',
  planType: trialPlanType,
  planGroupId: 310,
  billingDayOfMonth: null,
  contacts: 96,
  currencyCode: 'USD',
  trialTiers: 'absent',
  ...changes,
});

/** A paying account. */
export const openAccount = (
  planType: string,
  changes: Partial<ConstantContactV3Account> = {},
): ConstantContactV3Account => ({
  ...trialAccount(),
  billingStatus: 'Open',
  planType,
  billingDayOfMonth: 9,
  contacts: 812,
  ...changes,
});
