import type { Deadline } from '../domain/clock.ts';
import type { Problem } from '../domain/problem.ts';
import type { ProviderOperations } from '../domain/provider.ts';
import { failed, type Result } from '../domain/result.ts';
import type { Connection } from './connections.ts';

/** What became of a write: refused, with the problem, or whatever else its kind of write knows. */
type Outcome =
  | { readonly kind: 'refused'; readonly problem: Problem }
  | { readonly kind: 'accepted' | 'conflict' | 'unknown' };

/**
 * Sends a write, once. Not retried, but for refused credentials: then nothing was done, and the same write goes out once with
 * those that Secrets Manager has now. Fails where nothing was sent.
 */
export const sendOnce = <Sent extends Outcome>(
  connection: Connection,
  send: (operations: ProviderOperations) => Promise<Result<Sent>>,
  options: { readonly deadline: Deadline },
): Promise<Result<Sent>> =>
  connection.run(async (operations) => {
    const sent = await send(operations);
    return sent.ok && sent.value.kind === 'refused' && sent.value.problem.code === 'provider_unauthorized'
      ? failed(sent.value.problem)
      : sent;
  }, options);
