import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { sendAnswer } from './fault-player.ts';
import { programmedFaultSchema } from './faults.ts';
import { parseJson } from './json-text.ts';
import { type LoopbackServer, listenOnLoopback, readBody } from './loopback-server.ts';
import { hasMediaType } from './media-type.ts';
import { type Delivery, notificationChoiceSchema, sendNotification } from './notifications.ts';
import { outsideChangeRequestSchema } from './outside-changes.ts';
import { changeAccount, makeNotification } from './outside-events.ts';
import type { Sandbox } from './sandbox.ts';
import { jsonAnswer, type SimulatedAnswer } from './simulated-provider.ts';
import { type VendorId, vendorIds, vendors } from './vendors.ts';

export interface ControlOptions {
  /** Where a provider's notifications go when `POST /notifications` names no `url`. */
  readonly notificationUrls?: { readonly [Id in VendorId]?: string };
}

/** Lets people at a terminal do what tests do with the `Sandbox` value. The routes are in `README.md`. */
export const startControlServer = (
  sandbox: Sandbox,
  port = 0,
  options: ControlOptions = {},
): Promise<LoopbackServer> => {
  const routes = createRoutes(sandbox, options);
  return listenOnLoopback((request, response) => {
    answer(routes, request, response).catch(() => response.destroy());
  }, port);
};

type Route = (body: unknown) => SimulatedAnswer | Promise<SimulatedAnswer>;
type Routes = Readonly<Record<string, Readonly<Record<string, Route>>>>;

const createRoutes = (sandbox: Sandbox, { notificationUrls = {} }: ControlOptions): Routes => {
  const { world, faults } = sandbox;
  const routes: Routes = {
    '/': {
      GET: () => jsonAnswer(200, { urls: sandbox.urls, now: isoTime(world.clock.now()), routes: namesOf(routes) }),
    },
    '/requests': {
      GET: () => jsonAnswer(200, { requests: sandbox.requests() }),
      DELETE: () => {
        sandbox.clearRequests();
        return noContent;
      },
    },
    '/journal': { GET: () => jsonAnswer(200, { entries: world.journal.entries() }) },
    '/faults': {
      GET: () => jsonAnswer(200, { faults: faults.remaining() }),
      POST: withBody(programmedFaultSchema, (fault) => jsonAnswer(201, faults.add(fault))),
      DELETE: () => {
        faults.clear();
        return noContent;
      },
    },
    '/late-effects': { POST: () => jsonAnswer(200, { applied: faults.applyLateEffects() }) },
    '/clock': {
      POST: withBody(clockSchema, ({ advanceMs }) => {
        world.clock.advance(advanceMs);
        return jsonAnswer(200, { now: isoTime(world.clock.now()) });
      }),
    },
    '/accounts': {
      PATCH: withBody(outsideChangeRequestSchema, (request) => {
        const changed = changeAccount(sandbox, request);
        return changed.ok ? jsonAnswer(200, changed.value) : refusal(changed.status, changed.error);
      }),
    },
    '/notifications': {
      POST: withBody(deliverySchema, async ({ url, times, token, ...request }) => {
        const notification = makeNotification(sandbox, request);
        if (!notification.ok) {
          return refusal(notification.status, notification.error);
        }
        const target = url ?? notificationUrls[request.provider];
        if (target === undefined) {
          return refusal(400, `url is missing: nothing says where notifications of ${request.provider} go.`);
        }
        const address = token === undefined ? target : withToken(target, token);
        const sent: Delivery[] = [];
        for (let delivery = 0; delivery < times; delivery += 1) {
          sent.push(await sendNotification(notification.value, address, vendors[request.provider].outside.delivery));
        }
        return jsonAnswer(200, { sent });
      }),
    },
  };
  return routes;
};

/** To this machine alone: whoever can reach this server must not make it call others. */
const loopbackUrlSchema = z.string().refine((text) => {
  const url = URL.canParse(text) ? new URL(text) : null;
  return (
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname) &&
    url.username + url.password === ''
  );
}, 'must be an http URL on 127.0.0.1, localhost or [::1]');

const withToken = (address: string, token: string): string => {
  const url = new URL(address);
  url.searchParams.set('token', token);
  return url.href;
};

const deliverySchema = z.strictObject({
  provider: z.enum(vendorIds),
  ...notificationChoiceSchema.shape,
  url: loopbackUrlSchema.optional(),
  /** Goes into the address as `token`, as if it had been entered at the vendor with it. */
  token: z.string().min(1).optional(),
  /** The same notification over and over, as a vendor repeats it. */
  times: z.int().min(1).max(100).default(1),
});

/** Time only goes forward here, by ten years at most. */
const clockSchema = z.strictObject({ advanceMs: z.int().min(1).max(315_360_000_000) });

const answer = async (routes: Routes, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const text = await readBody(request);
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  const methods = Object.hasOwn(routes, path) ? routes[path] : undefined;
  const route =
    methods !== undefined && Object.hasOwn(methods, request.method ?? '') ? methods[request.method ?? ''] : undefined;

  if (methods === undefined) {
    sendAnswer(response, refusal(404, `There is no ${path} here. There are: ${namesOf(routes).join(', ')}.`));
  } else if (route === undefined) {
    const allowed = Object.keys(methods).join(', ');
    sendAnswer(response, refusal(405, `${path} takes ${allowed}.`, { headers: { allow: allowed } }));
  } else if (text === null) {
    sendAnswer(response, refusal(413, 'The body is too large.', { headers: { connection: 'close' } }));
  } else if (text === '') {
    sendAnswer(response, await route(undefined));
  } else if (!hasMediaType(request.headers['content-type'], 'application/json')) {
    // A page in a browser cannot send this type unasked, so no page can program this sandbox.
    sendAnswer(response, refusal(415, 'Content-Type must be application/json.'));
  } else {
    const body = parseJson(text);
    sendAnswer(response, body === undefined ? refusal(400, 'The body is not JSON.') : await route(body));
  }
};

const withBody =
  <Body>(schema: z.ZodType<Body>, route: (body: Body) => ReturnType<Route>): Route =>
  (body) => {
    const parsed = schema.safeParse(body);
    return parsed.success
      ? route(parsed.data)
      : refusal(400, 'The body is not valid.', {
          issues: parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
        });
  };

const refusal = (
  status: number,
  error: string,
  { issues, headers }: { issues?: readonly unknown[]; headers?: Readonly<Record<string, string>> } = {},
): SimulatedAnswer => jsonAnswer(status, issues === undefined ? { error } : { error, issues }, headers);

const noContent: SimulatedAnswer = { status: 204, body: '' };

const namesOf = (routes: Routes): string[] =>
  Object.entries(routes).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`));

const isoTime = (atMs: number): string => new Date(atMs).toISOString();
