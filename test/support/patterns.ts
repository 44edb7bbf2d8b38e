import { parse, type Token } from 'acorn';
import { printed, readSources } from './imports.ts';

/** A regular expression as it stands in a source. */
export interface Pattern {
  readonly path: string;
  readonly expression: RegExp;
}

/** All literals of the sources below `folders`, found by a parser of JavaScript once the types are gone. */
export const readPatterns = (folders: readonly string[]): readonly Pattern[] =>
  readSources(folders).flatMap(({ path, text }) =>
    tokensOf(text)
      .filter(({ label }) => label === 'regexp')
      .map(({ token }) => ({ path, expression: expressionOf(token) })),
  );

/** The files that name `RegExp` as a value: what they make at run time is no literal, and nothing checks it. */
export const readPatternMakers = (folders: readonly string[]): readonly string[] =>
  readSources(folders)
    .filter(({ text }) => tokensOf(text).some(({ label, token }) => label === 'name' && token === 'RegExp'))
    .map(({ path }) => path);

const tokensOf = (text: string): readonly { readonly label: string; readonly token: string }[] => {
  const code = printed(text);
  const tokens: Token[] = [];
  parse(code, { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true, onToken: tokens });
  return tokens.map(({ type, start, end }) => ({ label: type.label, token: code.slice(start, end) }));
};

const expressionOf = (literal: string): RegExp => {
  const end = literal.lastIndexOf('/');
  return new RegExp(literal.slice(1, end), literal.slice(end + 1));
};
