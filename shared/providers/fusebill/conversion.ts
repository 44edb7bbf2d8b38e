import * as z from 'zod';
import type { Collection } from '../../domain/collection.ts';
import { createProblem, type Problem } from '../../domain/problem.ts';
import type { ChangeOperations, Draft, NativePreview, SendResult } from '../../domain/provider.ts';
import { type Result, success } from '../../domain/result.ts';
import { answerLimits } from '../../http/call.ts';
import { problemOfInvalidAnswer } from '../../http/provider-problem.ts';
import { wireText } from '../../http/wire-values.ts';
import type { Client, FusebillAnswer, FusebillRequest } from './client.ts';
import { draft, numericIdentifierSchema, parametersSchema, parseRequest } from './conversion-write.ts';
import { chargesOfPreview, collectionOfActivation } from './invoice.ts';

/**
 * A trial becomes paid by activating or by migrating its subscription. Never through `customerActivation`, which can bill
 * everything that a customer has.
 * https://developer.staxbill.com/reference/activate-subscription and
 * https://developer.staxbill.com/reference/create-migration-future
 */
export const createConversion = (client: Client): ChangeOperations => ({
  from: ['trial'],
  parseRequest,
  draft,
  preview: (write) => preview(client, write),
  send: (write) => sendWrite(client, write),
});

const sentWriteSchema = z.object({
  accountId: numericIdentifierSchema,
  subscriptionId: numericIdentifierSchema,
  parameters: parametersSchema,
});

/** There is a preview for activations; for migrations only the vendor's user interface has one. */
const preview = (client: Client, write: Draft): Promise<Result<NativePreview>> | null => {
  const parsed = sentWriteSchema.safeParse(write);
  return parsed.success && parsed.data.parameters.action === 'activate'
    ? client
        .simulate(activationRequest(parsed.data.subscriptionId, 'preview=true'))
        .then((answer) =>
          answer.ok ? success({ charges: chargesOfPreview(answer.value.body), warnings: [] }) : answer,
        )
    : null;
};

const sendWrite = async (client: Client, write: Draft): Promise<SendResult> => {
  const parsed = sentWriteSchema.safeParse(write);
  if (!parsed.success) {
    return refused(createProblem('internal_error', 'The stored write is not valid.', { outcome: 'not_executed' }));
  }
  const { accountId, subscriptionId, parameters } = parsed.data;
  if (parameters.action === 'migrate') {
    const body = JSON.stringify({
      customerId: JSON.rawJSON(accountId),
      planFamilyRelationshipId: JSON.rawJSON(parameters.planFamilyRelationshipId),
      migrationTimingOption: 'Now',
    });
    const answer = await client.post(migrationRequest(subscriptionId), body);
    return answer.ok ? toAccepted(answer.value, unknownCollection) : toRefusal(withRelationshipCode(answer.problem));
  }
  const query = parameters.temporarilyDisableAutoPost
    ? 'view=sideeffects&temporarilyDisableAutoPost=true'
    : 'view=sideeffects';
  const answer = await client.post(activationRequest(subscriptionId, query));
  if (!answer.ok) {
    return toRefusal(answer.problem);
  }
  return toActivated(
    answer.value,
    parameters.temporarilyDisableAutoPost
      ? { status: 'not_attempted', detail: 'The invoice was left as a draft, as asked.' }
      : collectionOfActivation(answer.value.body),
  );
};

/** Migrations answer with a body that no page describes; an activation's is the subscription. Neither is ever a list. */
const answerSchema = z.object({ status: wireText.catch(null) });

const toAccepted = ({ body, status, purpose }: FusebillAnswer, collection: Collection): SendResult => {
  const answer = answerSchema.safeParse(body);
  return answer.success
    ? { kind: 'accepted', collection, warnings: [] }
    : { kind: 'unknown', problem: problemOfInvalidAnswer(purpose, status, 'expected an object') };
};

/** "Verify that the status field is set to Active": an answer that shows another one is no clear success. */
const toActivated = (answer: FusebillAnswer, collection: Collection): SendResult => {
  const { data } = answerSchema.safeParse(answer.body);
  return data === undefined || data.status === null || data.status.toLowerCase() === 'active'
    ? toAccepted(answer, collection)
    : { kind: 'unknown', problem: problemOfInvalidAnswer(answer.purpose, answer.status, 'status is not Active') };
};

/** 409 is what an activation of an active subscription answers: https://developer.staxbill.com/reference/errors */
const toRefusal = (problem: Problem): SendResult => {
  if (problem.outcome !== 'not_executed') {
    return { kind: 'unknown', problem };
  }
  return problem.provider?.status === 409 ? { kind: 'conflict', problem } : refused(problem);
};

const refused = (problem: Problem): SendResult => ({
  kind: 'refused',
  problem,
  collection: { status: 'not_attempted', detail: null },
});

const unknownCollection: Collection = { status: 'unknown', detail: null };

/** A migration is refused for want of a relationship in words alone, as an invalid request or as something not found. */
const withRelationshipCode = (problem: Problem): Problem =>
  (problem.provider?.status === 400 || problem.provider?.status === 404) &&
  /relationship/i.test(problem.provider.message ?? '')
    ? { ...problem, code: 'plan_not_available' }
    : problem;

const activationRequest = (subscriptionId: string, query: string): FusebillRequest => ({
  path: `/SubscriptionActivation/${subscriptionId}?${query}`,
  route: '/SubscriptionActivation/{subscriptionId}',
  notFound: 'subscription_not_found',
  maximumAnswerBytes: answerLimits.ordinaryBytes,
});

const migrationRequest = (subscriptionId: string): FusebillRequest => ({
  path: `/subscriptions/${subscriptionId}/migrate`,
  route: '/subscriptions/{subscriptionId}/migrate',
  notFound: 'subscription_not_found',
  maximumAnswerBytes: answerLimits.ordinaryBytes,
});
