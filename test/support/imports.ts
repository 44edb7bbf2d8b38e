import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { transformSync } from 'esbuild';

export interface SourceFile {
  /** From the root of the repository, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

export interface Import {
  /** A path from the root of the repository, or the name of a package. */
  readonly target: string;
  readonly isPackage: boolean;
  /** Erased: only types come over it. */
  readonly isType: boolean;
  readonly isDynamic: boolean;
}

const root = new URL('../../', import.meta.url).pathname;

/** All sources below `folders`, with what they import. */
export const readSources = (folders: readonly string[]): readonly SourceFile[] =>
  folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => posix.join(folder, name)),
    )
    .filter((path) => /\.(ts|mjs|cjs)$/.test(path) && !path.endsWith('.d.ts'))
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      return { path, text, imports: importsOf(path, text) };
    });

/** What `text` imports. Types are what esbuild leaves out: the sources say `import type` wherever they mean it. */
const importsOf = (path: string, text: string): Import[] => {
  const all = specifiersIn(withoutComments(text));
  const kept = new Set(specifiersIn(printed(text)).map(keyOf));
  return all.map(({ specifier, isDynamic }) => {
    const isPackage = !specifier.startsWith('.');
    return {
      target: isPackage ? specifier : posix.join(dirname(path), specifier),
      isPackage,
      isType: !kept.has(keyOf({ specifier, isDynamic })),
      isDynamic,
    };
  });
};

const keyOf = ({ specifier, isDynamic }: { specifier: string; isDynamic: boolean }) => `${isDynamic} ${specifier}`;

/** `text` as JavaScript, its types erased. */
export const printed = (text: string): string =>
  transformSync(text, {
    loader: 'ts',
    format: 'esm',
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
  }).code;

const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/[^\n]*/g, '$1');

const specifiersIn = (code: string): { readonly specifier: string; readonly isDynamic: boolean }[] => [
  ...[...code.matchAll(/^(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/gm)].map(([, specifier = '']) => ({
    specifier,
    isDynamic: false,
  })),
  ...[...code.matchAll(/^import\s*['"]([^'"]+)['"]/gm)].map(([, specifier = '']) => ({ specifier, isDynamic: false })),
  ...[...code.matchAll(/\bimport\(\s*['"`]([^'"`]+)['"`]\s*\)/g)].map(([, specifier = '']) => ({
    specifier,
    isDynamic: true,
  })),
];
