import * as z from 'zod';
import { tryParseExactJson } from '../../http/exact-json.ts';
import { wireDayOfMonth, wireDecimal, wireInteger, wireList, wireText } from '../../http/wire-values.ts';

/** Names and types from the documented example; no field table and no currency: see the page in `client.ts`. */
const wireTierSchema = z.object({
  usage_type: wireText,
  current_usage: wireDecimal,
  tier: wireInteger,
  tier_min: wireDecimal,
  tier_max: wireDecimal,
  price: wireDecimal,
});

/**
 * The answer to GET plan. Only `plan_type` is needed, because the status depends on it. `plan_level` is missing from the
 * documented example, `billing_day_of_month` is null for a trial, and a trial's tiers may be absent, null or empty.
 */
export const wirePlanSchema = z.object({
  status: wireText,
  plan_type: wireInteger.pipe(z.int()),
  plan_level: wireInteger,
  billing_day_of_month: wireDayOfMonth,
  current_tiers: wireList(wireTierSchema),
});

export type WireTier = z.output<typeof wireTierSchema>;
export type WirePlan = z.output<typeof wirePlanSchema>;

/** What the vendor said of an error, as far as it said anything. */
export interface Fault {
  readonly code: string | null;
  readonly message: string | null;
}

/** Documented is an array of `{error_key, error_message}`; gateways in between send an object, HTML or nothing. */
export const parseFault = (text: string): Fault => {
  const body = tryParseExactJson(text);
  const parsed = errorSchema.safeParse(Array.isArray(body) ? body[0] : body);
  if (!parsed.success) {
    return { code: null, message: null };
  }
  const { error_key, error_message, message } = parsed.data;
  return { code: error_key, message: error_message ?? message };
};

const errorSchema = z.object({
  error_key: wireText.catch(null),
  error_message: wireText.catch(null),
  message: wireText.catch(null),
});
