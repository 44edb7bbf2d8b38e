import * as z from 'zod';
import { type Collection, unknownCollection } from '../../domain/collection.ts';
import type { Problem } from '../../domain/problem.ts';
import type { NativePreview, SendResult } from '../../domain/provider.ts';
import { type Result, success } from '../../domain/result.ts';
import { answerLimits } from '../../http/call.ts';
import { problemOfInvalidAnswer } from '../../http/provider-problem.ts';
import { wireText } from '../../http/wire-values.ts';
import { defineChange, unsuccessful } from '../../provider-kit/define-change.ts';
import type { Client, Connected, FusebillAnswer, FusebillRequest } from './client.ts';
import {
  conversionOptionsSchema,
  draft,
  numericIdentifierSchema,
  parametersSchema,
  parseRequest,
  spellOptions,
} from './conversion-write.ts';
import { chargesOfPreview, collectionOfActivation } from './invoice.ts';

/**
 * A trial becomes paid by activating or by migrating its subscription. Never through `customerActivation`, which can bill
 * everything that a customer has.
 * https://developer.staxbill.com/reference/activate-subscription and
 * https://developer.staxbill.com/reference/create-migration-future
 */
export const convertTrial = defineChange({
  from: ['trial'],
  options: conversionOptionsSchema,
  write: z.object({
    accountId: numericIdentifierSchema,
    subscriptionId: numericIdentifierSchema,
    parameters: parametersSchema,
  }),
  parseRequest: (request) => parseRequest(request),
  spellOptions,
  draft: (request, account) => draft(request, account),
  preview: ({ client }: Connected, write) => preview(client, write),
  send: ({ client }: Connected, write) => send(client, write),
});

interface Write {
  readonly accountId: string;
  readonly subscriptionId: string;
  readonly parameters: z.output<typeof parametersSchema>;
}

/** There is a preview for activations; for migrations only the vendor's user interface has one. */
const preview = (client: Client, { subscriptionId, parameters }: Write): Promise<Result<NativePreview>> | null =>
  parameters.action === 'activate'
    ? client
        .simulate(activationRequest(subscriptionId, 'preview=true'))
        .then((answer) =>
          answer.ok ? success({ charges: chargesOfPreview(answer.value.body), warnings: [] }) : answer,
        )
    : null;

const send = async (client: Client, { accountId, subscriptionId, parameters }: Write): Promise<SendResult> => {
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
const toRefusal = (problem: Problem): SendResult =>
  problem.outcome === 'not_executed' && problem.provider?.status === 409
    ? { kind: 'conflict', problem }
    : unsuccessful(problem);

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
