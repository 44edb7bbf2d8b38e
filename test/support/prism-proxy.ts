import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface PrismProxy {
  /** Asks the API through Prism. Rejects with the violations where the answer is not as documented. */
  ask(path: string, init?: RequestInit): Promise<ProxiedAnswer>;
  close(): Promise<void>;
}

export interface ProxiedAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: what it holds is what the tests are about
  readonly body: any;
}

/**
 * Prism between a client and the API at `upstream`: an answer that is not as `document` says becomes an error of Prism's
 * own. Requests are let through as they are.
 */
export const startPrismProxy = async (document: object, upstream: string): Promise<PrismProxy> => {
  const folder = mkdtempSync(join(tmpdir(), 'plan-gateway-openapi-'));
  const file = join(folder, 'openapi.json');
  writeFileSync(file, JSON.stringify(document));
  const prism = createRequire(import.meta.url).resolve('@stoplight/prism-cli/dist/index.js');
  const child = spawn(
    process.execPath,
    [prism, 'proxy', file, upstream, '--port', '0', '--errors', '--validate-request', 'false'],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const exited = once(child, 'exit');
  const url = await new Promise<string>((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const [, address] = /listening on (http:\/\/\S+)/.exec(output) ?? [];
      if (address !== undefined) {
        resolve(address);
      }
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', () => reject(new Error(`Prism ended: ${output}`)));
  });
  return {
    ask: async (path, init = {}) => {
      const response = await fetch(url + path, init);
      const body = JSON.parse(await response.text());
      // Prism's own error in the place of the answer.
      if (String(body.type).includes('stoplight.io')) {
        throw new Error(`${path}: ${JSON.stringify(body.validation ?? body)}`);
      }
      return { status: response.status, headers: response.headers, body };
    },
    close: async () => {
      child.kill('SIGKILL');
      await exited;
      rmSync(folder, { recursive: true });
    },
  };
};
