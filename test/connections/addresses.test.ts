import { describe, expect, test } from '@jest/globals';
import { createFunctionBench } from '../support/function-bench.ts';
import { createManualClock } from '../support/manual-clock.ts';

const secrets = {
  'constant-contact-v2': { apiKey: 'k', username: 'u', password: 'p' },
  'constant-contact-v3': { apiKey: 'k', clientId: 'i', clientSecret: 's' },
  aria: { clientNo: 1, authKey: 'k' },
  fusebill: { apiKey: 'k' },
} as const;

/** What opening a connection says of its secret: null where it is taken. */
const open = async (
  provider: keyof typeof secrets,
  addresses: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = { STAGE: 'dev' },
) => {
  const secret = { provider, ...secrets[provider], ...addresses };
  const { services } = createFunctionBench({ clock: createManualClock(0), secrets: { acme: secret }, environment });
  const deadline = { at: 20_000, remainingMs: () => 20_000 };
  const opened = await services.connections.open('acme', { deadline, logger: services.logger });
  return opened.ok ? null : [opened.problem.code, opened.problem.errors];
};

const literal = 'must name its host, not give an address, unless PROVIDER_HOSTS has that address';
const elsewhere = "must be https at one of the vendor's hosts, or at one that PROVIDER_HOSTS names";

describe('a deployed stage', () => {
  test.each([
    ['constant-contact-v2', {}],
    ['constant-contact-v2', { baseUrl: 'https://api.constantcontact.com/v2' }],
    ['constant-contact-v3', {}],
    ['constant-contact-v3', { tokenUrl: 'https://v3api-partner.auth.us-east-1.amazoncognito.com/oauth2/token' }],
    ['aria', {}],
    ['aria', { coreUrl: 'https://secure.future.stage.ariasystems.net/v1/core' }],
    ['aria', { adminUrl: 'https://admintools.prod.cph.ariasystems.net/AdminTools.php/Dispatcher' }],
    ['fusebill', {}],
    ['fusebill', { baseUrl: 'https://stg-secure.fusebill.com/v1' }],
    ['fusebill', { baseUrl: 'https://SECURE.FUSEBILL.COM:443/v1' }],
  ] as const)('takes the hosts of the vendor: %s %j', async (provider, addresses) => {
    expect(await open(provider, addresses)).toBeNull();
  });

  test.each([
    'http://127.0.0.1:9001/2018-06-01',
    'https://127.0.0.1',
    'https://2130706433',
    'https://0x7f.1',
    'https://0177.0.0.1',
    'https://169.254.169.254/latest',
    'https://10.0.0.1',
    'https://198.41.0.4/v1',
    'https://[::1]',
    'https://[fd00:ec2::254]',
    'https://[::ffff:7f00:1]',
  ])('takes no address for a host: %s', async (baseUrl) => {
    expect(await open('fusebill', { baseUrl })).toEqual(['secret_invalid', [{ path: 'baseUrl', message: literal }]]);
  });

  test.each([
    'http://localhost:9001',
    'https://localhost',
    'https://evil.example',
    'https://fusebill.com.evil.example',
    'https://notfusebill.com',
    'https://secure.fusebill.com.',
    'https://api.cc.email',
    'https://internal.amazonaws.com',
  ])("takes nobody else's host: %s", async (baseUrl) => {
    expect(await open('fusebill', { baseUrl })).toEqual(['secret_invalid', [{ path: 'baseUrl', message: elsewhere }]]);
  });

  test('holds every address of a secret to it, and names each field', async () => {
    expect(
      await open('aria', { coreUrl: 'https://10.0.0.1/core', adminUrl: 'https://admin.example/Dispatcher' }),
    ).toEqual([
      'secret_invalid',
      [
        { path: 'coreUrl', message: literal },
        { path: 'adminUrl', message: elsewhere },
      ],
    ]);
    expect(await open('constant-contact-v3', { tokenUrl: 'https://other.amazoncognito.com/oauth2/token' })).toEqual([
      'secret_invalid',
      [{ path: 'tokenUrl', message: elsewhere }],
    ]);
  });

  test.each([
    ['billing.example', 'https://billing.example/v1'],
    ['Billing.Example:8443', 'https://billing.example:8443/v1'],
    ['a.example, 127.0.0.1', 'http://127.0.0.1:4010/v1'],
    ['localhost', 'http://localhost:4010/v1'],
    ['[::1]', 'http://[::1]:4010/v1'],
    ['127.0.0.1', 'http://127.1:4010/v1'],
    ['billing.example:443', 'https://billing.example/v1'],
    ['billing.example:443', 'https://billing.example:443/v1'],
    ['127.0.0.1:80', 'http://127.0.0.1/v1'],
    ['[::1]:80', 'http://[::1]:80/v1'],
    ['billing.example:08443', 'https://billing.example:8443/v1'],
  ])('takes what PROVIDER_HOSTS names: %s', async (hosts, baseUrl) => {
    expect(await open('fusebill', { baseUrl }, { STAGE: 'dev', PROVIDER_HOSTS: hosts })).toBeNull();
  });

  test.each([
    ['billing.example', 'https://sub.billing.example/v1', elsewhere],
    ['billing.example:8443', 'https://billing.example/v1', elsewhere],
    ['billing.example:443', 'https://billing.example:8443/v1', elsewhere],
    ['billing.example:80', 'https://billing.example/v1', elsewhere],
    ['localhost:443', 'http://localhost/v1', elsewhere],
    ['localhost', 'http://127.0.0.1:4010/v1', literal],
  ])('takes nothing beside it: %s is not %s', async (hosts, baseUrl, message) => {
    expect(await open('fusebill', { baseUrl }, { STAGE: 'dev', PROVIDER_HOSTS: hosts })).toEqual([
      'secret_invalid',
      [{ path: 'baseUrl', message }],
    ]);
  });
});

test.each(['http://127.0.0.1:4010/v1', 'http://localhost:4010', 'https://10.0.0.1', 'https://billing.example'])(
  'on the developer’s own machine a secret may lead to %s',
  async (baseUrl) => {
    expect(await open('fusebill', { baseUrl }, {})).toBeNull();
  },
);
