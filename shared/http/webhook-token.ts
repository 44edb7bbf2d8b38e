import * as z from 'zod';
import type { WebhookReceiver } from '../domain/webhook.ts';
import { isSameSecret } from './secret-comparison.ts';

/** `webhookToken` of a connection's secret, at any provider. */
export const webhookTokenSchema = z.string().min(1, 'must not be empty').nullish();

/**
 * `receiver`, and before it the token in the address that the provider was given: it comes on top of whatever else is asked
 * for, and before anything of the body is looked at. A connection without one takes any address.
 */
export const behindToken = (token: string | null | undefined, receiver: WebhookReceiver): WebhookReceiver =>
  token === null || token === undefined
    ? receiver
    : {
        ...receiver,
        isHint: false,
        verify: (delivery) =>
          delivery.token !== undefined && isSameSecret(delivery.token, token) && receiver.verify(delivery),
      };

/** The token among the values that nobody else may see. */
export const tokenValues = (token: string | null | undefined): string[] =>
  token === null || token === undefined ? [] : [token];
