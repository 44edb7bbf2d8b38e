import { hkdfSync } from 'node:crypto';
import { type Result, success } from '../domain/result.ts';
import type { SecretStore } from '../secrets/secret-store.ts';

/** Keys by which a connection knows again what it handed out itself. Nobody makes them who does not know its secret. */
export interface SigningKeys {
  /** The one to sign with. */
  readonly current: Uint8Array;
  /**
   * Others that may have signed: of the secret as it is now, where this container knew an earlier one, and of the one
   * before, for the rotation time. Fails where Secrets Manager cannot tell.
   */
  others(): Promise<Result<readonly Uint8Array[]>>;
}

/** `text` is the secret that this container knows. */
export const createSigningKeys = (secrets: SecretStore, connection: string, text: string): SigningKeys => ({
  current: signingKeyOf(text),
  others: async () => {
    const refreshed = await secrets.refresh(connection, text, { cause: 'cursor_not_verified' });
    if (!refreshed.ok) {
      return refreshed;
    }
    const latest = await secrets.read(connection);
    if (!latest.ok) {
      return latest;
    }
    const previous = await secrets.readPrevious(connection);
    if (!previous.ok) {
      return previous;
    }
    return success([latest.value, ...(previous.value === null ? [] : [previous.value])].map(signingKeyOf));
  },
});

/** RFC 5869; the text holds credentials, which is where the entropy comes from. */
const signingKeyOf = (text: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', text, '', 'plan-gateway signing key', 32));
