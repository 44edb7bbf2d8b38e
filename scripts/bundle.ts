// The first part of `npm run package`: dist/functions/<name>/, dist/metafile.json for the bill of materials, and a table of what
// each function weighs.
import { writeFile } from 'node:fs/promises';
import { joinMetafiles } from './bill-of-materials.ts';
import { bundleFunctions } from './bundle-functions.ts';

const bundles = await bundleFunctions('dist/functions');
await writeFile('dist/metafile.json', JSON.stringify(joinMetafiles(bundles)));

const kilobytes = (bytes: number) => `${(bytes / 1_000).toFixed(0)} kB`.padStart(9);

console.log(`${'function'.padEnd(23)}${'at start'.padStart(9)}${'in all'.padStart(9)}`);
for (const { name, startBytes, totalBytes } of bundles) {
  console.log(`${name.padEnd(23)}${kilobytes(startBytes)}${kilobytes(totalBytes)}`);
}
