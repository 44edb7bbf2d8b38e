import { createHmac } from 'node:crypto';
import { isSameSecret } from './secret-comparison.ts';

/**
 * Whether `signature` is the Base64 of the HMAC-SHA256 of these very bytes under `key`. The text is compared and never
 * decoded, so each body has one signature: hexadecimal digits, another alphabet or padding, and spaces are all wrong.
 */
export const isHmacSignature = (
  signature: string | undefined,
  { key, body }: { readonly key: string; readonly body: Uint8Array },
): boolean =>
  // Without one the work is the same, so that an answer's time tells less.
  isSameSecret(signature ?? '', createHmac('sha256', key).update(body).digest('base64'));
