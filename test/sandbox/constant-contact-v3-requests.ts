import { basic } from './one-provider.ts';

export interface Asked {
  method?: string;
  path?: string;
  headers?: Record<string, string | undefined>;
  body?: unknown;
}

export type AskedToken = Omit<Asked, 'path'> & { query?: string };

/** Good requests to a simulated v3 at `origin`, but for what a test changes. An undefined header is left out. */
export const createRequests = (origin: string) => {
  const send = async (path: string, { method = 'GET', headers = {}, body }: Asked) => {
    const response = await fetch(`${origin}${path}`, {
      method,
      headers: Object.entries(headers).flatMap(([name, value]): [string, string][] =>
        value === undefined ? [] : [[name, value]],
      ),
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? new TextEncoder().encode(body) : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, text, json: text === '' ? null : JSON.parse(text), headers: response.headers };
  };

  const askToken = ({ headers = {}, query = '', ...asked }: AskedToken = {}) =>
    send(`/partners/oauth2/default/v1/token${query}`, {
      method: 'POST',
      body: 'grant_type=client_credentials',
      headers: {
        authorization: basic('sandbox-partner-client', 'sandbox-v3-client-secret'),
        'content-type': 'application/x-www-form-urlencoded',
        ...headers,
      },
      ...asked,
    });

  const newToken = async (): Promise<string> => (await askToken()).json.access_token;

  /** A good request of an account's plan with a new token, but for what `asked` changes; an undefined header is left out. */
  const ask = async (accountId: string, { headers = {}, path, ...asked }: Asked = {}) =>
    send(path ?? `/v3/partner/accounts/${accountId}/plan`, {
      headers: {
        'x-api-key': '5a1d0b0e-7c1e-4f5e-9b8a-000000000003',
        authorization: await newToken(),
        'content-type': 'application/json',
        ...headers,
      },
      ...asked,
    });

  const change = (accountId: string, body: unknown) => ask(accountId, { method: 'PUT', body });

  return { askToken, newToken, ask, change };
};
