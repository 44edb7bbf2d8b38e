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
  /** What is in the zip and from which file it came, in esbuild's own form: https://esbuild.github.io/api/#metafile */
  readonly metafile: Metafile;
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
    // Undici has no other build, and does so too.
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    legalComments: 'none',
    // Beside the bundle and not in the zip: to read a stack trace with, later.
    sourcemap: 'external',
    logLevel: 'warning',
  });
  const start = startOf(metafile, `functions/${name}/handler.ts`);
  const readLater = (await packageFiles[name]?.(directory)) ?? [];
  return {
    name,
    metafile: withFiles(metafile, readLater),
    startBytes: sum(start.map((file) => metafile.outputs[file]?.bytes ?? 0)),
    totalBytes: sum([
      ...Object.entries(metafile.outputs)
        .filter(([file]) => file.endsWith('.mjs'))
        .map(([, { bytes }]) => bytes),
      ...readLater.map(({ bytes }) => bytes),
    ]),
    startSources: [...new Set(start.flatMap((file) => Object.keys(metafile.outputs[file]?.inputs ?? {})))].sort(),
  };
};

interface PackageFile {
  readonly path: string;
  /** The file that it was made from, below the root. */
  readonly source: string;
  readonly bytes: number;
}

/** What a function reads of packages while it runs, by function: to where Node finds it, by the same name as from the sources. */
const packageFiles: Readonly<Record<string, (directory: string) => Promise<readonly PackageFile[]>>> = {
  'api-docs': async (directory) => {
    const packageDirectory = join(directory, 'node_modules/swagger-ui-dist');
    await mkdir(packageDirectory, { recursive: true });
    const files = await Promise.all(swaggerUiFiles.map(swaggerUiInAllEncodings));
    return Promise.all(
      files.flat().map(async ({ name, source, content }) => {
        await writeFile(join(packageDirectory, name), content);
        return {
          path: join(packageDirectory, name),
          source: `node_modules/swagger-ui-dist/${source}`,
          bytes: content.length,
        };
      }),
    );
  },
};

const swaggerUiInAllEncodings = async (name: (typeof swaggerUiFiles)[number]) => {
  const text = await readSwaggerUi(name);
  const compressed = encodings.map(async (encoding) => ({
    name: compressedName(name, encoding),
    source: name,
    content: await compress(text, encoding, 'beforehand'),
  }));
  return [{ name, source: name, content: Buffer.from(text) }, ...(await Promise.all(compressed))];
};

/** `metafile`, with what esbuild knows nothing of. */
const withFiles = ({ inputs, outputs }: Metafile, files: readonly PackageFile[]): Metafile => ({
  inputs: { ...inputs, ...Object.fromEntries(files.map(({ source, bytes }) => [source, { bytes, imports: [] }])) },
  outputs: {
    ...outputs,
    ...Object.fromEntries(
      files.map(({ path, source, bytes }) => [
        path,
        { bytes, inputs: { [source]: { bytesInOutput: bytes } }, imports: [], exports: [], entryPoint: source },
      ]),
    ),
  },
});

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
