import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { Mutation } from './mutations.ts';
import type { System } from './system.ts';

/** The code under test with one place of it changed. Rejects unless the place is there exactly once. */
export const loadMutated = async (mutation: Mutation): Promise<System> => {
  const source = await mutate(mutation);
  const { outputFiles } = await build({
    entryPoints: [join(here, 'system.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    // Never loaded in a simulation.
    external: ['@aws-sdk/*'],
    plugins: [
      {
        name: 'mutation',
        setup: ({ onLoad }) => {
          onLoad({ filter: /\.ts$/ }, ({ path }) =>
            path === pathOf(mutation) ? { contents: source, loader: 'ts' } : null,
          );
        },
      },
    ],
  });

  const folder = await mkdtemp(join(tmpdir(), 'plan-gateway-simulation-'));
  try {
    const file = join(folder, `${mutation.name}.mjs`);
    await writeFile(file, outputFiles[0]?.text ?? '');
    const loaded = (await import(pathToFileURL(file).href)) as { readonly system: System };
    return loaded.system;
  } finally {
    await rm(folder, { recursive: true });
  }
};

const here = fileURLToPath(new URL('.', import.meta.url));
const root = resolve(here, '../..');

const pathOf = ({ file }: Mutation): string => join(root, file);

const mutate = async (mutation: Mutation): Promise<string> => {
  const { name, file, search, replacement } = mutation;
  const parts = (await readFile(pathOf(mutation), 'utf8')).split(search);
  if (parts.length !== 2) {
    throw new Error(`Mutation ${name}: its place stands in ${file} ${parts.length - 1} times, not once.`);
  }
  return parts.join(replacement);
};
