import { invalidField } from '../domain/problem.ts';
import { failed, type Result, success } from '../domain/result.ts';
import type { Connection } from './connections.ts';

/** The parts of a request that may hold ids, by the names that ids have everywhere. */
export interface RequestWithIdentifiers {
  readonly path?: object;
  readonly query?: object;
  readonly body?: object;
}

/**
 * Holds ids against the rules of the connection's provider, so that one id has one spelling and nothing that the provider
 * might read as another id is sent. Fails with `invalid_request`, naming the place: `path.accountId`, `query.subscriptionId`,
 * `planId` of the body.
 */
export const checkIdentifiers = (
  { configured }: Pick<Connection, 'configured'>,
  { path = {}, query = {}, body = {} }: RequestWithIdentifiers,
): Result<null> => {
  const { identifiers } = configured;
  const members = [
    ...Object.entries(path).map(([name, value]) => ({ name, value, place: `path.${name}` })),
    ...Object.entries(query).map(([name, value]) => ({ name, value, place: `query.${name}` })),
    ...Object.entries(body).map(([name, value]) => ({ name, value, place: name })),
  ];
  const rules = {
    accountId: identifiers.account,
    planId: identifiers.plan,
    subscriptionId: identifiers.subscription,
    rateScheduleId: identifiers.rateSchedule,
  };
  for (const [identifier, rule] of Object.entries(rules)) {
    for (const { name, value, place } of members) {
      if (rule !== undefined && name === identifier && typeof value === 'string' && !rule.matches(value)) {
        return failed(invalidField(place, rule.message));
      }
    }
  }
  return success(null);
};
