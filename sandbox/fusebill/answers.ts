import { jsonAnswer, type SimulatedAnswer } from '../simulated-provider.ts';

/** Either what was read from a request, or the answer that refuses it. */
export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: SimulatedAnswer };

export const read = <T>(value: T): Read<T> => ({ ok: true, value });

export const refused = (refusal: SimulatedAnswer): { readonly ok: false; readonly refusal: SimulatedAnswer } => ({
  ok: false,
  refusal,
});

/**
 * The vendor's error body: PascalCase, unlike everything else, and `ErrorId` 0 in every sample. `key` is "Api Error" but
 * for a field that did not pass. https://developer.staxbill.com/reference/errors
 */
export const refuse = (status: number, value: string, key = 'Api Error'): SimulatedAnswer =>
  refuseFields(status, [{ Key: key, Value: value }]);

export const refuseFields = (
  status: number,
  errors: readonly { readonly Key: string; readonly Value: string }[],
): SimulatedAnswer => jsonAnswer(status, { ErrorId: 0, HttpStatusCode: status, Errors: errors });

/** "Plan with id 5 not found.", as printed on https://developer.staxbill.com/reference/read-plan */
export const refuseUnknown = (entity: string, id: string): SimulatedAnswer =>
  refuse(404, `${entity} with id ${id} not found.`);

/** A wrong enum value in a query is a server error: https://developer.staxbill.com/reference/count-subscriptions-by-status */
export const refuseEnum = (value: string): SimulatedAnswer => refuse(500, `Requested value '${value}' was not found.`);
