import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { queues } from '../../shared/table/table.ts';

const root = new URL('../../', import.meta.url);
const readText = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const runbook = readText('docs/runbook.md');

const stored = ['claimed', 'writing', 'unproven', 'settled', 'settled-rejected'].map((name) =>
  JSON.parse(readText(`test/ledger/records/${name}.json`)),
);

const has = (value: unknown, path: string): boolean => {
  let found = value;
  for (const name of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) {
      return false;
    }
    found = (found as Readonly<Record<string, unknown>>)[name];
  }
  return true;
};

describe('the runbook', () => {
  test('asks for queues that there are', () => {
    const named = [
      ...[...runbook.matchAll(/DUE#(\w+)/g)].map(([, name = '']) => name),
      ...[...runbook.matchAll(/for queue in ([\w ]+);/g)].flatMap(([, names = '']) => names.split(' ')),
    ];

    expect([...new Set(named)].sort()).toEqual(['changes', 'events', 'put_off', 'unreadable', 'webhooks']);
    expect(named.filter((name) => !queues.some((queue) => queue === name))).toEqual([]);
  });

  test('reads members that a stored change has, once it was sent', () => {
    const [unproven] = stored.filter(({ phase }) => phase === 'unproven');
    const paths = [...runbook.matchAll(/`((?:sent|watch)(?:\.\w+)+)`/g)].map(([, path = '']) => path);
    const inCommand = [...runbook.matchAll(/: (?:\()?\.(sent(?:\.\w+)*)/g)].map(([, path = '']) => path);

    expect(inCommand).toEqual(['sent.attempts', 'sent.overAt', 'sent.learned', 'sent.draft']);
    expect(paths).toContain('watch.nextCheckAt');
    // What the parameters of a write are, each provider decides.
    const known = [...paths, ...inCommand].filter((path) => !path.startsWith('sent.draft.parameters.'));
    expect(known.filter((path) => !has(unproven, path))).toEqual([]);
    for (const name of ['subscriptionId', 'wantedPlanId', 'repeat', 'parameters']) {
      expect(runbook).toContain(name);
      expect(has(unproven, `sent.draft.${name}`)).toBe(true);
    }
  });

  test('shows members that every stored change has', () => {
    for (const record of stored) {
      for (const name of ['schemaVersion', 'phase', 'kind', 'changeId', 'key', 'leaseUntil']) {
        expect(has(record, name)).toBe(true);
      }
    }
  });

  test('has each phase in its table', () => {
    for (const phase of new Set(stored.map((record) => record.phase))) {
      expect(runbook).toContain(`\n   | \`${phase}\` | `);
    }
  });

  test('leads to headings that are there', () => {
    const headings = [...runbook.matchAll(/^#{2,3} (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^a-z0-9 _-]/g, '')
        .replaceAll(' ', '-'),
    );
    const links = [
      ...[...runbook.matchAll(/\]\(#([^)]+)\)/g)],
      ...['README.md', 'CHANGELOG.md', 'docs/security.md', 'docs/adr/0019-one-engine-for-every-change.md'].flatMap(
        (path) => [...readText(path).matchAll(/runbook\.md#([^)]+)\)/g)],
      ),
    ].map(([, anchor = '']) => anchor);

    expect(links.length).toBeGreaterThan(15);
    expect(links.filter((anchor) => !headings.includes(anchor))).toEqual([]);
  });
});
