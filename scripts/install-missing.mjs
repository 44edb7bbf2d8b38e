// Runs before `npm start`, `npm test` and their like, on whatever Node the machine has: a fresh clone needs no
// separate install step, and a changed lock file is noticed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

process.chdir(new URL('..', import.meta.url).pathname);

const stampFile = 'node_modules/.installed-from';
const wanted = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
const installed = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : null;

if (installed !== wanted) {
  console.error('Installing dependencies (about half a minute, only when package-lock.json is new) ...');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { stdio: 'inherit' });
  if (status !== 0) {
    console.error('The dependencies could not be installed: `npm ci` failed, its own words are above.');
    process.exit(1);
  }
  writeFileSync(stampFile, wanted);
}

if (!existsSync('node_modules/node/bin/node')) {
  console.error(
    'Node 24 is missing from node_modules: npm was told not to run install scripts (`ignore-scripts`). ' +
      'Run `npm rebuild node` and try again.',
  );
  process.exit(1);
}
