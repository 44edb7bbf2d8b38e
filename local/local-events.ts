import * as z from 'zod';
import { browserHeaders } from '../shared/lambda/standard-headers.ts';
import type { LocalEvent, LocalEventBus } from './event-bus.ts';
import type { LocalRoutes } from './gateway.ts';
import { type GatewayAnswer, gatewayMessage } from './invoke.ts';

/** `GET /_local/events`: the events that arrived on the local bus, newest last; `?after=N` leaves out the first N. */
export const eventsRoutes = (bus: Pick<LocalEventBus, 'received'>): LocalRoutes => ({
  [eventsPath]: (query) => {
    const after = query.get('after') ?? '0';
    return /^\d{1,9}$/.test(after)
      ? json({ events: bus.received().slice(Number(after)) })
      : gatewayMessage(400, 'after must be a whole number, 0 or more.');
  },
});

export const eventsPath = '/_local/events';

const json = (value: unknown): GatewayAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...browserHeaders },
  cookies: [],
  body: Buffer.from(JSON.stringify(value)),
});

/** An event in one line: `event account_plan.converted  demo-acme 5000001  trial -> active  (sequence 3)`. */
export const describeEvent = ({ detailType, detail }: LocalEvent): string => {
  const known = detailSchema.safeParse(detail);
  if (!known.success) {
    return `event ${detailType}  ${JSON.stringify(detail)}`;
  }
  const { connection, accountId, before, after, sequence } = known.data;
  const subject = accountId ?? `plan ${after?.id ?? before?.id}`;
  return `event ${detailType}  ${connection} ${subject}  ${describeChange(before, after)}  (sequence ${sequence})`;
};

/** The status; where it stayed, the plan; where that stayed, the tier. */
const describeChange = (before: Side | null, after: Side | null): string => {
  if (before === null) {
    return after === null ? '-' : `${after.status}, first seen`;
  }
  if (after === null) {
    return before.status;
  }
  if (before.status !== after.status) {
    return `${before.status} -> ${after.status}`;
  }
  if (before.planId !== after.planId) {
    return `plan ${before.planId} -> ${after.planId}`;
  }
  const [was, is] = [tierOf(before), tierOf(after)];
  return was === is ? after.status : `tier ${was} -> ${is}`;
};

const tierOf = ({ tiers }: Side): number | string => tiers?.[0]?.tier ?? 'none';

const sideSchema = z.object({
  status: z.string(),
  /** Of a plan. */
  id: z.string().optional(),
  /** Of an account plan. */
  planId: z.string().nullish(),
  tiers: z.array(z.object({ tier: z.number().nullish() })).optional(),
});

type Side = z.infer<typeof sideSchema>;

const detailSchema = z.object({
  connection: z.string(),
  accountId: z.string().nullable(),
  before: sideSchema.nullable(),
  after: sideSchema.nullable(),
  sequence: z.number(),
});
