// Runs before `npm start`, `npm test` and their like, on whatever Node the machine has: a fresh clone needs no
// separate install step, and a changed lock file is noticed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const stampFile = 'node_modules/.installed-from';
const lockFolder = '.installing';
const wanted = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
const isInstalled = () => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted;

if (!isInstalled()) {
  await takeTurn();
  try {
    if (!isInstalled()) {
      install();
    }
  } finally {
    rmSync(lockFolder, { recursive: true, force: true });
  }
}

if (!existsSync('node_modules/node/bin/node')) {
  console.error(
    'Node 24 is missing from node_modules: npm was told not to run install scripts (`ignore-scripts`). ' +
      'Run `npm rebuild node` and try again.',
  );
  process.exit(1);
}

/** Two installations at once, from two terminals, would wreck each other. One that was killed is forgotten after a while. */
async function takeTurn() {
  const forgottenAfterMs = 10 * 60_000;
  for (let isFirst = true; ; isFirst = false) {
    try {
      mkdirSync(lockFolder);
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') {
        throw error;
      }
    }
    if (isFirst) {
      console.error('Another command is installing the dependencies: waiting for it ...');
    }
    const startedAt = statSync(lockFolder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - startedAt > forgottenAfterMs) {
      rmSync(lockFolder, { recursive: true, force: true });
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

function install() {
  // `npm ci` follows the link and empties what another clone works with.
  if (lstatSync('node_modules', { throwIfNoEntry: false })?.isSymbolicLink()) {
    console.error('node_modules is a link to dependencies of another version. Remove the link and try again.');
    rmSync(lockFolder, { recursive: true, force: true });
    process.exit(1);
  }
  console.error('Installing dependencies (about half a minute, only when package-lock.json is new) ...');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { stdio: 'inherit' });
  if (status !== 0) {
    console.error('The dependencies could not be installed: `npm ci` failed, its own words are above.');
    rmSync(lockFolder, { recursive: true, force: true });
    process.exit(1);
  }
  writeFileSync(stampFile, wanted);
}
