import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type NewProvider, newProviderFiles, newProviderLines } from './new-provider-files.ts';

const usage = `Usage: npm run new-provider -- NAME

Writes the skeleton of a provider: its folder, its vendor for the sandbox, its rows of the contract suite, its file of
vendor facts, and its line in each of three lists. NAME is its id, such as acme-billing: small letters and digits, the
words joined by hyphens. Nothing that exists is overwritten.
`;

const nextSteps = ({ id }: NewProvider): string => `
Next:
  npm run format && npm run types
  npm test -- test/contract -t ${id}      each row fails, and says what to fill in
Write sandbox/${id} and test/vendor-facts/${id}.json from the vendor's pages, not from your client.
CONTRIBUTING.md, "Add a provider", has the rest; test/support/example-provider.ts is a small whole one.
`;

const root = join(import.meta.dirname, '..');

const refusalOf = (id: string): string | null => {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id) || id.length > 40) {
    return `"${id}" is no id of a provider: small letters, digits and single hyphens, 40 at most, such as acme-billing.`;
  }
  const taken = ['shared/providers', 'sandbox', 'test/contract/expectations'].find((folder) =>
    existsSync(join(root, folder, id)),
  );
  return taken === undefined ? null : `${taken}/${id} is there already.`;
};

const nameOf = (id: string): string =>
  id
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');

/** Every text before any is written, so that a list that looks unlike itself leaves nothing half done. */
const textsOf = (provider: NewProvider): ReadonlyMap<string, string> => {
  const texts = new Map(Object.entries(newProviderFiles(provider)));
  for (const { path, line, start, end } of newProviderLines(provider)) {
    const text = readFileSync(join(root, path), 'utf8');
    const from = text.indexOf(start);
    const place = from === -1 ? -1 : text.indexOf(end, from + start.length);
    if (place === -1) {
      throw new Error(`${path} has no list that begins with "${start}" and ends with "${end}".`);
    }
    texts.set(path, text.slice(0, place) + line + text.slice(place));
  }
  return texts;
};

const run = (parameters: readonly string[]): number => {
  const [id, ...others] = parameters;
  if (id === '--help' || id === '-h') {
    process.stdout.write(usage);
    return 0;
  }
  if (id === undefined || others.length > 0) {
    process.stderr.write(usage);
    return 2;
  }
  const refusal = refusalOf(id);
  if (refusal !== null) {
    process.stderr.write(`${refusal}\n`);
    return 2;
  }
  const provider = { id, name: nameOf(id) };
  for (const [path, text] of textsOf(provider)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    process.stdout.write(`${path}\n`);
  }
  process.stdout.write(nextSteps(provider));
  return 0;
};

process.exitCode = run(process.argv.slice(2));
