import type { WireRequest } from './vendor-calls.ts';
import type { WireName } from './vendor-facts.ts';

/** Every name in a request that means something to the vendor: of the path, the query, the headers and the body. */
export const namesOfRequest = (request: WireRequest, template: string): WireName[] => [
  ...[...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => valueAt(`path:${name}`)),
  ...[...request.query.keys()].map((name) => valueAt(`query:${name}`)),
  ...Object.keys(request.headers)
    .filter((name) => !namesOfHttp.test(name))
    .map((name) => valueAt(`header:${name}`)),
  ...namesOfRequestBody(request),
];

/** Names in JSON, in the order of the text; of what is empty the name alone counts. */
export const namesOfJson = (value: unknown, path = ''): WireName[] => {
  if (typeof value !== 'object' || value === null || JSON.isRawJSON(value)) {
    return path === '' ? [] : [{ path, isValue: value !== null && value !== '' }];
  }
  if (Array.isArray(value)) {
    return [container(`${path}[]`), ...value.flatMap((item) => namesOfJson(item, `${path}[]`))];
  }
  const members = Object.entries(value).flatMap(([name, member]) =>
    namesOfJson(member, path === '' ? name : `${path}.${name}`),
  );
  return path === '' || path.endsWith('[]') ? members : [container(path), ...members];
};

/** `schedule[0][is_default]` is `schedule[].is_default`. */
export const namesOfForm = (body: string): WireName[] =>
  [...new URLSearchParams(body)].map(([name, value]) => ({
    path: name.replaceAll(/\[(\w*)\]/g, (_, key: string) => (/^\d*$/.test(key) ? '[]' : `.${key}`)),
    isValue: value !== '',
  }));

const namesOfRequestBody = ({ body, headers }: WireRequest): WireName[] => {
  if (body === '') {
    return [];
  }
  const names =
    headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true
      ? namesOfForm(body)
      : namesOfJson(tryParse(body));
  // What is sent empty is not said.
  return names.filter(({ isValue }) => isValue);
};

/** What HTTP itself needs, and what Node's fetch adds. */
const namesOfHttp =
  /^(host|connection|content-(length|type)|accept|accept-(encoding|language)|user-agent|sec-fetch-mode|transfer-encoding|keep-alive)$/;

/** Null where it is no JSON: a gateway's HTML has no names. */
export const tryParse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const valueAt = (path: string): WireName => ({ path, isValue: true });
const container = (path: string): WireName => ({ path, isValue: false });
