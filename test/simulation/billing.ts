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

/** Loaded when a run first needs it. */
export const billings: Readonly<Record<ProviderId, () => Promise<MakeBilling>>> = {
  'constant-contact-v2': async () => (await import('./billing-constant-contact-v2.ts')).createConstantContactV2Billing,
  'constant-contact-v3': async () => (await import('./billing-constant-contact-v3.ts')).createConstantContactV3Billing,
  aria: async () => (await import('./billing-aria.ts')).createAriaBilling,
  fusebill: async () => (await import('./billing-fusebill.ts')).createFusebillBilling,
};
