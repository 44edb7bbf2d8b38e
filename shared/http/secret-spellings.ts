import { type Range, rangesInEscaped, unescapeOnce } from './escapes.ts';

/**
 * Finds secret values in texts, in all spellings in which a provider can send back what it was sent: as it is,
 * percent-encoded, as a form, escaped for JSON or HTML, in Base64 wherever the value begins in it, in hexadecimal digits;
 * any of these broken into lines, and escaped again on top.
 */
export interface SecretFinder {
  /** Where they are in `text`: from, and up to but not including. In order, none touching another. */
  find(text: string): readonly Range[];
}

/** Shorter values and spellings would blank innocent text, and no real credential is that short. */
export const minimumSecretLength = 4;

export const createSecretFinder = (secretValues: readonly string[]): SecretFinder => {
  const search = withJoinedLines(createSearch(needlesOf(secretValues)));
  return {
    find: (text) => {
      let found = search(text);
      // Each layer is what the one before it escaped; what is found is led back to the text through all of them.
      const layers = [text];
      for (let layer = unescapeOnce(text); layer !== layers.at(-1) && layers.length <= maximumLayers; ) {
        const inLayer = merged(search(layer));
        const inText = layers.reduceRight((ranges, escaped) => merged(rangesInEscaped(escaped, ranges)), inLayer);
        found = inText.length === 0 ? found : found.concat(inText);
        layers.push(layer);
        layer = unescapeOnce(layer);
      }
      return merged(found);
    },
  };
};

/** Escaped for JSON within a URL within HTML: more has not been seen of anybody. */
const maximumLayers = 4;

interface Needle {
  readonly text: string;
  /** Characters of Base64 on either side that hold some bits of the secret, and some of its neighbour. */
  readonly sharedBefore: number;
  readonly sharedAfter: number;
}

const needlesOf = (secretValues: readonly string[]): readonly Needle[] => {
  const plain = new Set(
    secretValues
      .flatMap((value) => [value, value.toWellFormed()])
      // A secret may look like an escape itself, and is undone with the text around it.
      .flatMap((value) => [value, unescapeOnce(value), unescapeOnce(unescapeOnce(value))])
      .filter((value) => value.length >= minimumSecretLength),
  );
  // What is packed into Base64 is what was sent, which is escaped as its place demands.
  const sent = new Set([...plain].flatMap((value) => [value, ...escapedSpellings(value)]));
  return [
    ...[...plain].map(exactly),
    ...[...sent].flatMap((value) => {
      const bytes = Buffer.from(value);
      const digits = bytes.toString('hex');
      return [exactly(digits), exactly(digits.toUpperCase()), ...base64Spellings(bytes)];
    }),
  ].filter(({ text }) => text.length >= minimumSecretLength);
};

const exactly = (text: string): Needle => ({ text, sharedBefore: 0, sharedAfter: 0 });

const escapedSpellings = (value: string): readonly string[] => {
  const wellFormed = value.toWellFormed();
  return [
    encodeURIComponent(wellFormed),
    new URLSearchParams([['', wellFormed]]).toString().slice(1),
    JSON.stringify(value).slice(1, -1),
  ];
};

/**
 * Base64 packs three bytes into four characters, so a value looks different after 0, 1 or 2 other bytes. The characters at
 * its ends that hold bits of its neighbours too are not searched for, and blanked with the rest.
 */
const base64Spellings = (bytes: Buffer): readonly Needle[] =>
  [0, 1, 2].flatMap((offset) => {
    const packed = Buffer.concat([Buffer.alloc(offset), bytes]);
    const start = Math.ceil((offset * 8) / 6);
    const end = Math.floor((packed.length * 8) / 6);
    return (['base64', 'base64url'] as const).map((alphabet) => ({
      text: packed.toString(alphabet).slice(start, end),
      sharedBefore: offset === 0 ? 0 : 1,
      sharedAfter: packed.length % 3 === 0 ? 0 : 1,
    }));
  });

/** In one pass over the text: at each place that begins as a needle does, the needles that begin so are tried. */
const createSearch = (needles: readonly Needle[]): ((text: string) => Range[]) => {
  const shortest = Math.min(...needles.map(({ text }) => text.length));
  const isStart = new Uint8Array(1 << 16);
  const byStart = Map.groupBy(
    needles.map((needle) => ({ ...needle, text: withFormSpaces(needle.text) })),
    ({ text }) => pairAt(text, 0),
  );
  for (const pair of byStart.keys()) {
    isStart[pair] = 1;
  }
  return (given) => {
    const ranges: Range[] = [];
    if (given.length < shortest) {
      return ranges;
    }
    const text = withFormSpaces(given);
    for (let index = 0; index <= text.length - shortest; index += 1) {
      const pair = pairAt(text, index);
      if (isStart[pair] === 0) {
        continue;
      }
      for (const needle of byStart.get(pair) ?? []) {
        if (text.startsWith(needle.text, index)) {
          const end = Math.min(text.length, index + needle.text.length + needle.sharedAfter);
          ranges.push([Math.max(0, index - needle.sharedBefore), end + paddingAt(text, end, needle)]);
        }
      }
    }
    return ranges;
  };
};

/** Searches once more without the line breaks: Base64 is wrapped where it is made for mail or a file. */
const withJoinedLines =
  (search: (text: string) => Range[]): ((text: string) => Range[]) =>
  (text) => {
    const found = search(text);
    if (!/[\r\n]/.test(text)) {
      return found;
    }
    const places = new Uint32Array(text.length);
    let length = 0;
    for (let index = 0; index < text.length; index += 1) {
      if (text[index] !== '\r' && text[index] !== '\n') {
        places[length] = index;
        length += 1;
      }
    }
    const placeOf = (index: number): number => places[index] ?? text.length;
    const joined = text.replace(/[\r\n]/g, '');
    return found.concat(search(joined).map(([start, end]): Range => [placeOf(start), placeOf(end - 1) + 1]));
  };

/** How much of Base64's padding follows. */
const paddingAt = (text: string, index: number, { sharedAfter }: Needle): number =>
  sharedAfter === 0 ? 0 : text.startsWith('==', index) ? 2 : text.startsWith('=', index) ? 1 : 0;

const pairAt = (text: string, index: number): number =>
  ((text.charCodeAt(index) << 8) ^ text.charCodeAt(index + 1)) & 0xffff;

/** A form spells a space as a plus, and whoever reads a plus as a form makes it a space. */
const withFormSpaces = (text: string): string => text.replaceAll('+', ' ');

/** In order, and one where two touch. */
const merged = (ranges: readonly Range[]): readonly Range[] => {
  const result: [number, number][] = [];
  for (const [start, end] of ranges.toSorted(([left], [right]) => left - right)) {
    const last = result.at(-1);
    if (last !== undefined && start <= last[1]) {
      last[1] = Math.max(last[1], end);
    } else {
      result.push([start, end]);
    }
  }
  return result;
};
