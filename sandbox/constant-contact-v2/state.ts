/** Everything that this simulated system knows. Tests change it in place; what is set here holds from the next request on. */
export interface ConstantContactV2State {
  /** Replaced as a whole to rotate: the old ones are refused at once. */
  credentials: ConstantContactV2Credentials;
  /** The secret of the API key, with which the vendor signs its notifications. */
  webhookSecret: string;
  /** By account id. */
  accounts: Map<string, ConstantContactV2Account>;
  /** By plan_type, without the trial: what it costs in each tier. A plan_type that is not here does not exist. */
  prices: Map<number, readonly string[]>;
  /** The limits of the tiers, by active contacts, first tier first. Every list of prices is as long. */
  tierLimits: readonly { readonly from: number; readonly to: number }[];
  /** How many of the next requests are over the limit per second. */
  requestsOverSecondLimit: number;
  /** How many of the next requests are over the limit per day. */
  requestsOverDayLimit: number;
}

export interface ConstantContactV2Credentials {
  readonly apiKey: string;
  readonly username: string;
  readonly password: string;
}

export interface ConstantContactV2Account {
  /** As the vendor spells it, in whatever case. */
  status: string;
  /** 1 is the trial. */
  planType: number;
  /** Null leaves plan_level out of the answer. */
  planLevel: number | null;
  billingDayOfMonth: number | null;
  activeContacts: number;
  /** How a trial's current_tiers is spelled: nobody has documented it. */
  trialTiers: 'absent' | 'null' | 'empty';
}

export const trialPlanType = 1;

/** A trial in the vendor's words, to be arranged: `state.accounts.set('a07et2000099', trialAccount())`. */
export const trialAccount = (changes: Partial<ConstantContactV2Account> = {}): ConstantContactV2Account => ({
  status: 'Trial',
  planType: trialPlanType,
  planLevel: null,
  billingDayOfMonth: null,
  activeContacts: 120,
  trialTiers: 'absent',
  ...changes,
});

/** A paying account. */
export const openAccount = (
  planType: number,
  changes: Partial<ConstantContactV2Account> = {},
): ConstantContactV2Account => ({
  ...trialAccount(),
  status: 'Open',
  planType,
  billingDayOfMonth: 12,
  activeContacts: 730,
  ...changes,
});
