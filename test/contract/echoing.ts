import type { leavesOf } from '../support/secret-leaves.ts';

/** A provider that sends back what it was sent, in its errors and in its data, in any spelling. */
export interface Echoing {
  /** Of the secret, without `webhookToken`. */
  readonly schema: Parameters<typeof leavesOf>[0];
  /** Every place of a credential in it, and `webhookToken` where there are notifications. */
  readonly places: readonly string[];
  /** Members of a secret that open nothing by themselves. Every other member is a credential. */
  readonly harmless: readonly string[];
  /** The secret with `credentials` at their places, and with addresses of `origin`. */
  readonly secretOf: (credentials: Readonly<Record<string, string>>, origin: string) => object;
  /** What is sent as one text: two members of the secret. */
  readonly pairs: (credentials: Readonly<Record<string, string>>) => readonly string[];
  /** The provider's own refusal that says `message`. */
  readonly refusal: (message: string) => object;
}
