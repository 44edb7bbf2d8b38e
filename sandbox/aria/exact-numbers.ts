/**
 * Aria prints ids of up to 22 digits and amounts as bare JSON numbers, which JavaScript's numbers cannot hold. Here they
 * are texts, printed digit for digit.
 */
export const exactNumber = (digits: string | null): { readonly rawJSON: string } | null =>
  digits === null ? null : JSON.rawJSON(digits);

/** JSON with every number as the text that stood in the source. Throws a SyntaxError on what is no JSON. */
export const parseNumbersAsText = (text: string): unknown =>
  JSON.parse(text, (_key: string, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' ? (context?.source ?? String(value)) : value,
  );

declare global {
  // Node 21 and later have these; the library types do not know them yet.
  interface JSON {
    rawJSON(text: string): { readonly rawJSON: string };
    parse(text: string, reviver: (key: string, value: unknown, context?: { source?: string }) => unknown): unknown;
  }
}
