import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** Text that stays the same for the life of a container. It is read, hashed and compressed when that is first asked for. */
export interface Content {
  text(): Promise<string>;
  /** 16 hexadecimal digits by which this text is told from every other. */
  hash(): Promise<string>;
  compressed(encoding: Encoding): Promise<Uint8Array>;
}

export const encodings = ['br', 'gzip'] as const;

export type Encoding = (typeof encodings)[number];

/** `readCompressed` gives what was compressed beforehand, null where nothing was. */
export const createContent = (
  read: () => Promise<string>,
  readCompressed: (encoding: Encoding) => Promise<Uint8Array | null> = async () => null,
): Content => {
  const text = once(read);
  const compressedBy = (encoding: Encoding) =>
    once(async () => (await readCompressed(encoding)) ?? compress(await text(), encoding, 'at once'));
  const compressed = { br: compressedBy('br'), gzip: compressedBy('gzip') };
  return {
    text,
    hash: once(async () =>
      createHash('sha256')
        .update(await text())
        .digest('hex')
        .slice(0, 16),
    ),
    compressed: (encoding) => compressed[encoding](),
  };
};

/** `beforehand` takes three times as long, and makes a little less of it. */
export const compress = (text: string, encoding: Encoding, when: 'at once' | 'beforehand'): Promise<Uint8Array> =>
  encoding === 'gzip'
    ? promisify(gzip)(text, { level: when === 'at once' ? 6 : 9 })
    : promisify(brotliCompress)(text, {
        params: { [constants.BROTLI_PARAM_QUALITY]: when === 'at once' ? 5 : 9 },
      });

/**
 * The encoding that a client would rather have, null where it takes neither. A coding with `q=0` is one that is refused:
 * https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3
 */
export const chooseEncoding = (acceptEncoding = ''): Encoding | null => {
  const qualities = new Map(
    acceptEncoding.split(',').map((part) => {
      const [coding = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
      const quality = parameters.find((parameter) => /^q\s*=/.test(parameter));
      return [coding, quality === undefined ? 1 : Number(quality.slice(quality.indexOf('=') + 1))] as const;
    }),
  );
  const qualityOf = (encoding: Encoding) => qualities.get(encoding) ?? qualities.get('*') ?? 0;
  const [best] = encodings
    .filter((encoding) => qualityOf(encoding) > 0)
    .toSorted((left, right) => qualityOf(right) - qualityOf(left));
  return best ?? null;
};

const once = <Value>(make: () => Promise<Value>): (() => Promise<Value>) => {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
};
