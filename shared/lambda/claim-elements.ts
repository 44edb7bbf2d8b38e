/**
 * The elements of a claim that lists something, none where any of them is not `isElement`: a list that is not understood as a
 * whole is not believed in part.
 *
 * API Gateway's HTTP API hands each claim on as text, a list as `[a b]`, so that the list of `a b` and the list of `a` and
 * `b` look the same. Scopes come as `a b`, with one space between two (RFC 6749, section 3.3).
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export const elementsOf = (claim: unknown, isElement: (text: string) => boolean): readonly string[] => {
  const elements: readonly unknown[] = Array.isArray(claim) ? claim : typeof claim === 'string' ? split(claim) : [];
  const texts = elements.filter((element) => typeof element === 'string');
  return texts.length === elements.length && texts.every(isElement) ? texts : [];
};

const split = (claim: string): string[] => {
  const isList = claim.length >= 2 && claim.startsWith('[') && claim.endsWith(']');
  return (isList ? claim.slice(1, -1) : claim).split(' ');
};

/** A scope as RFC 6749 spells it: visible ASCII characters without the quotation mark and the backslash. */
export const isScope = (text: string): boolean => /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(text);
