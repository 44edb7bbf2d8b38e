import { listPlans } from '../../shared/catalogue/list-plans.ts';
import type { Connection } from '../../shared/connections/connections.ts';
import { unsupportedOperation } from '../../shared/domain/operation.ts';
import { unreadablePlan } from '../../shared/domain/plan.ts';
import type { PlanRead } from '../../shared/domain/provider.ts';
import { failed, type Result, success } from '../../shared/domain/result.ts';
import { createHttpHandler, defineHttpFunction } from '../../shared/lambda/http-function.ts';
import { containerServices } from '../container.ts';
import { planBody } from '../plan-body.ts';
import type { Services } from '../services.ts';
import { input } from './input.ts';

export const listPlansFunction = defineHttpFunction<Services>()({
  name: 'list-plans',
  kind: 'read',
  scope: 'plans:read',
  input,
  takesBody: false,
  run: async ({ path, query }, { services, deadline, logger }) => {
    const opened = await services.connections.open(path.connection, { deadline, logger });
    if (!opened.ok) {
      return opened;
    }
    const connection = opened.value;
    const include = {
      raw: query.include?.includes('raw') ?? false,
      prices: query.include?.includes('prices') ?? false,
    };
    const toBody = planBody(connection, include);
    const list = await listPlans(
      {
        connection: connection.name,
        status: query.status ?? null,
        interval: query.interval ?? null,
        limit: Math.min(query.limit ?? standardLimit, include.raw || include.prices ? limitWithInclude : maximumLimit),
        cursor: query.cursor ?? null,
      },
      {
        readPage: (page) =>
          connection.run(({ listPlans: download }, configured) =>
            download === undefined
              ? Promise.resolve(failed(unsupportedOperation(connection, 'list-plans')))
              : services.catalogues.read(configured, page, () => download(page)),
          ),
        sizeOf: (read) => Buffer.byteLength(JSON.stringify(toBody(read))),
        maximumBytes: maximumPageBytes,
        remainingMs: () => deadline.remainingMs(),
      },
    );
    if (!list.ok) {
      return list;
    }
    const plans = include.prices ? await withPrices(connection, list.value.plans) : success(list.value.plans);
    return plans.ok
      ? success({ status: 200, body: { data: plans.value.map(toBody), nextCursor: list.value.nextCursor } })
      : plans;
  },
});

export const handler = createHttpHandler(listPlansFunction, containerServices);

const standardLimit = 50;
const maximumLimit = 200;
const limitWithInclude = 20;
const maximumPageBytes = 5_000_000;

/** A few at a time: providers count requests per second for all of a customer's callers together. */
const pricesAtOnce = 4;

const withPrices = async (connection: Connection, reads: readonly PlanRead[]): Promise<Result<readonly PlanRead[]>> => {
  const filled: PlanRead[] = [];
  for (let start = 0; start < reads.length; start += pricesAtOnce) {
    const group = reads.slice(start, start + pricesAtOnce);
    const results = await Promise.all(group.map((read) => readWithPrices(connection, read)));
    for (const result of results) {
      if (!result.ok) {
        return result;
      }
      filled.push(result.value);
    }
  }
  return success(filled);
};

const readWithPrices = async (connection: Connection, listed: PlanRead): Promise<Result<PlanRead>> => {
  const read = await connection.run(({ getPlan }) =>
    getPlan === undefined
      ? Promise.resolve(failed(unsupportedOperation(connection, 'get-plan')))
      : getPlan(listed.plan.id),
  );
  if (read.ok) {
    return read;
  }
  switch (read.problem.code) {
    // Deleted since it was listed.
    case 'plan_not_found':
      return success(listed);
    // One plan that cannot be read does not take the others away.
    case 'provider_response_invalid':
      return success({ plan: unreadablePlan(listed.plan, read.problem.detail), raw: listed.raw });
    default:
      return read;
  }
};
