import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as z from 'zod';

const repository = join(import.meta.dirname, '../..');

let tree = '';

/** A copy of the house to build in. */
beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), 'new-provider-'));
  for (const name of readdirSync(repository)) {
    if (name === 'node_modules') {
      symlinkSync(join(repository, name), join(tree, name));
    } else if (!['.git', '.local', '.serverless', 'dist', 'coverage'].includes(name)) {
      cpSync(join(repository, name), join(tree, name), { recursive: true });
    }
  }
});

afterAll(() => {
  rmSync(tree, { recursive: true, force: true });
});

const run = async (...parameters: readonly string[]) => {
  const command = promisify(execFile)(process.execPath, [...parameters], { cwd: tree, maxBuffer: 64_000_000 });
  const { stdout, stderr } = await command.catch((error: { stdout: string; stderr: string }) => error);
  return { stdout, stderr, code: command.child.exitCode };
};

const newProvider = (...parameters: readonly string[]) => run('scripts/new-provider.ts', ...parameters);

const text = (path: string): string => readFileSync(join(tree, path), 'utf8');

test.each([['Acme'], ['acme_billing'], ['acme--billing'], ['-acme'], ['../acme'], ['a'.repeat(41)]])(
  'refuses %s, which is no id',
  async (id) => {
    const { code, stderr } = await newProvider(id);

    expect(code).toBe(2);
    expect(stderr).toContain('such as acme-billing');
  },
);

test('refuses a provider that is there, and says where', async () => {
  expect(await newProvider('aria')).toEqual({
    code: 2,
    stdout: '',
    stderr: 'shared/providers/aria is there already.\n',
  });
});

test('says how it is used, when it is asked and when it is used otherwise', async () => {
  const asked = await newProvider('--help');

  expect(asked).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Usage: npm run new-provider -- NAME\n/) });
  expect(await newProvider()).toEqual({ code: 2, stdout: '', stderr: asked.stdout });
  expect(await newProvider('one', 'two')).toEqual({ code: 2, stdout: '', stderr: asked.stdout });
});

test('writes a provider whose rows fail one by one, each with what is to be filled in', async () => {
  const { code, stdout } = await newProvider('acme-billing');

  expect(code).toBe(0);
  expect(stdout.split('\n\n')[0]?.split('\n')).toEqual([
    'shared/providers/acme-billing/credentials.ts',
    'shared/providers/acme-billing/index.ts',
    'sandbox/acme-billing/vendor.ts',
    'test/vendor-facts/acme-billing.json',
    'test/contract/expectations/acme-billing/echoing.ts',
    'test/contract/expectations/acme-billing/index.ts',
    'shared/domain/provider-id.ts',
    'shared/providers/registry.ts',
    'sandbox/vendors.ts',
  ]);
  expect(text('shared/domain/provider-id.ts')).toContain("'fusebill', 'acme-billing'] as const;");
  expect(text('shared/providers/registry.ts')).toContain("  'acme-billing': () => import('./acme-billing/index.ts')");
  expect(text('sandbox/vendors.ts')).toContain(
    "  'acme-billing': (await import('./acme-billing/vendor.ts')).vendor,\n};",
  );

  const failures = await failuresOf('acme-billing');
  expect(failures.length).toBeGreaterThan(50);
  expect(
    failures.filter(
      ({ message }) => !/fill in \w+(\.\w+)? in test\/contract\/expectations\/acme-billing/i.test(message),
    ),
  ).toEqual([]);
  expect(failures.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'plans of acme-billing a plan',
      'account plans of acme-billing a trial',
      'conversions of acme-billing of a trial',
      'conversions of acme-billing refusal: an option',
      'faults of reads at acme-billing a read 500',
      'faults of conversions at acme-billing a refusal is final and bound to its key, and leaves the account as it was',
    ]),
  );
}, 120_000);

const reportSchema = z.object({
  numRuntimeErrorTestSuites: z.literal(0),
  numPassedTests: z.int(),
  testResults: z.array(
    z.object({
      assertionResults: z.array(
        z.object({ status: z.string(), fullName: z.string(), failureMessages: z.array(z.string()) }),
      ),
    }),
  ),
});

/** Of the contract suite's tests of one provider. */
const failuresOf = async (id: string) => {
  const suites = 'test/contract/(account-plans|addresses|conversion-faults|conversions|plans|read-faults).test.ts';
  const { stdout } = await run(
    ...['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'],
    ...['--runInBand', '--json', '--testNamePattern', id, '--testPathPatterns', suites],
  );
  const { testResults } = reportSchema.parse(JSON.parse(stdout));
  return testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages }) => ({ name: fullName, message: failureMessages[0] ?? '' }));
};
