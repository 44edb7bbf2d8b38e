import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import * as z from 'zod';

/** One route of the HTTP API, as `serverless.yml` gives it to a function. */
export interface Route {
  /** `GET /v1/connections/{connection}/plans`, or `$default`. */
  readonly routeKey: string;
  readonly functionName: string;
}

export interface RouteMatch {
  readonly route: Route;
  /** Decoded once. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** The routes of the HTTP API. `serverless.yml` is their only source; its variables are not resolved here. */
export const readRoutes = (): readonly Route[] =>
  Object.entries(readFunctions()).flatMap(([functionName, { events }]) =>
    events.flatMap(({ httpApi }) => (httpApi === undefined ? [] : [{ routeKey: toRouteKey(httpApi), functionName }])),
  );

/** Every function, those without a route too. */
export const readFunctionNames = (): readonly string[] => Object.keys(readFunctions());

const readFunctions = () =>
  serviceSchema.parse(parse(readFileSync(new URL('../serverless.yml', import.meta.url), 'utf8'))).functions;

/**
 * The route for a request, chosen as API Gateway does: of those that fit, the one whose path is spelled out furthest;
 * `$default` when none fits. `path` is still percent-encoded, so that an encoded slash stays inside its segment.
 */
export const matchRoute = (routes: readonly Route[], method: string, path: string): RouteMatch | null => {
  const segments = path.split('/');
  const [best] = routes
    .filter(({ routeKey }) => routeKey !== '$default')
    .map((route) => ({ route, template: templateOf(route.routeKey) }))
    .filter(({ template }) => template.method === 'ANY' || template.method === method)
    .filter(({ template }) => fits(template.segments, segments))
    .toSorted((left, right) => compareSpecificity(left.template.segments, right.template.segments));
  if (best === undefined) {
    const fallback = routes.find(({ routeKey }) => routeKey === '$default');
    return fallback === undefined ? null : { route: fallback, pathParameters: {} };
  }
  const parameters = best.template.segments.flatMap((name, index) =>
    isVariable(name) ? [[name.slice(1, -1), decodeSegment(segments[index] ?? '')]] : [],
  );
  return { route: best.route, pathParameters: Object.fromEntries(parameters) };
};

/** A segment that is not valid percent-encoding stays as it is. */
export const decodeSegment = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};

const fits = (template: readonly string[], segments: readonly string[]): boolean =>
  template.length === segments.length &&
  template.every((part, index) => (isVariable(part) ? segments[index] !== '' : part === segments[index]));

const compareSpecificity = (left: readonly string[], right: readonly string[]): number => {
  const index = left.findIndex((part, position) => isVariable(part) !== isVariable(right[position] ?? ''));
  return index === -1 ? 0 : isVariable(left[index] ?? '') ? 1 : -1;
};

const isVariable = (segment: string): boolean => segment.startsWith('{');

const templateOf = (routeKey: string) => {
  const [method = '', path = ''] = routeKey.split(' ');
  return { method, segments: path.split('/') };
};

const toRouteKey = (httpApi: z.infer<typeof httpApiSchema>): string => {
  const routeKey =
    typeof httpApi === 'string' ? httpApi : httpApi.path === '*' ? '*' : `${httpApi.method} ${httpApi.path}`;
  return routeKey === '*' ? '$default' : routeKey;
};

const httpApiSchema = z.union([z.string(), z.object({ method: z.string().optional(), path: z.string() })]);

const serviceSchema = z.object({
  functions: z.record(
    z.string(),
    z.object({ events: z.array(z.object({ httpApi: httpApiSchema.optional() })).default([]) }),
  ),
});
