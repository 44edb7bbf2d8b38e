import type { SimulatedAnswer, SimulatedProvider, SimulatedRequest } from '../../sandbox/simulated-provider.ts';
import type { SandboxWorld } from '../../sandbox/world.ts';
import type { ProviderId } from '../../shared/domain/provider-id.ts';

/** One simulated provider as a simulation uses it: a sandbox of few accounts, and what the vendor's words mean. */
export interface Billing {
  readonly sandbox: SimulatedProvider;
  /** Trials. */
  readonly accountIds: readonly string[];
  /** The content of a secret with the credentials that are in force. */
  secret(): object;
  /** Replaces the credentials: the old ones are refused from now on. */
  rotate(): void;
  /** Ends what was issued for credentials that stay in force. */
  expireTokens(): void;
  /** Conversions of an account that the provider would carry out, each another one. */
  requestsFor(accountId: string): readonly object[];
  isWrite(operation: string): boolean;
  /** A write that nothing guards against being done twice. */
  isUnguarded(operation: string): boolean;
  accountOf(request: SimulatedRequest): string;
  /** An answer that says for certain that nothing was done. */
  isRefusal(answer: SimulatedAnswer): boolean;
  /** The plan that the account pays for; null while it is a trial, or ended. */
  paidPlanOf(accountId: string): string | null;
  /** What the provider sends when the account has changed. */
  notificationOf(accountId: string): SimulatedNotification;
  /** What somebody does in the provider's own pages. */
  actOutside(accountId: string, act: OutsideAct): void;
}

export interface SimulatedNotification {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `restart`: what was paid is a trial again. */
export type OutsideAct = 'convert' | 'convert-to-another' | 'cancel' | 'restart';

export type MakeBilling = (world: SandboxWorld) => Billing;

/** That of `./billing-<provider>.ts`, loaded when a run first needs it. Fails for a provider that has none. */
export const billingOf = async (provider: ProviderId): Promise<MakeBilling> => {
  const { createBilling } = await import(`./billing-${provider}.ts`);
  return createBilling;
};
