import { once } from 'node:events';
import { Agent, createServer, get } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { listenOnLoopback } from '../../local/loopback-server.ts';
import { killLeftOverScripts, runNpmScript, runScript } from './script-process.ts';

const startApi = async (environment: Readonly<Record<string, string>> = {}) => {
  const api = runScript('local/api.ts', {
    PORT: '0',
    LOG_LEVEL: 'silent',
    BACKGROUND_INTERVAL_MS: '0',
    ...environment,
  });
  const [, url = ''] = /answers on (\S+)/.exec(await api.outputHolds('answers on')) ?? [];
  return { api, url };
};

afterEach(killLeftOverScripts);

describe('npm run api', () => {
  test('answers GET /openapi.json once it is ready, with nothing else running, and ends on SIGTERM within two seconds in spite of open connections', async () => {
    const { api, url } = await startApi();
    const agent = new Agent({ keepAlive: true });
    const [response] = await once(get(`${url}/openapi.json`, { agent }), 'response');
    response.resume();

    expect(response.statusCode).toBe(200);
    api.stop('SIGTERM');

    expect(await api.exit).toMatchObject({ code: 0, signal: null, errors: '' });
    agent.destroy();
  });

  test('ends when npm is told to, which runs it through a shell', async () => {
    const npm = runNpmScript('api', { PORT: '0', BACKGROUND_INTERVAL_MS: '0' });
    const [, url = ''] = /answers on (\S+)/.exec(await npm.outputHolds('answers on')) ?? [];

    npm.stop('SIGTERM');

    expect(await npm.exit).toMatchObject({ signal: null });
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });

  test('ends on Ctrl-C as well', async () => {
    const { api } = await startApi();

    api.stop('SIGINT');

    expect(await api.exit).toMatchObject({ code: 0, signal: null });
  });

  test('answers an unknown route with a problem of its own', async () => {
    const { url } = await startApi();

    const response = await fetch(`${url}/v1/nowhere`, { headers: { 'x-request-id': 'r-1' } });

    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(response.headers.get('x-request-id')).toBe('r-1');
    expect(await response.json()).toMatchObject({ code: 'route_not_found' });
  });

  test.each([
    [{ SECRET_TTL_SECONDS: 'soon' }, 'The setting SECRET_TTL_SECONDS is not valid: '],
    [{ STAGE: 'prod', AUTH: 'none' }, 'The setting AUTH is not valid: '],
    [{ PORT: '70000' }, 'The setting PORT is not valid: '],
    [
      { PORT: '6000' },
      'Port 6000 is refused by fetch (https://fetch.spec.whatwg.org/#port-blocking). Set PORT to another one.',
    ],
  ])('does not start with %j and names the setting in one sentence', async (environment, sentence) => {
    const { code, output, errors } = await runScript('local/api.ts', environment).exit;

    expect(code).toBe(1);
    expect(errors.startsWith(sentence)).toBe(true);
    expect(errors.trim().split('\n')).toHaveLength(1);
    expect(output).toBe('');
  });

  test('says that its port is taken', async () => {
    const other = await listenOnLoopback(createServer(), 0);
    const { port } = new URL(other.url);

    const { code, errors } = await runScript('local/api.ts', { PORT: port }).exit;

    expect(code).toBe(1);
    expect(errors).toBe(`Port ${port} is taken by another program. Set PORT to another one.\n`);
    await other.close();
  });
});
