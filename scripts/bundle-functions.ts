import { copyFile, mkdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';
import { swaggerUiFiles } from '../functions/api-docs/page.ts';
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
    // Undici has no other build, and does so too.
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    legalComments: 'none',
    // Beside the bundle and not in the zip: to read a stack trace with, later.
    sourcemap: 'external',
    logLevel: 'warning',
  });
  const start = startOf(metafile, `functions/${name}/handler.ts`);
  const readLaterBytes = await copyPackageFiles(packageFiles[name] ?? [], directory);
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

/** Files of packages that a function reads while it runs, by function. */
const packageFiles: Readonly<Record<string, readonly string[]>> = {
  'api-docs': swaggerUiFiles.map((file) => `node_modules/swagger-ui-dist/${file}`),
};

/** To where Node finds them from the bundle, by the same name as from the sources. Gives their sizes in bytes. */
const copyPackageFiles = (files: readonly string[], directory: string): Promise<number[]> =>
  Promise.all(
    files.map(async (file) => {
      await mkdir(dirname(join(directory, file)), { recursive: true });
      await copyFile(join(root, file), join(directory, file));
      return (await stat(join(root, file))).size;
    }),
  );

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
