// The two files of undici that are needed; its types describe them where its index exports them.
declare module 'undici/lib/dispatcher/agent.js' {
  import { Agent } from 'undici';

  export default Agent;
}

declare module 'undici/lib/web/fetch/index.js' {
  interface Init extends RequestInit {
    readonly dispatcher: import('undici').Dispatcher;
  }

  const web: { readonly fetch: (input: Parameters<typeof fetch>[0], init: Init) => Promise<Response> };
  export default web;
}
