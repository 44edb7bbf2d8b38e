import * as z from 'zod';
import { idempotencyKeySchema } from '../../gateway/idempotency-key.ts';
import { conversionRequestSchema } from '../../shared/domain/conversion.ts';
import { connectionNameSchema, identifierSchema } from '../../shared/domain/identifier.ts';
import { createProblem } from '../../shared/domain/problem.ts';
import { failed, type Result } from '../../shared/domain/result.ts';
import { checkParts, maximumBodyBytes } from '../../shared/lambda/parse-request.ts';

/** What POST .../conversions takes in its body, with what stands there in the path and in the header. */
export const input = z.strictObject({
  connection: connectionNameSchema,
  accountId: identifierSchema,
  idempotencyKey: z.string().pipe(idempotencyKeySchema),
  ...conversionRequestSchema.shape,
});

export type Signup = z.infer<typeof input>;

/** An event as EventBridge hands it on. The members beside these two are AWS's own. */
const eventInput = z.object({
  'detail-type': z.literal('signup.completed', 'must be signup.completed'),
  detail: input,
});

/**
 * The signup of one invocation: the event itself, or the `detail` of what EventBridge sent. Fails with `invalid_request`,
 * naming the members by their place in the event, or with `payload_too_large`.
 */
export const parseSignup = (event: unknown): Result<Signup> => {
  // Lambda passes on more than the ledger can keep.
  if (Buffer.byteLength(JSON.stringify(event) ?? '') > maximumBodyBytes) {
    return failed(createProblem('payload_too_large', `The event is longer than ${maximumBodyBytes} bytes.`));
  }
  const parts = { path: {}, query: {}, headers: {}, body: event };
  return isFromEventBridge(event) ? checkParts(parts, fromEventBridge) : checkParts(parts, direct);
};

const direct = z.object({ body: input }).transform(({ body }) => body);

const fromEventBridge = z.object({ body: eventInput }).transform(({ body }) => body.detail);

const isFromEventBridge = (event: unknown): boolean =>
  typeof event === 'object' && event !== null && Object.hasOwn(event, 'detail-type');
