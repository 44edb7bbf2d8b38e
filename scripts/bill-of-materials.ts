// The last part of `npm run package`: which packages are in what is deployed, beside it.
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Metafile } from 'esbuild';
import * as z from 'zod';
import type { FunctionBundle } from './bundle-functions.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** One for all functions, of which many have the same packages. */
export const joinMetafiles = (bundles: readonly FunctionBundle[]): Metafile => ({
  inputs: Object.assign({}, ...bundles.map(({ metafile }) => metafile.inputs)),
  outputs: Object.assign({}, ...bundles.map(({ metafile }) => metafile.outputs)),
});

/**
 * Writes `<directory>/bill-of-materials.cdx.json` (CycloneDX 1.6) and `<directory>/licences.txt`, of the packages of which
 * something is in the bundles of `metafileName`. Fails where one of them names no licence.
 */
export const writeBillOfMaterials = async (metafileName: string, directory: string): Promise<void> => {
  const billName = `${directory}/bill-of-materials.cdx.json`;
  await promisify(execFile)(
    process.execPath,
    [
      `${root}node_modules/@cyclonedx/cyclonedx-esbuild/bin/cyclonedx-esbuild-cli.js`,
      '--build-working-dir',
      root,
      '--gather-license-texts',
      // The same packages make the same file.
      '--output-reproducible',
      '--output-file',
      billName,
      metafileName,
    ],
    { cwd: root },
  );
  const { components } = billSchema.parse(JSON.parse(await readFile(billName, 'utf8')));
  await writeFile(`${directory}/licences.txt`, components.map(toText).join(`\n${'-'.repeat(80)}\n`));
};

const licenceSchema = z.object({
  license: z
    .object({
      id: z.string().optional(),
      name: z.string().optional(),
      text: z.object({ content: z.string(), encoding: z.literal('base64').optional() }).optional(),
    })
    .optional(),
  expression: z.string().optional(),
});

const billSchema = z.object({
  components: z.array(
    z.object({
      group: z.string().optional(),
      name: z.string(),
      version: z.string(),
      licenses: z.array(licenceSchema).min(1),
      evidence: z.object({ licenses: z.array(licenceSchema).default([]) }).default({ licenses: [] }),
    }),
  ),
});

const toText = ({
  group,
  name,
  version,
  licenses,
  evidence,
}: z.infer<typeof billSchema>['components'][number]): string => {
  const names = licenses.map(({ license, expression }) => expression ?? license?.id ?? license?.name);
  const texts = evidence.licenses.flatMap(({ license }) =>
    license?.text === undefined
      ? []
      : [
          Buffer.from(license.text.content, license.text.encoding ?? 'utf8')
            .toString()
            .trim(),
        ],
  );
  return [`${group === undefined ? name : `${group}/${name}`} ${version}: ${names.join(', ')}`, '', ...texts, ''].join(
    '\n',
  );
};

if (import.meta.main) {
  await writeBillOfMaterials('dist/metafile.json', '.serverless');
}
