import { createServer } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type Example, examples, toCurl } from '../../local/examples.ts';
import { listenOnLoopback } from '../../local/loopback-server.ts';
import { killLeftOverScripts, runScript } from './script-process.ts';

afterEach(killLeftOverScripts);

const start = (...scriptArguments: string[]) => runScript('local/start.ts', {}, scriptArguments);

describe('npm start', () => {
  test('needs nothing from outside, and what it says to try works; Ctrl-C ends it', async () => {
    const local = start('--port', '0');
    const output = await local.outputHolds('Ctrl-C ends it');
    const [, url = ''] = /^ {2}API +(http:\S+)$/m.exec(output) ?? [];
    const send = ({ method, path, headers, body }: Example) => fetch(url + path, { method, headers, body });

    const statuses: number[] = [];
    for (const example of examples) {
      expect(output).toContain(toCurl(example, url));
      statuses.push((await send(example)).status);
    }
    const [conversion] = examples.slice(-1);
    const repeated = conversion && (await send(conversion));
    const journal = await fetch(`${/faults, journal +(\S+)/.exec(output)?.[1]}/journal`);

    expect(statuses).toEqual([200, 200, 200, 200, 201]);
    expect(repeated?.status).toBe(201);
    expect(repeated?.headers.get('idempotency-replayed')).toBe('true');
    expect(await journal.json()).toMatchObject({ entries: [{ accountId: 'a07et3000001' }] });
    local.stop('SIGINT');
    expect(await local.exit).toMatchObject({ code: 0, signal: null, errors: '' });
  });

  test("takes no stage, login or settings of the user's shell for its own", async () => {
    const local = runScript(
      'local/start.ts',
      { STAGE: 'prod', AUTH: 'iam', SECRET_PREFIX: 'elsewhere/', AWS_PROFILE: 'mine', AWS_REGION: 'eu-west-1' },
      ['--port', '0'],
    );
    const [, url] = /^ {2}API +(http:\S+)$/m.exec(await local.outputHolds('Ctrl-C ends it')) ?? [];

    const answer = await fetch(`${url}/v1/connections`);

    expect(await answer.json()).toHaveProperty('data.length', 4);
    local.stop('SIGTERM');
    expect(await local.exit).toMatchObject({ code: 0, signal: null });
  });

  test('says which port is taken and how to take others', async () => {
    const other = await listenOnLoopback(createServer(), 0);
    const { port } = new URL(other.url);

    const { code, errors } = await start('--port', String(Number(port) - 1)).exit;

    expect(code).toBe(1);
    expect(errors).toBe(
      `Port ${port} is taken by another program. npm start -- --port 4000 takes 4000 to 4008 instead.\n`,
    );
    await other.close();
  });

  test.each([
    [['--prot', '4000'], "Unknown option '--prot'"],
    [['--port', 'many'], 'The setting PORT is not valid: '],
    [['--port', '65530'], '--port must be at most 65527'],
  ])('does not start with %j and says why', async (scriptArguments, sentence) => {
    const { code, errors } = await start(...scriptArguments).exit;

    expect(code).toBe(1);
    expect(errors.startsWith(sentence)).toBe(true);
  });

  test('--help lists the options', async () => {
    const { code, output } = await start('--help').exit;

    expect(code).toBe(0);
    expect(output).toContain('npm start -- [--port <port>]');
  });
});
