import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';
import { compress, encodings } from '../functions/api-docs/content.ts';
import { compressedName, readSwaggerUi, swaggerUiFiles } from '../functions/api-docs/page.ts';
import { readFunctionNames } from '../local/routes.ts';

export interface FunctionBundle {
  readonly name: string;
  /** What Lambda loads before the first request, in bytes: the entry and everything that it imports statically. */
  readonly startBytes: number;
  /** Everything in the zip, in bytes before compression. */
  readonly totalBytes: number;
  /** Source files of which something is in the start. */
  readonly startSources: readonly string[];
}

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Bundles every function of `serverless.yml` into `<directory>/<name>/handler.mjs` and the chunks that it loads later: the
 * AWS SDK and each provider stand behind `import()` and cost nothing until they are needed. The SDK goes along: the one in
 * Lambda's runtime changes without notice.
 */
export const bundleFunctions = async (directory: string): Promise<readonly FunctionBundle[]> => {
  await rm(directory, { recursive: true, force: true });
  return Promise.all(readFunctionNames().map((name) => bundleFunction(name, join(directory, name))));
};

const bundleFunction = async (name: string, directory: string): Promise<FunctionBundle> => {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { handler: `functions/${name}/handler.ts` },
    outdir: directory,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    minify: true,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // The AWS SDK's CommonJS build calls `require` for Node's own modules, which ES modules do not have.
    mainFields: ['module', 'main'],
    legalComments: 'none',
    // Beside the bundle and not in the zip: to read a stack trace with, later.
    sourcemap: 'external',
    logLevel: 'warning',
  });
  const start = startOf(metafile, `functions/${name}/handler.ts`);
  const readLaterBytes = (await packageFiles[name]?.(directory)) ?? [];
  return {
    name,
    startBytes: sum(start.map((file) => metafile.outputs[file]?.bytes ?? 0)),
    totalBytes: sum([
      ...Object.entries(metafile.outputs)
        .filter(([file]) => file.endsWith('.mjs'))
        .map(([, { bytes }]) => bytes),
      ...readLaterBytes,
    ]),
    startSources: [...new Set(start.flatMap((file) => Object.keys(metafile.outputs[file]?.inputs ?? {})))].sort(),
  };
};

/** What a function reads of packages while it runs, by function: to where Node finds it, by the same name as from the sources. */
const packageFiles: Readonly<Record<string, (directory: string) => Promise<readonly number[]>>> = {
  'api-docs': async (directory) => {
    const packageDirectory = join(directory, 'node_modules/swagger-ui-dist');
    await mkdir(packageDirectory, { recursive: true });
    const files = await Promise.all(swaggerUiFiles.map(swaggerUiInAllEncodings));
    return Promise.all(
      files.flat().map(async ({ name, content }) => {
        await writeFile(join(packageDirectory, name), content);
        return content.length;
      }),
    );
  },
};

const swaggerUiInAllEncodings = async (name: (typeof swaggerUiFiles)[number]) => {
  const text = await readSwaggerUi(name);
  const compressed = encodings.map(async (encoding) => ({
    name: compressedName(name, encoding),
    content: await compress(text, encoding, 'beforehand'),
  }));
  return [{ name, content: Buffer.from(text) }, ...(await Promise.all(compressed))];
};

/** The output files that `source` needs before it runs. */
const startOf = ({ outputs }: Metafile, source: string): readonly string[] => {
  const found = new Set<string>();
  const visit = (file: string): void => {
    if (found.has(file)) {
      return;
    }
    found.add(file);
    for (const { path, kind } of outputs[file]?.imports ?? []) {
      if (kind === 'import-statement' && outputs[path] !== undefined) {
        visit(path);
      }
    }
  };
  for (const [file, { entryPoint }] of Object.entries(outputs)) {
    if (entryPoint === source) {
      visit(file);
    }
  }
  return [...found];
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
