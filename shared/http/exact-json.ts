/**
 * JSON without loss. Providers print ids and amounts as JSON numbers, and `JSON.parse` rounds a number of more than 15
 * significant digits: 9007199254740993 becomes another account. Such a number is kept as `JSON.rawJSON`, which
 * `JSON.stringify` prints again as it came; `rawJsonText` gives its digits. All other values are plain. Throws for what is
 * not JSON, and for a number of more than 64 digits.
 */
export const parseExactJson = (text: string): unknown =>
  possiblyInexactNumber.test(text) || onlyNumber.test(text) ? JSON.parse(text, keepInexactNumbers) : JSON.parse(text);

/**
 * The same, or undefined (which no JSON gives) where `text` is not JSON that a provider sends: an empty body, a gateway's
 * HTML, half an answer, a number of more than 64 digits, nesting beyond the stack.
 */
export const tryParseExactJson = (text: string): unknown => orUndefined(() => parseExactJson(text));

/**
 * JSON in whose numbers nobody is interested, or undefined: what is not verified yet, or read for its texts alone. Numbers
 * are rounded; it takes no more time for them than `JSON.parse` does.
 */
export const tryParsePlainJson = (text: string): unknown => orUndefined(() => JSON.parse(text));

const orUndefined = (parse: () => unknown): unknown => {
  try {
    return parse();
  } catch {
    return undefined;
  }
};

/** The digits of a number that `parseExactJson` kept, or null for any other value. */
export const rawJsonText = (value: unknown): string | null =>
  typeof value === 'object' && value !== null && JSON.isRawJSON(value) && 'rawJSON' in value
    ? String(value.rawJSON)
    : null;

/**
 * A number of sixteen or more digits, a point aside, or with an exponent: rare, and `JSON.parse` with a reviver is eight
 * times as slow. A number follows one of `:`, `,` and `[`, so the digits within a text (a UUID) do not count. Written so that
 * V8 scans it fast: with the start of the text as a fourth place, this took as long as parsing.
 */
const possiblyInexactNumber = /[:,[][\s-]*\d(?:[\d.]{15}|[\d.]*[eE])/;

/** The fourth place: a text that is a number and nothing else. */
const onlyNumber = /^[\s-]*\d/;

/** Not `1e+21`, which is how JavaScript prints an id of 22 digits, and not `Infinity`. */
const plainNumber = /^-?[\d.]+$/;

/** Ids have 22 at most, amounts 30 on each side of the point. */
const maximumDigits = 64;

/** From the first that is not zero to the last, so that nothing is tried from a second place: linear in the length. */
const significantDigits = /[1-9](?:\d*[1-9])?/;

const keepInexactNumbers = (_key: string, value: unknown, context?: { source?: string }): unknown => {
  const source = context?.source;
  if (typeof value !== 'number' || source === undefined) {
    return value;
  }
  if (source.length > maximumDigits && source.replace(/\D/g, '').length > maximumDigits) {
    throw new RangeError('A number has more digits than any provider sends.');
  }
  const [mantissa = ''] = source.split(/e/i, 1);
  const significant = significantDigits.exec(mantissa.replace('.', ''))?.[0] ?? '';
  const isExact = significant.length <= 15 && (value !== 0 || significant === '') && plainNumber.test(String(value));
  return isExact ? value : JSON.rawJSON(source);
};

declare global {
  // Node 21 and later have these; the library types do not know them yet.
  interface JSON {
    rawJSON(text: string): { readonly rawJSON: string };
    isRawJSON(value: object): boolean;
    parse(text: string, reviver: (key: string, value: unknown, context?: { source?: string }) => unknown): unknown;
  }
}
