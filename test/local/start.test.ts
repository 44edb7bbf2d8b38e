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

  test('shows the events that arrived, on the terminal and at /_local/events', async () => {
    const local = start('--port', '0');
    const output = await local.outputHolds('Ctrl-C ends it');
    const [, busUrl = ''] = /^ {2}event bus +(http:\S+)$/m.exec(output) ?? [];
    const [, eventsUrl = ''] = /^ {2}events that arrived +(http:\S+)$/m.exec(output) ?? [];
    const events = async (query = '') => {
      const response = await fetch(eventsUrl + query);
      return { status: response.status, json: JSON.parse(await response.text()) };
    };
    const put = (accountId: string) =>
      fetch(busUrl, {
        method: 'POST',
        headers: { 'x-amz-target': 'AWSEvents.PutEvents' },
        body: JSON.stringify({
          Entries: [
            {
              EventBusName: 'plan-gateway-local',
              Source: 'plan-gateway',
              DetailType: 'account_plan.converted',
              Detail: JSON.stringify({
                connection: 'demo-aria',
                accountId,
                before: { status: 'trial' },
                after: { status: 'active' },
                sequence: 3,
              }),
            },
          ],
        }),
      });

    expect(await events()).toEqual({ status: 200, json: { events: [] } });
    await put('5000001');
    await put('5000003');

    expect((await events()).json.events).toMatchObject([
      {
        receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        bus: 'plan-gateway-local',
        source: 'plan-gateway',
        detailType: 'account_plan.converted',
        detail: { accountId: '5000001' },
      },
      { detail: { accountId: '5000003' } },
    ]);
    expect((await events('?after=1')).json.events).toMatchObject([{ detail: { accountId: '5000003' } }]);
    expect((await events('?after=2')).json.events).toEqual([]);
    expect(await events('?after=-1')).toEqual({
      status: 400,
      json: { message: 'after must be a whole number, 0 or more.' },
    });
    await local.outputHolds('event account_plan.converted  demo-aria 5000003  trial -> active  (sequence 3)\n');
    local.stop('SIGTERM');
    expect(await local.exit).toMatchObject({ code: 0, errors: '' });
  });

  test('is alone in showing them: the API by itself has no such route', async () => {
    const api = runScript('local/api.ts', { PORT: '0', LOG_LEVEL: 'silent', BACKGROUND_INTERVAL_MS: '0' });
    const [, url = ''] = /answers on (\S+)/.exec(await api.outputHolds('answers on')) ?? [];

    const answer = await fetch(`${url}/_local/events`);

    expect([answer.status, JSON.parse(await answer.text()).code]).toEqual([404, 'route_not_found']);
    api.stop('SIGTERM');
    await api.exit;
  });

  test('prints a command by which a provider tells the API of a change, and it works', async () => {
    const local = start('--port', '0');
    const output = await local.outputHolds('Ctrl-C ends it');
    const [, options = ''] = /^ {2}npm run notify -- (.+)$/m.exec(output) ?? [];

    const { code, output: told } = await runScript('local/notify.ts', {}, options.split(' ')).exit;

    expect({ code, told }).toEqual({
      code: 0,
      told: [
        'changed 70003: {"status":["Active","Suspended"]}',
        'changed 52003: {"status":["Active","Suspended"]}',
        'received: 204',
        '',
      ].join('\n'),
    });
    await local.outputHolds('event account_plan.suspended  demo-fusebill 70003  suspended, first seen  (sequence 1)\n');
    local.stop('SIGTERM');
    expect(await local.exit).toMatchObject({ code: 0 });
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
    // Below those that systems give out, so that no other test has one of its neighbours.
    const port = 20_001 + (process.pid % 900) * 10;
    const other = await listenOnLoopback(createServer(), port);

    const { code, errors } = await start('--port', String(port - 1)).exit;

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
    [
      ['--port', '4190'],
      'Port 4190 is refused by fetch (https://fetch.spec.whatwg.org/#port-blocking). npm start -- --port 4000',
    ],
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
