import type { SimulatedAnswer, SimulatedRequest } from '../../sandbox/simulated-provider.ts';

/** A request of `fetch` as the simulated providers take it. */
export const toRequest = (url: string, { method, headers, body }: RequestInit): SimulatedRequest => {
  const { pathname, searchParams } = new URL(url);
  return {
    method: method ?? 'GET',
    path: pathname,
    query: searchParams,
    headers: Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value])),
    body: typeof body === 'string' ? body : '',
  };
};

export const toResponse = ({ status, headers, body }: SimulatedAnswer): Response =>
  new Response(body === '' ? null : body, { status, headers: { ...headers } });

/** Its connection breaks after `text`. */
export const tornResponse = (text: string): Response =>
  new Response(
    new ReadableStream({
      pull: (controller) => {
        controller.enqueue(new TextEncoder().encode(text));
        controller.error(new TypeError('terminated'));
      },
    }),
  );

/** As fetch of the platform reports it: a TypeError with the code in its cause. */
export const connectionError = (code: string): Error =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });

export const abortError = (): Error => new DOMException('This operation was aborted', 'AbortError');
