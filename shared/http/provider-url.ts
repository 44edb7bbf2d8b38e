import * as z from 'zod';
import { isRefusedPort, refusedPortRule } from './refused-ports.ts';

/**
 * A provider's base address in a secret: HTTPS, or plain HTTP on loopback (a sandbox). No credentials, query or fragment.
 * Which hosts a deployment may call is another rule: `shared/domain/provider-address.ts`.
 */
export const providerUrlSchema = z.string().transform((text, context) => {
  const url = URL.parse(text);
  const refusal =
    url === null
      ? 'must be an absolute URL'
      : url.username || url.password || /[?#]/.test(url.href)
        ? 'must not hold credentials, a query or a fragment'
        : url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))
          ? 'must use https, unless the host is loopback'
          : url.port !== '' && isRefusedPort(Number(url.port))
            ? `must have another port: this one ${refusedPortRule}`
            : null;
  if (refusal !== null || url === null) {
    context.addIssue({ code: 'custom', message: refusal ?? 'must be an absolute URL' });
    return z.NEVER;
  }
  return withoutTrailingSlashes(url.href);
});

const withoutTrailingSlashes = (href: string): string => {
  let end = href.length;
  while (href[end - 1] === '/') {
    end -= 1;
  }
  return href.slice(0, end);
};

/** `hostname` as `URL` spells it, so 127.1 is already 127.0.0.1. */
export const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
