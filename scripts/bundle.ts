// The first half of `npm run package`: dist/functions/<name>/, and a table of what each function weighs.
import { bundleFunctions } from './bundle-functions.ts';

const bundles = await bundleFunctions('dist/functions');

const kilobytes = (bytes: number) => `${(bytes / 1_000).toFixed(0)} kB`.padStart(9);

console.log(`${'function'.padEnd(23)}${'at start'.padStart(9)}${'in all'.padStart(9)}`);
for (const { name, startBytes, totalBytes } of bundles) {
  console.log(`${name.padEnd(23)}${kilobytes(startBytes)}${kilobytes(totalBytes)}`);
}
