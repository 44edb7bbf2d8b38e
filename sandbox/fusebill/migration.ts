import * as z from 'zod';
import { jsonAnswer, type SimulatedAnswer, type SimulatedRequest } from '../simulated-provider.ts';
import type { SandboxWorld } from '../world.ts';
import { type Read, read, refuse, refused, refuseUnknown } from './answers.ts';
import { describeInvoice, startBilling, subscriptionProductsOf } from './billing.ts';
import { readBody } from './body.ts';
import type { PlanFamilyRelationship, Subscription } from './records.ts';
import { type FusebillState, findFrequency, takeId } from './state.ts';
import { integer, resourceUri, timestamp } from './wire-values.ts';

const idSchema = z.string().regex(/^[1-9]\d{0,18}$/);
const transferSchema = z.enum(['FamilyDefault', 'DoNotTransfer', 'Transfer']).nullish();

/** https://developer.staxbill.com/reference/create-migration-future; that page does not show the name of the date. */
const migrationSchema = z.object({
  customerId: idSchema,
  planFamilyRelationshipId: idSchema,
  migrationTimingOption: z.enum(['Now', 'NextBillingPeriod', 'SpecificDate']),
  specifiedDate: z.string().nullish(),
  earningOption: z.enum(['FamilyDefault', 'None', 'Unearned', 'Full']).nullish(),
  nameOverrideOption: transferSchema,
  descriptionOverrideOption: transferSchema,
  referenceOption: transferSchema,
  expiryOption: transferSchema,
  customFieldsOption: transferSchema,
  contractStartOption: transferSchema,
  contractEndOption: transferSchema,
});

type Migration = z.infer<typeof migrationSchema>;

/**
 * `POST /v1/subscriptions/{id}/migrate`: only along a configured relationship from the subscription's own frequency. `Now`
 * makes the source Migrated and a new subscription, with a new id, Active; a later time is kept in `scheduledMigrations` and
 * does not happen by itself. The answer is the migration, which names neither subscription's successor.
 */
export const migrateSubscription = (
  state: FusebillState,
  world: SandboxWorld,
  { id, request }: { readonly id: string; readonly request: SimulatedRequest },
): SimulatedAnswer => {
  const body = readBody(request, migrationSchema);
  if (!body.ok) {
    return body.refusal;
  }
  const source = state.subscriptions.get(id);
  if (source === undefined) {
    return refuseUnknown('Subscription', id);
  }
  const relationship = findRelationship(state, source, body.value);
  if (!relationship.ok) {
    return relationship.refusal;
  }
  if (body.value.migrationTimingOption === 'Now') {
    migrateNow(state, source, { world, relationship: relationship.value });
  } else {
    source.scheduledMigrationDate =
      body.value.migrationTimingOption === 'SpecificDate'
        ? (body.value.specifiedDate ?? null)
        : source.nextPeriodStartDate;
    state.scheduledMigrations.set(source.id, {
      subscriptionId: source.id,
      planFamilyRelationshipId: relationship.value.id,
      migrationTimingOption: body.value.migrationTimingOption,
    });
    world.journal.record({
      provider: 'fusebill',
      operation: 'migrate',
      accountId: source.customerId,
      subscriptionId: source.id,
      change: { scheduled: body.value.migrationTimingOption, planFamilyRelationshipId: relationship.value.id },
    });
  }
  return jsonAnswer(200, printMigration(source, relationship.value, body.value));
};

const findRelationship = (
  state: FusebillState,
  source: Subscription,
  migration: Migration,
): Read<PlanFamilyRelationship> => {
  const relationship = state.planFamilyRelationships.get(migration.planFamilyRelationshipId);
  if (migration.migrationTimingOption === 'SpecificDate' && !/^\d{4}-\d\d-\d\d/.test(migration.specifiedDate ?? '')) {
    return refused(refuse(400, 'The field specifiedDate is missing or not valid.', 'specifiedDate'));
  }
  if (relationship === undefined) {
    return refused(
      refuse(
        400,
        `Plan family relationship with id ${migration.planFamilyRelationshipId} not found.`,
        'planFamilyRelationshipId',
      ),
    );
  }
  if (migration.customerId !== source.customerId) {
    return conflict(`Subscription with id ${source.id} does not belong to customer ${migration.customerId}.`);
  }
  if (source.status !== 'Active' || state.customers.get(source.customerId)?.status !== 'Active') {
    return conflict(`Subscription with id ${source.id} is ${source.status} and cannot be migrated.`);
  }
  if (relationship.sourcePlanFrequencyId !== source.planFrequencyId) {
    return conflict(`Plan family relationship with id ${relationship.id} does not start at the subscription's plan.`);
  }
  return state.scheduledMigrations.has(source.id)
    ? conflict(`Subscription with id ${source.id} has a migration already.`)
    : read(relationship);
};

const conflict = (value: string) => refused(refuse(409, value));

/** Discounts and coupons stay behind: https://support.staxbill.com/hc/en-us/articles/7625110064659 */
const migrateNow = (
  state: FusebillState,
  source: Subscription,
  parts: { readonly world: SandboxWorld; readonly relationship: PlanFamilyRelationship },
): void => {
  const { destinationPlanFrequencyId } = parts.relationship;
  const plan = [...state.plans.values()].find((each) => findFrequency(each, destinationPlanFrequencyId) !== undefined);
  const planId = plan?.id ?? source.planId;
  const now = timestamp(parts.world.clock.now());
  const successor: Subscription = {
    ...source,
    id: takeId(state),
    planId,
    planFrequencyId: destinationPlanFrequencyId,
    createdTimestamp: now,
    provisionedTimestamp: null,
    scheduledActivationTimestamp: null,
    hasPostedInvoice: false,
    products: subscriptionProductsOf(state, planId),
    couponCodes: [],
    discountPercentage: null,
  };
  state.subscriptions.set(successor.id, successor);
  source.status = 'Migrated';
  source.migrationDate = now;
  source.nextPeriodStartDate = null;
  const options = { showZeroDollarCharges: false, temporarilyDisableAutoPost: false };
  const invoice = startBilling(state, successor, { world: parts.world, options });
  parts.world.journal.record({
    provider: 'fusebill',
    operation: 'migrate',
    accountId: source.customerId,
    subscriptionId: source.id,
    change: {
      status: ['Active', 'Migrated'],
      planCode: [state.plans.get(source.planId)?.code, plan?.code],
      newSubscriptionId: successor.id,
      invoice: describeInvoice(invoice),
    },
  });
};

/** https://developer.staxbill.com/reference/migrations */
const printMigration = (source: Subscription, relationship: PlanFamilyRelationship, migration: Migration): unknown => ({
  customerId: integer(source.customerId),
  planFamilyId: integer(relationship.planFamilyId),
  planFamilyRelationshipId: integer(relationship.id),
  planFrequencyId: integer(source.planFrequencyId),
  earningOption: migration.earningOption ?? 'FamilyDefault',
  nameOverrideOption: migration.nameOverrideOption ?? 'FamilyDefault',
  descriptionOverrideOption: migration.descriptionOverrideOption ?? 'FamilyDefault',
  referenceOption: migration.referenceOption ?? 'FamilyDefault',
  expiryOption: migration.expiryOption ?? 'FamilyDefault',
  customFieldsOption: migration.customFieldsOption ?? 'FamilyDefault',
  contractStartOption: migration.contractStartOption ?? 'FamilyDefault',
  contractEndOption: migration.contractEndOption ?? 'FamilyDefault',
  migrationTimingOption: migration.migrationTimingOption,
  id: integer(source.id),
  uri: resourceUri(`subscriptions/${source.id}/migrate`),
});
