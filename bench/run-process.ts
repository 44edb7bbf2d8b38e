import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * Runs a script of this folder in a Node process of its own, with the JSON of `input` as its argument and nothing in its
 * environment but `environment`. Gives what it printed last, as JSON. Rejects when it fails.
 */
export const runProcess = (
  script: string,
  input: unknown,
  environment: Readonly<Record<string, string>> = {},
): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const path = fileURLToPath(new URL(script, import.meta.url));
    const child = spawn(process.execPath, [path, JSON.stringify(input)], { env: environment });
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      errors += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) {
        resolve(JSON.parse(output.trim().split('\n').at(-1) ?? ''));
      } else {
        reject(new Error(`${script} ended with ${code}: ${errors}`));
      }
    });
  });
