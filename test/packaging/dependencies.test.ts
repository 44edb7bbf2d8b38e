import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import * as z from 'zod';
import { readReport } from '../../scripts/audit.ts';

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'));

const { packages } = z
  .object({
    packages: z.record(z.string(), z.object({ hasInstallScript: z.boolean().optional(), version: z.string() })),
  })
  .parse(read('package-lock.json'));
const { allowScripts } = z.object({ allowScripts: z.record(z.string(), z.boolean()) }).parse(read('package.json'));

test('every package that would run a script when it is installed is named, and two of them may', () => {
  const withScript = Object.entries(packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript === true)
    .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));

  expect(Object.keys(allowScripts).sort()).toEqual([...new Set(withScript)].sort());
  expect(Object.keys(allowScripts).filter((name) => allowScripts[name] === true)).toEqual(['node', 'esbuild']);
});

test.each([
  ['{"metadata":{"vulnerabilities":{"low":0,"high":2,"total":2}}}', { low: 0, high: 2, total: 2 }],
  ['{"message":"405 Method Not Allowed","error":{"summary":""}}', '405 Method Not Allowed'],
  ['{"error":{"code":"ENOTFOUND"}}', 'no reason given'],
  ['{"metadata":{}}', 'npm gave no report.'],
  ['', 'npm gave no report.'],
  ['<html>', 'npm gave no report.'],
])('of what npm says of the packages, %j is read as what it is', (text, report) => {
  expect(readReport(text)).toEqual(report);
});
