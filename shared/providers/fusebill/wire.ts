import * as z from 'zod';
import {
  currencyOf,
  textOf,
  wireBoolean,
  wireDayOfMonth,
  wireDecimal,
  wireIdentifier,
  wireInteger,
  wireList,
  wordOf,
} from '../../http/wire-values.ts';

/**
 * What is used of the vendor's objects. Ids and amounts must be readable, everything that only describes may be odd:
 * samples print references and product codes as bare numbers, and null where the tables say string or array.
 */

const wireWords = z.transform(textOf);

/** A word or an id that is compared. */
const wireName = z.transform(wordOf);

/** Without a zone, and UTC: https://developer.staxbill.com/reference/date-filtering */
const timestampPattern = /^(\d{4})-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/;

/** A time in UTC with `Z`, or null. The year 0001 is .NET's default value and stands for unknown. */
const wireTimestamp = wireName.transform((text): string | null => {
  const [, year, , zone] = (text === null ? null : timestampPattern.exec(text)) ?? [];
  if (text === null || year === undefined || year === '0001') {
    return null;
  }
  const utc = zone === undefined ? `${text}Z` : text;
  if (Number.isNaN(Date.parse(utc))) {
    return null;
  }
  return utc.endsWith('Z') ? utc : new Date(utc).toISOString();
});

/** `id` is 0 in all samples and no key. */
const wirePriceSchema = z.object({
  amount: wireDecimal,
  currency: z.transform(currencyOf),
});

const wireIntervalFields = { interval: wireName, numberOfIntervals: wireInteger.catch(null) };

const wirePlanFrequencySchema = z.object({
  ...wireIntervalFields,
  id: wireIdentifier,
  planFrequencyUniqueId: wireName,
  status: wireName,
  setupFees: wireList(wirePriceSchema),
  charges: wireList(wirePriceSchema),
});

/** https://developer.staxbill.com/reference/plan-object. `longdescription` is all lower case there and in the samples. */
export const wirePlanSchema = z.object({
  id: wireIdentifier,
  code: wireWords,
  name: wireWords,
  reference: wireWords,
  description: wireWords,
  longdescription: wireWords,
  status: wireName,
  modificationTimestamp: wireTimestamp,
  planFrequencies: wireList(wirePlanFrequencySchema),
});

const wireQuantityRangeSchema = z.object({ min: wireDecimal, max: wireDecimal, prices: wireList(wirePriceSchema) });

const wireCycleSchema = z.object({
  planFrequencyId: wireName,
  pricingModel: z.object({ pricingModelType: wireName, quantityRanges: wireList(wireQuantityRangeSchema) }).nullish(),
});

/** https://developer.staxbill.com/reference/plan-product */
export const wirePlanProductSchema = z.object({
  id: wireWords,
  productName: wireWords,
  productType: wireName,
  status: wireName,
  quantity: wireDecimal,
  isRecurring: wireBoolean,
  isOptional: wireBoolean,
  isIncludedByDefault: wireBoolean,
  orderToCashCycles: wireList(wireCycleSchema),
});

const wireSubscriptionProductSchema = z.object({
  planProduct: z.object({ planId: wireName }).nullish().catch(null),
  subscriptionProductDiscount: z.unknown().optional(),
  subscriptionProductDiscounts: z.unknown().optional(),
});

/** https://developer.staxbill.com/reference/subscriptions-object */
export const wireSubscriptionSchema = z.object({
  id: wireIdentifier,
  status: wireName,
  planCode: wireWords,
  planName: wireWords,
  planFrequency: z.object(wireIntervalFields).nullish().catch(null),
  invoiceDay: wireDayOfMonth,
  scheduledActivationTimestamp: wireTimestamp,
  expiredTimestamp: wireTimestamp,
  migrationDate: wireTimestamp,
  subscriptionProducts: wireList(wireSubscriptionProductSchema).catch([]),
  chargeDiscount: z.unknown().optional(),
  chargeDiscounts: z.unknown().optional(),
  setupFeeDiscount: z.unknown().optional(),
  setupFeeDiscounts: z.unknown().optional(),
  coupons: z.unknown().optional(),
});

export type WirePrice = z.output<typeof wirePriceSchema>;
export type WirePlanFrequency = z.output<typeof wirePlanFrequencySchema>;
export type WirePlan = z.output<typeof wirePlanSchema>;
export type WireQuantityRange = z.output<typeof wireQuantityRangeSchema>;
export type WirePlanProduct = z.output<typeof wirePlanProductSchema>;
export type WireSubscription = z.output<typeof wireSubscriptionSchema>;
