/** A provider's notification as it came. Nothing of it is trusted, and nothing parses it, before `verify`. */
export interface WebhookDelivery {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The raw bytes, which signatures are made of. */
  readonly body: Uint8Array;
  /** The `token` of the address; left out where it has none, or several. */
  readonly token?: string | undefined;
}

/** How one provider's notifications are checked, read and acknowledged, with one connection's secret. */
export interface WebhookReceiver {
  /**
   * Whether the sender knows the connection's secret, found out in a time that does not depend on how much of it was
   * right. Always false when no secret is configured.
   */
  verify(delivery: WebhookDelivery): boolean;
  /** What a verified delivery is about: ids and names of events. Its other values are never used, they may be old or forged. */
  read(delivery: WebhookDelivery): Promise<WebhookReading>;
  /** The body, as `text/plain`, that the provider takes as "received"; null where an empty answer will do. */
  readonly acknowledgement: string | null;
  /**
   * What `verify` asks for is known to others than the provider, so that they can send what it takes. What such deliveries
   * may cost is limited (`shared/webhooks/look-budget.ts`).
   */
  readonly isHint?: boolean;
}

export type WebhookReading =
  | {
      readonly kind: 'account';
      readonly accountId: string;
      /** The provider's own names or numbers of what happened, for the log. */
      readonly eventNames: readonly string[];
    }
  | { readonly kind: 'plan'; readonly planId: string; readonly eventNames: readonly string[] }
  /**
   * Acknowledged, and nothing is done. `unreadable`: not in the provider's format; `unknown_event`: of a kind that is not
   * about plans; `no_subject`: it names no account and no plan.
   */
  | { readonly kind: 'ignored'; readonly reason: 'unreadable' | 'unknown_event' | 'no_subject' };
