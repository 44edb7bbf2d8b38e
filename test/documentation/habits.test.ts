import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';

const at = (path: string): URL => new URL(`../../${path}`, import.meta.url);
const readText = (path: string): string => readFileSync(at(path), 'utf8');

const manifest = JSON.parse(readText('package.json'));

test('the Node of .nvmrc is the one that the dependencies bring', () => {
  expect(readText('.nvmrc')).toBe('24\n');
  expect(manifest.devDependencies.node).toMatch(/^24\./);
});

test('the licence says what package.json says', () => {
  expect(manifest.license).toBe('UNLICENSED');
  expect(readText('LICENSE')).toMatch(/^All rights reserved\.\n/);
});

test('the hosted check runs the script that everybody runs, with the Node of .nvmrc', () => {
  const { on, jobs } = parse(readText('.github/workflows/ci.yml'));

  expect(Object.keys(on)).toEqual(['push', 'pull_request']);
  expect(jobs.check.steps.map(({ uses, run }: { uses?: string; run?: string }) => run ?? uses?.split('@')[0])).toEqual([
    'actions/checkout',
    'actions/setup-node',
    '.ci/run',
  ]);
  expect(jobs.check.steps[1].with['node-version-file']).toBe('.nvmrc');
});

describe('the owners', () => {
  const rules = readText('.github/CODEOWNERS')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(/\s+/));

  test('are of places that are there', () => {
    expect(rules.map(([path = '']) => path).filter((path) => path !== '*' && !existsSync(at(path.slice(1))))).toEqual(
      [],
    );
  });

  test('are teams that the file explains, and each place has one', () => {
    expect(
      rules.filter(([, ...owners]) => owners.length !== 1 || !/^@plan-gateway\/[a-z-]+$/.test(owners[0] ?? '')),
    ).toEqual([]);
  });

  test.each(['aria', 'constant-contact-v2', 'constant-contact-v3', 'fusebill'])('has %s, and its simulation', (id) => {
    const places = rules.map(([path]) => path);

    expect(places).toContain(`/shared/providers/${id}/`);
    expect(places).toContain(`/sandbox/${id}/`);
  });
});

describe('the updates of dependencies', () => {
  interface Update {
    readonly 'package-ecosystem': string;
    readonly ignore: readonly { readonly 'dependency-name': string }[];
  }
  const updates: readonly Update[] = parse(readText('.github/dependabot.yml')).updates;
  const ignored = updates
    .filter((update) => update['package-ecosystem'] === 'npm')
    .flatMap(({ ignore }) => ignore.map((rule) => rule['dependency-name']));

  test('leave alone what CONTRIBUTING.md says is pinned, and nothing else', () => {
    const table =
      /\| pin \| reason \|\n\|---\|---\|\n([\s\S]*?)\n\n|\| pin \| reason \|\n\|---\|---\|\n([\s\S]*)$/.exec(
        readText('CONTRIBUTING.md'),
      );
    const rows = (table?.[1] ?? table?.[2] ?? '').split('\n').map((row) => row.split('|')[1] ?? '');
    const known = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.overrides };
    const pinned = rows
      .flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name))
      .filter((name) => name in known);

    expect(pinned.length).toBeGreaterThan(8);
    // The row of jest is about a flag, not about a version; type definitions follow the Node that they describe.
    expect([...ignored].sort()).toEqual(
      [...new Set([...pinned.filter((name) => name !== 'jest'), '@types/node'])].sort(),
    );
  });
});
