// npm run openapi: docs/openapi.json, from the schemas of the functions. With --release also what later ones are held against.
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { createApiDocument } from '../functions/api-docs/document.ts';

const { values } = parseArgs({ options: { release: { type: 'boolean', default: false } } });

const document = `${JSON.stringify(await createApiDocument(), null, 2)}\n`;
for (const name of ['openapi.json', ...(values.release ? ['openapi-released.json'] : [])]) {
  await writeFile(new URL(`../docs/${name}`, import.meta.url), document);
}
