import { invalidField } from '../domain/problem.ts';
import { failed, type Result, success } from '../domain/result.ts';
import type { Connection } from './connections.ts';

export interface GivenIdentifiers {
  readonly accountId?: string | undefined;
  readonly planId?: string | undefined;
  readonly subscriptionId?: string | undefined;
  readonly rateScheduleId?: string | undefined;
}

/**
 * Holds ids against the rules of the connection's provider, so that one id has one spelling and nothing that the provider
 * might read as another id is sent. Fails with `invalid_request`. `places` says where each id stood in the request.
 */
export const checkIdentifiers = (
  { configured }: Pick<Connection, 'configured'>,
  { accountId, planId, subscriptionId, rateScheduleId }: GivenIdentifiers,
  places: { readonly [Name in keyof GivenIdentifiers]?: string },
): Result<null> => {
  const { identifiers } = configured;
  const checks = [
    { identifier: accountId, rule: identifiers.account, place: places.accountId ?? 'path.accountId' },
    { identifier: planId, rule: identifiers.plan, place: places.planId ?? 'path.planId' },
    {
      identifier: subscriptionId,
      rule: identifiers.subscription,
      place: places.subscriptionId ?? 'query.subscriptionId',
    },
    {
      identifier: rateScheduleId,
      rule: identifiers.rateSchedule,
      place: places.rateScheduleId ?? 'path.rateScheduleId',
    },
  ];
  for (const { identifier, rule, place } of checks) {
    if (identifier !== undefined && rule !== undefined && !rule.matches(identifier)) {
      return failed(invalidField(place, rule.message));
    }
  }
  return success(null);
};
