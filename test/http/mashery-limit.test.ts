import { describe, expect, test } from '@jest/globals';
import { readMasheryLimit } from '../../shared/http/mashery-limit.ts';

const read = (
  status: number,
  { header, key = null, text = '' }: { header?: string; key?: string | null; text?: string },
) => readMasheryLimit({ status, headers: new Headers(header ? { 'X-Mashery-Error-Code': header } : {}), text }, key);

describe('a refusal by the gateway is a limit', () => {
  test.each([
    [403, { header: 'ERR_403_DEVELOPER_OVER_QPS' }, 'second'],
    [403, { header: 'ERR_403_DEVELOPER_OVER_RATE', text: '<h1>Developer Over Rate</h1>' }, 'longer'],
    [403, { header: 'err_403_developer_over_qps' }, 'second'],
    [403, { header: 'ERR_403_SERVICE_OVER_QPS' }, 'second'],
    [429, { header: 'ERR_429_DEVELOPER_OVER_RATE' }, 'longer'],
    [403, { key: 'mashery.not.authorized.over.qps' }, 'second'],
    [403, { key: 'mashery.not.authorized.over.ratelimit' }, 'longer'],
    [403, { key: 'MASHERY.NOT.AUTHORIZED.OVER.QPS' }, 'second'],
    [403, { text: '<h1>Developer Over Qps</h1>' }, 'second'],
    [403, { text: '<html><body><h1>403 Developer Over Rate</h1></body></html>' }, 'longer'],
    [403, { text: 'Account Over Queries Per Second Limit' }, 'second'],
    [403, { text: 'Account Over Rate Limit' }, 'longer'],
    [403, { text: '<h1>403 Service Over Queries Per Second Limit</h1>' }, 'second'],
    [403, { text: '<h1>Service Over Qps</h1>' }, 'second'],
    [403, { text: 'Service Over Rate Limit' }, 'longer'],
  ])('%i with %j', (status, signs, window) => {
    expect(read(status, signs)?.window).toBe(window);
  });

  test("with the gateway's own word, where it sent one", () => {
    expect(read(403, { header: 'ERR_403_DEVELOPER_OVER_QPS' })?.code).toBe('ERR_403_DEVELOPER_OVER_QPS');
    expect(read(403, { text: '<h1>Developer Over Qps</h1>' })?.code).toBeNull();
  });
});

describe('an answer is no limit', () => {
  test.each([
    [403, { header: 'ERR_403_DEVELOPER_INACTIVE', text: '<h1>Developer Inactive</h1>' }],
    [403, { header: 'ERR_403_NOT_AUTHORIZED', text: '<h1>Not Authorized</h1>' }],
    [403, { key: 'mashery.not.authorized.inactive' }],
    [403, {}],
    [429, {}],
    [401, { header: 'ERR_403_DEVELOPER_OVER_QPS' }],
    [503, { text: '<h1>Developer Over Qps</h1>' }],
    [200, { header: 'ERR_403_DEVELOPER_OVER_QPS' }],
    [403, { text: `${' '.repeat(1_000)}<h1>Developer Over Qps</h1>` }],
  ])('%i with %j', (status, signs) => {
    expect(read(status, signs)).toBeNull();
  });
});
