import { describe, expect, test } from '@jest/globals';
import { makeConstantContactV2Notification, signatureOf } from '../../sandbox/constant-contact-v2/notification.ts';
import { createConstantContactV2Seed } from '../../sandbox/constant-contact-v2/seed.ts';
import { makeConstantContactV3Notification } from '../../sandbox/constant-contact-v3/notification.ts';
import { createConstantContactV3Seed } from '../../sandbox/constant-contact-v3/seed.ts';

describe('Constant Contact v2', () => {
  test("signs as the vendor's SDK does, whose test vector this is", () => {
    const body = [
      '{',
      '    "url":"https://api.constantcontact.com/v2/partner/accounts/<accountId>",',
      '    "event_type":"tier.increase"',
      '}',
    ].join('\n');

    expect(signatureOf(body, 'api-secret-key')).toBe('VNfTwVDbHBoPqEYqDdM61OqxJdVznRzT4h21+BuwgTg=');
  });

  test('points to the plan of the account, under a signature of the very bytes', () => {
    const made = makeConstantContactV2Notification(createConstantContactV2Seed(), {
      accountId: 'a07et2000006',
    });

    expect(made).toEqual({
      ok: true,
      value: {
        headers: {
          'content-type': 'application/json',
          'x-ctct-hmac-sha256': '1+ypi3O50jDZnIqDXyc6wE4o/DPkRkyCeOwt/pBC+do=',
        },
        body: '{"url":"https://api.constantcontact.com/v2/partner/accounts/a07et2000006/plan","event_type":"tier.increase"}',
      },
    });
  });

  test.each(['tier.increase', 'tier.decrease', 'account.cancel', 'account.disable'])('tells of %s', (event) => {
    const made = makeConstantContactV2Notification(createConstantContactV2Seed(), {
      accountId: 'a07et2000006',
      event,
    });

    expect(made.ok && JSON.parse(made.value.body).event_type).toBe(event);
  });

  test('signs with the secret in force', () => {
    const state = createConstantContactV2Seed();
    state.webhookSecret = 'another';
    const made = makeConstantContactV2Notification(state, {
      accountId: 'a07et2000006',
    });

    expect(made.ok && made.value.headers['x-ctct-hmac-sha256']).toBe('Zb9VtpLVat6yojBadcl+MMZI7vVcPWuGGvMm4ppLqsE=');
  });

  test.each([
    [{ accountId: 'a07et2000006', event: 'trial.end' }, 400, 'constant-contact-v2 has no event trial.end. It has: '],
    [{ accountId: 'a07et2000006', subscriptionId: '1' }, 400, 'constant-contact-v2 tells of accounts alone'],
    [{ accountId: 'nobody' }, 404, 'There is no account nobody at constant-contact-v2. There are: a07et2000001, '],
    [{}, 400, 'accountId is missing.'],
  ])('does not tell of %j', (request, status, error) => {
    const made = makeConstantContactV2Notification(createConstantContactV2Seed(), {
      ...request,
    });

    expect(made).toMatchObject({ ok: false, status, error: expect.stringContaining(error) });
  });
});

describe('Constant Contact v3', () => {
  test("sends the receiver's own API key, and no signature", () => {
    const made = makeConstantContactV3Notification(createConstantContactV3Seed(), {
      accountId: 'a07et3000007',
    });

    expect(made).toEqual({
      ok: true,
      value: {
        headers: { 'content-type': 'application/json' },
        body: '{"url":"https://api.cc.email/v3/partner/accounts/a07et3000007/plan","api_key":"5a1d0b0e-7c1e-4f5e-9b8a-000000000003","event_type":"tier.increase"}',
      },
    });
  });

  test('names the other host as well, which the documentation has too', () => {
    const made = makeConstantContactV3Notification(
      createConstantContactV3Seed(),
      { accountId: 'a07et3000007' },
      'api.constantcontact.com',
    );

    expect(made.ok && JSON.parse(made.value.body).url).toBe(
      'https://api.constantcontact.com/v3/partner/accounts/a07et3000007/plan',
    );
  });

  test('is signed as v2 is where a secret is set', () => {
    const state = createConstantContactV3Seed();
    state.webhookSecret = 'v3-secret';
    const made = makeConstantContactV3Notification(state, {
      accountId: 'a07et3000007',
      event: 'account.cancel',
    });

    expect(made.ok && made.value.headers['x-ctct-hmac-sha256']).toBe('IbC1IecOV4a7oVTi2YzO1zx29HN+LYEZVDGgpnQ3GAs=');
  });

  test('does not tell of what it has no topic for', () => {
    const made = makeConstantContactV3Notification(createConstantContactV3Seed(), {
      accountId: 'a07et3000007',
      event: 'plan.change',
    });

    expect(made).toEqual({
      ok: false,
      status: 400,
      error:
        'constant-contact-v3 has no event plan.change. It has: tier.increase, tier.decrease, account.cancel, account.disable.',
    });
  });
});
