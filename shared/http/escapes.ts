/** A part of a text: from, and up to but not including. */
export type Range = readonly [start: number, end: number];

/**
 * One escaped character: percent-encoded UTF-8, a byte that is none, `%u` of old scripts; a character reference of HTML; an
 * escape of JSON, JavaScript or PHP.
 */
const escapedCharacter =
  /%[0-7][0-9a-f]|%[cd][0-9a-f]%[89ab][0-9a-f]|%e[0-9a-f](?:%[89ab][0-9a-f]){2}|%f[0-7](?:%[89ab][0-9a-f]){3}|%u[0-9a-f]{4}|%[0-9a-f]{2}|&#[0-9]{1,8};?|&#x[0-9a-f]{1,8};?|&[a-z0-9]{2,32};|\\u[0-9a-f]{4}|\\u\{[0-9a-f]{1,6}\}|\\x[0-9a-f]{2}|\\[^ux]/gi;

/** `text` with one layer of escapes undone; the very same text where it has none. */
export const unescapeOnce = (text: string): string =>
  /[%&\\]/.test(text) ? text.replace(escapedCharacter, characterOf) : text;

const characterOf = (escaped: string): string => {
  const [sign, kind] = [escaped.charAt(0), escaped.charAt(1).toLowerCase()];
  if (sign === '%') {
    return kind === 'u' ? fromCode(escaped.slice(2), 16, escaped) : fromBytes(escaped);
  }
  if (sign === '\\') {
    return kind === 'u' || kind === 'x'
      ? fromCode(escaped.slice(2).replace(/[{}]/g, ''), 16, escaped)
      : (controlEscapes.get(kind) ?? escaped.slice(1));
  }
  if (kind !== '#') {
    return namedCharacters.get(escaped.slice(1, -1)) ?? escaped;
  }
  const digits = escaped.slice(2).replace(';', '');
  return /^x/i.test(digits) ? fromCode(digits.slice(1), 16, escaped) : fromCode(digits, 10, escaped);
};

const fromCode = (digits: string, radix: 10 | 16, otherwise: string): string => {
  const code = Number.parseInt(digits, radix);
  return code <= 0x10ffff ? String.fromCodePoint(code) : otherwise;
};

const fromBytes = (escaped: string): string => {
  const bytes = Buffer.from(escaped.replaceAll('%', ''), 'hex');
  const text = bytes.length === 1 ? bytes.toString('latin1') : bytes.toString('utf8');
  // What is not UTF-8 is Latin-1, as forms of old pages are.
  return text.includes('\ufffd') && text !== '\ufffd' ? bytes.toString('latin1') : text;
};

const controlEscapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['b', '\b'],
  ['f', '\f'],
]);

/** The names that escaping functions write, in ASCII and Latin-1: https://html.spec.whatwg.org/multipage/named-characters.html */
const namedCharacters: ReadonlyMap<string, string> = new Map(
  [
    'Tab \t,NewLine \n,excl !,quot ",QUOT ",num #,dollar $,percnt %,amp &,AMP &,apos \',lpar (,rpar ),ast *,midast *,plus +',
    'period .,sol /,colon :,semi ;,lt <,LT <,equals =,gt >,GT >,quest ?,commat @,lsqb [,lbrack [,bsol \\,rsqb ],rbrack ]',
    'Hat ^,lowbar _,UnderBar _,grave `,DiacriticalGrave `,lcub {,lbrace {,verbar |,vert |,VerticalLine |,rcub },rbrace }',
  ]
    .flatMap((line) => line.split(','))
    .map((entry): [string, string] => [entry.slice(0, entry.indexOf(' ')), entry.slice(entry.indexOf(' ') + 1)])
    .concat([['comma', ',']])
    .concat(
      (
        'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro ' +
        'para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil ' +
        'Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave ' +
        'Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml ' +
        'igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute ' +
        'thorn yuml'
      )
        .split(' ')
        .map((name, index): [string, string] => [name, String.fromCharCode(0xa0 + index)]),
    ),
);

/** Where `ranges` of the text that `unescapeOnce(escaped)` gives are in `escaped`. In order, and none touches another. */
export const rangesInEscaped = (escaped: string, ranges: readonly Range[]): readonly Range[] => {
  const result: Range[] = [];
  let openedAt: number | null = null;
  let plainStart = 0;
  for (const { start, end, plainLength, isEscape } of ranges.length === 0 ? [] : partsOf(escaped)) {
    const plainEnd = plainStart + plainLength;
    for (let range = ranges[result.length]; range !== undefined; range = ranges[result.length]) {
      const [from, upTo] = range;
      if (openedAt === null && from >= plainEnd) {
        break;
      }
      openedAt ??= isEscape ? start : start + from - plainStart;
      if (upTo > plainEnd) {
        break;
      }
      result.push([openedAt, isEscape ? end : start + upTo - plainStart]);
      openedAt = null;
    }
    plainStart = plainEnd;
  }
  return result;
};

interface Part {
  readonly start: number;
  readonly end: number;
  readonly plainLength: number;
  readonly isEscape: boolean;
}

function* partsOf(escaped: string): Generator<Part> {
  let start = 0;
  for (const { 0: found, index } of escaped.matchAll(escapedCharacter)) {
    yield { start, end: index, plainLength: index - start, isEscape: false };
    start = index + found.length;
    yield { start: index, end: start, plainLength: characterOf(found).length, isEscape: true };
  }
  yield { start, end: escaped.length, plainLength: escaped.length - start, isEscape: false };
}
