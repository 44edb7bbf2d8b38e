import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readFunctionNames } from '../local/routes.ts';
import { vendorIds, vendors } from '../sandbox/vendors.ts';
import { createWorld } from '../sandbox/world.ts';
import { providerIds } from '../shared/domain/provider-id.ts';
import { providers } from '../shared/providers/registry.ts';
import { type Import, readSources, type SourceFile } from './support/imports.ts';

const sources = readSources([
  'functions',
  'gateway',
  'shared',
  'sandbox',
  'local',
  'scripts',
  'bench',
  'infrastructure',
]);

/** Where a file belongs: `functions`, `domain`, `providers/aria`, `sandbox` ... */
const roomOf = (path: string): string => {
  const [first = '', second = '', third = ''] = path.split('/');
  if (first !== 'shared') {
    return first;
  }
  return second === 'providers' && third !== 'registry.ts'
    ? `providers/${third}`
    : second === 'providers'
      ? 'registry'
      : second;
};

/** Who may know whom inside `functions` and `shared`. A room may always import from itself. */
const allowedRooms: Readonly<Record<string, readonly string[]>> = {
  functions: [
    'gateway',
    'lambda',
    'account-changes',
    'events',
    'webhooks',
    'connections',
    'catalogue',
    'table',
    'registry',
    'domain',
  ],
  gateway: [
    'lambda',
    'account-changes',
    'catalogue-edits',
    'events',
    'webhooks',
    'connections',
    'catalogue',
    'ledger',
    'table',
    'secrets',
    'registry',
    'domain',
  ],
  'account-changes': ['connections', 'ledger', 'events', 'domain'],
  events: ['ledger', 'table', 'domain'],
  webhooks: ['connections', 'account-changes', 'events', 'ledger', 'table', 'domain'],
  'catalogue-edits': ['connections', 'ledger', 'domain'],
  connections: ['secrets', 'domain'],
  catalogue: ['domain'],
  ledger: ['table', 'domain'],
  table: ['domain'],
  http: ['domain'],
  lambda: ['domain'],
  secrets: ['domain'],
  registry: ['domain'],
  domain: [],
  'provider-kit': ['http', 'domain'],
  ...Object.fromEntries(providerIds.map((id) => [`providers/${id}`, ['provider-kit', 'http', 'domain']])),
};

/** Packages by room, Node's own modules aside. */
const allowedPackages: Readonly<Record<string, readonly string[]>> = {
  domain: ['zod', 'big.js'],
  http: ['zod', 'undici/lib/dispatcher/agent.js', 'undici/lib/web/fetch/index.js'],
  lambda: ['zod', '@middy/core', 'aws-lambda'],
  secrets: ['@aws-sdk/client-secrets-manager'],
  ledger: ['zod'],
  table: ['zod', '@aws-sdk/client-dynamodb'],
  connections: ['zod'],
  catalogue: ['zod'],
  'account-changes': ['ulid'],
  events: ['zod', '@aws-sdk/client-eventbridge'],
  webhooks: ['zod', 'ulid'],
  'catalogue-edits': [],
  functions: ['zod', 'zod-openapi', 'aws-lambda'],
  gateway: ['zod'],
  registry: [],
  'provider-kit': ['zod'],
  ...Object.fromEntries(providerIds.map((id) => [`providers/${id}`, ['zod', 'big.js']])),
  'providers/aria': ['zod', 'big.js', 'saxes'],
};

const inside = sources.filter(({ path }) => /^(functions|gateway|shared)\//.test(path));

const violations = (
  files: readonly SourceFile[],
  isViolation: (imported: Import, file: SourceFile) => boolean,
): string[] =>
  files.flatMap((file) =>
    file.imports
      .filter((imported) => isViolation(imported, file))
      .map(({ target, isType }) => `${file.path} imports ${isType ? 'types of ' : ''}${target}`),
  );

describe('the rooms of the house', () => {
  test('are known, all of them', () => {
    expect([...new Set(inside.map(({ path }) => roomOf(path)))].sort()).toEqual(Object.keys(allowedRooms).sort());
  });

  test('know only those they may know', () => {
    expect(
      violations(inside, ({ target, isPackage, isDynamic }, { path }) => {
        const from = roomOf(path);
        const to = roomOf(target);
        const isAllowed =
          isPackage ||
          from === to ||
          (allowedRooms[from] ?? []).includes(to) ||
          // What is shown raw is redacted by the function that shows it.
          (['functions', 'gateway'].includes(from) && target === 'shared/http/redaction.ts') ||
          // The container hands in the real fetch.
          (path === 'gateway/container.ts' && target === 'shared/http/provider-fetch.ts') ||
          (from === 'registry' && isDynamic && /^shared\/providers\/[^/]+\/index\.ts$/.test(target));
        return !isAllowed;
      }),
    ).toEqual([]);
  });

  test('use only the packages they need', () => {
    expect(
      violations(
        inside,
        ({ target, isPackage }, { path }) =>
          isPackage && !target.startsWith('node:') && !(allowedPackages[roomOf(path)] ?? []).includes(target),
      ),
    ).toEqual([]);
  });

  test('of the domain know nothing of Node', () => {
    const domain = inside.filter(({ path }) => roomOf(path) === 'domain');

    expect(violations(domain, ({ target }) => target.startsWith('node:'))).toEqual([]);
  });

  test('of one provider are entered by its face alone, and only by the registry', () => {
    expect(
      violations(
        sources,
        ({ target }, { path }) =>
          /^shared\/providers\/[^/]+\//.test(target) &&
          roomOf(target) !== roomOf(path) &&
          !(target.endsWith('/index.ts') && (path === 'shared/providers/registry.ts' || path.startsWith('bench/'))),
      ),
    ).toEqual([]);
  });
});

test('the engine and its ledger know no kind of change by name', () => {
  const engine = sources.filter(({ path }) => /^shared\/(ledger|account-changes\/(?!kinds\/))/.test(path));

  expect(engine.length).toBeGreaterThan(10);
  expect(engine.filter(({ text }) => /trial|convert/i.test(text)).map(({ path }) => path)).toEqual([]);
});

test('functions/ has a folder for each function of serverless.yml, the list of operations, and nothing else', () => {
  const shown = readdirSync(new URL('../functions/', import.meta.url)).sort();

  expect(shown).toEqual([...readFunctionNames(), 'operations.ts'].sort());
});

test('the list of operations has every operation.ts, each loaded when somebody reads it', () => {
  const list = sources.find(({ path }) => path === 'functions/operations.ts');
  const operations = sources.map(({ path }) => path).filter((path) => /^functions\/[^/]+\/operation\.ts$/.test(path));
  const loaded = list?.imports.filter(({ isDynamic }) => isDynamic).map(({ target }) => target);

  expect(loaded?.toSorted()).toEqual(operations.toSorted());
  expect(list?.imports.filter(({ isType, isDynamic }) => !isType && !isDynamic)).toEqual([]);
});

test('a provider is loaded when it is first used: one line each in the registry, dynamically', () => {
  const registry = sources.find(({ path }) => path === 'shared/providers/registry.ts');

  expect(registry?.imports.filter(({ isType }) => !isType)).toEqual(
    providerIds.map((id) => ({
      target: `shared/providers/${id}/index.ts`,
      isPackage: false,
      isType: false,
      isDynamic: true,
    })),
  );
});

describe('a provider', () => {
  /** Those folders of `room` that have a file of this name. */
  const foldersWith = (room: string, name: string): string[] =>
    sources
      .map(({ path }) => path.split('/'))
      .filter((path) => path.slice(0, -2).join('/') === room && path.at(-1) === name)
      .map((path) => path.at(-2) ?? '')
      .sort();

  test('is known by its id, in the one list, wherever it has a folder', () => {
    const ids = [...providerIds].sort();

    expect(foldersWith('shared/providers', 'index.ts')).toEqual(ids);
    expect(foldersWith('sandbox', 'vendor.ts')).toEqual(ids);
  });

  test('is registered under its id', async () => {
    expect(await Promise.all(Object.values(providers).map(async (load) => (await load()).id))).toEqual(providerIds);
    expect(Object.keys(providers)).toEqual(providerIds);
  });

  test('is simulated under its id', () => {
    expect(vendorIds).toEqual(providerIds);
    expect(Object.keys(vendors)).toEqual(vendorIds);
    expect(Object.values(vendors).map(({ create }) => create(createWorld()).name)).toEqual(vendorIds);
  });

  test('is spelled in its folders and three lines alone, so that another one touches no more', () => {
    const lines = ['shared/domain/provider-id.ts', 'shared/providers/registry.ts', 'sandbox/vendors.ts'];
    const about = [
      // Measure what one vendor has and others do not: thousands of plans, a token, bodies that are not signed.
      'bench/catalogues.ts',
      'bench/follow-cursors.ts',
      'bench/map-catalogues.ts',
      'bench/open-route.ts',
      'bench/run.ts',
      'bench/share-secrets.ts',
      // Told to people: the first steps of `npm start`, examples of events, what an id is made of.
      'local/examples.ts',
      'scripts/write-event-schemas.ts',
      'shared/domain/plan.ts',
    ];
    const camelCase = (id: string) => id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    const spellings = providerIds.flatMap((id) => [id, camelCase(id)]);
    // As a word, or at the head of a name; not the address of a page.
    const spelled = new RegExp(`(?<!\\w)(${spellings.join('|')})(?![a-z]|\\.com)`);
    const isInItsFolder = (path: string) =>
      providerIds.some((id) => path.startsWith(`shared/providers/${id}/`) || path.startsWith(`sandbox/${id}/`));
    const found = sources.filter(({ path, text }) => spelled.test(text) && !isInItsFolder(path));

    expect(found.map(({ path }) => path).sort()).toEqual([...lines, ...about].sort());
  });
});

test('the sandbox knows nothing of the gateway, so that it cannot share its mistakes', () => {
  const sandbox = sources.filter(({ path }) => path.startsWith('sandbox/'));

  expect(violations(sandbox, ({ target }) => /^(shared|functions|local|test)\//.test(target))).toEqual([]);
});

test('nothing that is deployed knows of the tests, the sandbox or this machine', () => {
  expect(
    violations(inside, ({ target, isPackage }) => !isPackage && !/^(functions|gateway|shared)\//.test(target)),
  ).toEqual([]);
});

test('the AWS SDK is loaded when it is first needed, types aside', () => {
  expect(
    violations(inside, ({ target, isType, isDynamic }) => /^@(aws-sdk|smithy)\//.test(target) && !isType && !isDynamic),
  ).toEqual([]);
});

test('zod is imported as a namespace, which the bundler can take apart', () => {
  expect(
    sources
      .filter(({ text }) => /import\s+(?!type\b)(?:\{[^}]*\}|\w+)\s+from\s+'zod'/.test(text))
      .map(({ path }) => path),
  ).toEqual([]);
});

test('imports go in no circle', () => {
  const values = new Map(
    sources.map(({ path, imports }) => [
      path,
      imports
        .filter(({ isPackage, isType, isDynamic }) => !isPackage && !isType && !isDynamic)
        .map(({ target }) => target),
    ]),
  );
  const finished = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) {
      circles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
      return;
    }
    if (!finished.has(path)) {
      for (const target of values.get(path) ?? []) {
        visit(target, [...trail, path]);
      }
      finished.add(path);
    }
  };
  for (const path of values.keys()) {
    visit(path, []);
  }

  expect(circles).toEqual([]);
});

test('every import leads to a file that is there', () => {
  const paths = new Set(sources.map(({ path }) => path));

  expect(
    violations(inside, ({ target, isPackage }) => !isPackage && !target.endsWith('.json') && !paths.has(target)),
  ).toEqual([]);
});

describe('a file', () => {
  test('is named after what it holds, in kebab-case, and is no drawer for leftovers', () => {
    const names = sources.map(({ path }) => path.split('/').at(-1) ?? '');

    expect(names.filter((name) => /^(utils?|helpers?|commons?|types?|misc|shared)\./.test(name))).toEqual([]);
    expect(names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*\.(ts|mjs|cjs)$/.test(name))).toEqual([]);
  });

  test('does not hand on what is another’s, but for the face of a provider', () => {
    expect(
      sources
        .filter(({ text }) => /^export\s+(type\s+)?(\*|\{[^}]*\})(\s+as\s+\w+)?\s+from\s/m.test(text))
        .filter(({ path }) => !/^shared\/providers\/[^/]+\/index\.ts$/.test(path))
        .map(({ path }) => path),
    ).toEqual([]);
  });

  test('is no index, but for the face of a provider', () => {
    expect(
      sources
        .filter(({ path }) => /(^|\/)index\.[mc]?[tj]s$/.test(path))
        .filter(({ path }) => !/^shared\/providers\/[^/]+\/index\.ts$/.test(path))
        .map(({ path }) => path),
    ).toEqual([]);
  });

  test('is written without classes, enums, casts and switched-off checks', () => {
    const forbidden =
      /^\s*(export\s+)?(default\s+)?(abstract\s+)?class\s|^\s*(export\s+)?(const\s+)?enum\s|@ts-(ignore|nocheck|expect-error)/m;

    expect(inside.filter(({ text }) => forbidden.test(text)).map(({ path }) => path)).toEqual([]);
    expect(
      inside
        .filter(({ text }) => /[\w)\]}>]\s+as\s+(?!const\b)[A-Z{('"[\w]/.test(codeOf(text)))
        .map(({ path }) => path),
    ).toEqual([]);
  });
});

/** Without comments, strings and the namespaces and new names of imports and exports. */
const codeOf = (text: string): string =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|[^:'"`])\/\/[^\n]*/g, '$1')
    .replace(/^(import|export)\s[^;]*?\sfrom\s[^;]*;/gm, '')
    .replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''")
    .replace(/`(?:[^`\\]|\\.)*`/g, '``');
