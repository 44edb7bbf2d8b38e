import { defineConnectionFunction } from '../../gateway/connection-function.ts';
import { containerServices } from '../../gateway/container.ts';
import { planBody } from '../../gateway/plan-body.ts';
import { listPlans, type PlanList } from '../../shared/catalogue/list-plans.ts';
import type { Connection } from '../../shared/connections/connections.ts';
import { unsupportedOperation } from '../../shared/domain/operation.ts';
import { unreadablePlan } from '../../shared/domain/plan.ts';
import type { PlanRead } from '../../shared/domain/provider.ts';
import { failed, type Result, success } from '../../shared/domain/result.ts';
import { countedBytes, maximumAnswerBytes } from '../../shared/lambda/answer.ts';
import { createHttpHandler } from '../../shared/lambda/http-function.ts';
import { operation } from './operation.ts';

export const definition = defineConnectionFunction(operation, async ({ query }, { connection, services, deadline }) => {
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
      present: async (reads) => {
        const plans = include.prices ? await withPrices(connection, reads) : success(reads);
        return plans.ok ? success(plans.value.map((read) => toItem(toBody(read)))) : plans;
      },
      presentedAtOnce: include.prices ? pricesAtOnce : maximumLimit,
      maximumBytes: maximumAnswerBytes - envelopeBytes,
      remainingMs: () => deadline.remainingMs(),
      keys: connection.signingKeys,
    },
  );
  return list.ok ? success({ status: 200, text: toText(list.value) }) : list;
});

export const handler = createHttpHandler(definition, containerServices);

const standardLimit = 50;
const maximumLimit = 200;
const limitWithInclude = 20;
/** What an answer holds beside its plans: the cursor and the headers. */
const envelopeBytes = 4_000;

/** Printed once: what is measured is what is sent. */
const toItem = (body: object) => {
  const text = JSON.stringify(body);
  return { text, bytes: countedBytes(text) };
};

const toText = ({ items, nextCursor }: PlanList<{ readonly text: string }>): string =>
  `{"data":[${items.map(({ text }) => text).join(',')}],"nextCursor":${JSON.stringify(nextCursor)}}`;

/** Providers count requests per second for all of a customer's callers together. */
const pricesAtOnce = 4;

const withPrices = async (connection: Connection, reads: readonly PlanRead[]): Promise<Result<readonly PlanRead[]>> => {
  const filled: PlanRead[] = [];
  for (const result of await Promise.all(reads.map((read) => readWithPrices(connection, read)))) {
    if (!result.ok) {
      return result;
    }
    filled.push(result.value);
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
    // One plan that cannot be read, or over which the provider fails, does not take the others away. What is about all
    // of them, as a refused key or a limit, does.
    case 'provider_response_invalid':
    case 'provider_error':
      return success({ plan: unreadablePlan(listed.plan, read.problem.detail), raw: listed.raw });
    default:
      return read;
  }
};
