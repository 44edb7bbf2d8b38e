import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { listenOnLoopback } from '../../local/loopback-server.ts';
import { startControlServer } from '../../sandbox/control-server.ts';
import type { LoopbackServer } from '../../sandbox/loopback-server.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { vendorIds } from '../../sandbox/vendors.ts';
import { startSandbox } from '../support/judged-sandbox.ts';
import {
  closeRecordingServers,
  type Reaction,
  type RecordingServer,
  startRecordingServer,
} from '../support/recording-server.ts';
import { killLeftOverScripts, runScript } from './script-process.ts';

let sandbox: Sandbox;
let control: LoopbackServer;
let receiver: RecordingServer;
let reaction: Reaction;

beforeEach(async () => {
  reaction = { status: 204 };
  receiver = await startRecordingServer(() => reaction);
  sandbox = await startSandbox();
  control = await startControlServer(sandbox, 0, {
    notificationUrls: Object.fromEntries(vendorIds.map((name) => [name, `${receiver.origin}/${name}`])),
  });
});

afterEach(async () => {
  killLeftOverScripts();
  await control.close();
  await sandbox.close();
  await closeRecordingServers();
});

const notify = (...options: string[]) =>
  runScript('local/notify.ts', {}, [...options, '--control', control.origin]).exit;

describe('npm run notify', () => {
  test('sends as often as it is told, and says what came back', async () => {
    const { code, output, errors } = await notify('--provider', 'fusebill', '--account', '70003', '--times', '2');

    expect({ code, output, errors }).toEqual({ code: 0, output: 'received: 204\nreceived: 204\n', errors: '' });
    expect(receiver.requests).toMatchObject([
      { target: '/fusebill', headers: { 'x-sandbox-fusebill': 'c2FuZGJveC1mdXNlYmlsbC13ZWJob29r' } },
      { target: '/fusebill' },
    ]);
  });

  test('puts the token of the connection into the address', async () => {
    const { code } = await notify('--provider', 'fusebill', '--account', '70003', '--token', 'hook token 1');

    expect(code).toBe(0);
    expect(receiver.requests).toMatchObject([{ target: '/fusebill?token=hook+token+1' }]);
  });

  test('changes the account first, and tells of that change', async () => {
    const { code, output } = await notify(
      '--provider',
      'constant-contact-v2',
      '--account',
      'a07et2000006',
      '--change',
      'cancel',
    );

    expect({ code, output }).toEqual({
      code: 0,
      output: 'changed a07et2000006: {"status":["Open","Cancelled"]}\nreceived: 204\n',
    });
    expect(JSON.parse(receiver.requests[0]?.body ?? '')).toMatchObject({ event_type: 'account.cancel' });
    expect(sandbox.providers['constant-contact-v2'].state.accounts.get('a07et2000006')?.status).toBe('Cancelled');
  });

  test('sends the event that was named, of the instance and in the form that were named', async () => {
    reaction = { status: 200, body: 'OK' };
    const { code, output } = await notify(
      ...['--provider', 'aria', '--account', '5000002', '--subscription', '6000003'],
      ...['--format', 'nvp', '--event', '947', '--change', 'suspend'],
    );

    expect({ code, output }).toEqual({
      code: 0,
      output: [
        'changed 6000002: {"plan_instance_status_cd":[41,-1]}',
        'changed 6000003: {"plan_instance_status_cd":[1,-1]}',
        'received: 200 OK',
        '',
      ].join('\n'),
    });
    const pairs = new URLSearchParams(receiver.requests[0]?.body);
    expect(pairs.getAll('master_plan_instance_no[]')).toEqual(['6000003']);
    expect(pairs.getAll('event_id[]')).toEqual(['947']);
  });

  test('says when all was so already, and when the provider has no event for the change', async () => {
    const { code, output } = await notify(
      '--provider',
      'constant-contact-v3',
      '--account',
      'a07et3000009',
      '--change',
      'activate',
    );

    expect({ code, output }).toEqual({
      code: 0,
      output: [
        'changed nothing: it was so already',
        'constant-contact-v3 has no event for activate; what is sent is another, which makes the API look too',
        'received: 204',
        '',
      ].join('\n'),
    });
  });

  test('tells of a plan of Aria', async () => {
    reaction = { status: 200, body: 'OK' };

    expect(await notify('--provider', 'aria', '--plan', '10001')).toMatchObject({ code: 0 });
    expect(receiver.requests[0]?.body).toContain('<object_no>10001</object_no>');
  });

  test('ends with 1 when the provider does not take it as received', async () => {
    reaction = { status: 401, body: { code: 'webhook_unauthenticated' } };
    const { code, output } = await notify('--provider', 'aria', '--account', '5000001');

    expect({ code, output }).toEqual({
      code: 1,
      output: 'not received: 401 {"code":"webhook_unauthenticated"} (The status is not 2xx.)\n',
    });
  });

  test.each([
    [
      'another program',
      () =>
        listenOnLoopback(
          createServer((_request, response) => response.end('hello')),
          0,
        ),
    ],
    [
      'a program with another answer',
      () =>
        listenOnLoopback(
          createServer((_request, response) => response.end('{"sent":"yes"}')),
          0,
        ),
    ],
  ])('ends with 1 when %s answers', async (_name, start) => {
    const other = await start();
    const { code, errors } = await runScript('local/notify.ts', {}, [
      ...['--provider', 'fusebill', '--account', '70003', '--control', other.url],
    ]).exit;

    expect({ code, errors }).toEqual({
      code: 1,
      errors: `What answers at ${other.url} is not the control of npm start.\n`,
    });
    await other.close();
  });

  test('ends with 2 for a control where nobody could be asked', async () => {
    const { code, errors } = await runScript('local/notify.ts', {}, [
      ...['--provider', 'fusebill', '--account', '70003', '--control', 'http://127.0.0.1:4190'],
    ]).exit;

    expect({ code, errors }).toEqual({
      code: 2,
      errors:
        'Port 4190 is refused by fetch (https://fetch.spec.whatwg.org/#port-blocking). The control of npm start is at another.\n',
    });
  });

  test('ends with 1 and says what to start when nothing answers', async () => {
    const { origin } = control;
    await control.close();
    const { code, errors } = await notify('--provider', 'fusebill', '--account', '70003');

    expect({ code, errors }).toEqual({
      code: 1,
      errors: `No simulated providers answer at ${origin}. Run npm start in another terminal, or say with --control where its control is.\n`,
    });
  });

  test.each([
    [[], '--provider is missing. There are: constant-contact-v2, constant-contact-v3, aria, fusebill.\n'],
    [
      ['--provider', 'stripe'],
      'There is no provider stripe. There are: constant-contact-v2, constant-contact-v3, aria, fusebill.\n',
    ],
    [['--provider', 'aria'], '--account is missing. sandbox/README.md lists the accounts.\n'],
    [
      ['--provider', 'aria', '--account', '5000001', '--change', 'delete'],
      'There is no change delete. There are: cancel, suspend, tier-up, tier-down, activate.\n',
    ],
    [
      ['--provider', 'aria', '--account', '5000001', '--change', 'tier-up'],
      'aria has no tier-up. It has: cancel, suspend, activate.\n',
    ],
    [['--provider', 'aria', '--account', '5000001', '--times', '0'], '--times must be a whole number from 1 to 100.\n'],
    [['--provider', 'aria', '--plan', '10001', '--change', 'cancel'], 'The body is not valid. accountId: '],
    [['--provider', 'fusebill', '--account', '1'], 'There is no account 1 at fusebill. There are: 70001, 70002, '],
    [['--acount', '1'], "Unknown option '--acount'"],
  ])('ends with 2 on %j and says why', async (options, sentence) => {
    const { code, output, errors } = await notify(...options);

    expect({ code, output, isExplained: errors.startsWith(sentence) ? true : errors }).toEqual({
      code: 2,
      output: '',
      isExplained: true,
    });
    expect(receiver.requests).toEqual([]);
  });

  test('--help lists the options', async () => {
    const { code, output } = await notify('--help');

    expect(code).toBe(0);
    expect(output).toContain('npm run notify -- --provider <provider> --account <id> [options]');
  });
});
