import * as z from 'zod';
import type { ProblemCode } from '../../domain/problem.ts';
import { tryParseExactJson } from '../../http/exact-json.ts';
import { wireList, wireText } from '../../http/wire-values.ts';

/** What the vendor said of an error, as far as it said anything. */
export interface Fault {
  readonly code: string | null;
  readonly message: string | null;
}

/**
 * `{ErrorId, Errors: [{Key, Value}]}`, PascalCase unlike all other bodies: https://developer.staxbill.com/reference/errors
 * ErrorId is 0 in every sample, which says nothing; Key may name a field. A gateway's `{Message}`, HTML or nothing must do too.
 */
export const parseFault = (text: string): Fault => {
  const parsed = errorSchema.safeParse(tryParseExactJson(text));
  if (!parsed.success) {
    return { code: null, message: null };
  }
  const { ErrorId, Errors, Message } = parsed.data;
  const keys = new Set(Errors.map(({ Key }) => Key).filter((key) => key !== null));
  const values = Errors.map(({ Value }) => Value).filter((value) => value !== null);
  return {
    code: ErrorId !== null && ErrorId !== '0' ? ErrorId : [...keys].join(', ') || null,
    message: values.join('; ') || Message,
  };
};

/** What the vendor's words say beyond the status, or undefined. */
export const codeOfFault = (status: number, { message }: Fault): ProblemCode | undefined =>
  // A key that is badly formatted is a 400, not a 401.
  status === 400 && /authorization key is not in the correct format/i.test(message ?? '')
    ? 'provider_unauthorized'
    : undefined;

const errorSchema = z.object({
  ErrorId: wireText.catch(null),
  Errors: wireList(z.object({ Key: wireText.catch(null), Value: wireText.catch(null) })).catch([]),
  Message: wireText.catch(null),
});
