import type { IncomingMessage } from 'node:http';

/**
 * Why a server on loopback must not serve this request, null where it may. Only this machine can connect, but a page that
 * somebody opened in a browser here sends requests too: under a name of its own that it has let lead to 127.0.0.1 (DNS
 * rebinding), which shows in `Host`, or straight, which for everything but reading shows in `Origin`.
 */
export const refusalOfStranger = ({ method, headersDistinct }: IncomingMessage): string | null => {
  const { host = [], origin = [] } = headersDistinct;
  if (host.length !== 1 || !host.every(isOwnHost)) {
    return 'Host must be 127.0.0.1, localhost or [::1], with or without a port.';
  }
  const isReading = method === 'GET' || method === 'HEAD';
  return isReading || origin.every(isOwnOrigin) ? null : 'Pages of other hosts may not change anything here.';
};

const isOwnHost = (host: string): boolean => /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i.test(host);

/** `null`, which a browser sends for a page from a file or in a frame without rights, is nobody's. */
const isOwnOrigin = (origin: string): boolean => {
  const [, host] = /^https?:\/\/([^/]+)$/i.exec(origin) ?? [];
  return host !== undefined && isOwnHost(host);
};
