/** One call as it went out. */
export interface ProviderCall {
  readonly url: string;
  readonly init: { readonly method: string; readonly headers: Readonly<Record<string, string>> };
  readonly body: string | null;
}

export interface CallRecorder {
  readonly fetch: typeof globalThis.fetch;
  /** The calls since the last time, and how long at least one of them was under way. */
  take(): { readonly requests: readonly ProviderCall[]; readonly busyMs: number };
}

/** `send` with a note of every call. An answer counts as under way until its whole body is here. */
export const recordCalls = (send: typeof globalThis.fetch): CallRecorder => {
  let requests: ProviderCall[] = [];
  let busyMs = 0;
  let underWay = 0;
  let busySince = 0;
  return {
    take: () => {
      const taken = { requests, busyMs };
      requests = [];
      busyMs = 0;
      return taken;
    },
    fetch: async (input, init) => {
      const { body, method = 'GET', headers } = init ?? {};
      requests.push({
        url: input instanceof Request ? input.url : String(input),
        init: { method, headers: Object.fromEntries(new Headers(headers)) },
        body: typeof body === 'string' ? body : null,
      });
      busySince = underWay === 0 ? performance.now() : busySince;
      underWay += 1;
      try {
        const response = await send(input, init);
        return new Response(await response.text(), { status: response.status, headers: response.headers });
      } finally {
        underWay -= 1;
        busyMs += underWay === 0 ? performance.now() - busySince : 0;
      }
    },
  };
};
