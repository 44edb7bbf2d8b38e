import Big from 'big.js';

/** Digits as a JSON number, however many: an id of 18 digits would lose its end as a JavaScript number. */
export const integer = (digits: string): unknown => JSON.rawJSON(digits);

/** A JSON number as it is written, `3` or `0.5`. */
export const decimal = (text: string): unknown => JSON.rawJSON(text);

/** Amounts are printed with six decimals, `29.000000`: https://developer.staxbill.com/reference/read-plan */
export const amount = (text: string): unknown => JSON.rawJSON(new Big(text).toFixed(6));

/** UTC without a zone suffix, whole seconds: https://developer.staxbill.com/reference/date-filtering */
export const timestamp = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 19);

/** The vendor's "never": .NET's default date. */
export const unknownTimestamp = '0001-01-01T00:00:00';

export const resourceUri = (path: string): string => `https://secure.fusebill.com/v1/${path}`;

declare global {
  // Node 21 and later have it; the library types do not know it yet.
  interface JSON {
    rawJSON(text: string): { readonly rawJSON: string };
  }
}
