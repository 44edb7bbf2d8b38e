import * as z from 'zod';
import { headerValueSchema } from '../../http/credential-values.ts';
import { tryParseExactJson } from '../../http/exact-json.ts';
import { wireDayOfMonth, wireDecimal, wireInteger, wireList, wireText } from '../../http/wire-values.ts';

/** Counts are floats too, printed like `500.00000`. */
const wireTierSchema = z.object({
  usage_type: wireText,
  current_usage: wireDecimal,
  tier: wireInteger,
  tier_min: wireDecimal,
  tier_max: wireDecimal,
  price: wireDecimal,
  currency_code: wireText,
});

/**
 * PlanTiersObject of https://api.cc.email/v3/swagger.yaml, which requires none of its members. An object that has neither
 * the type nor the status is not one: a gateway's `{"message": ...}` would pass otherwise.
 */
export const wirePlanSchema = z
  .object({
    plan_type: wireText,
    billing_status: wireText,
    billing_day_of_month: wireDayOfMonth,
    current_tiers: wireList(wireTierSchema),
  })
  .refine(({ plan_type, billing_status }) => plan_type !== null || billing_status !== null, {
    path: ['plan_type'],
    message: 'expected a plan',
  });

export type WireTier = z.output<typeof wireTierSchema>;
export type WirePlan = z.output<typeof wirePlanSchema>;

const documentedLifetimeSeconds = 3_600;
const longestLifetimeSeconds = 24 * 3_600;

/** The token endpoint's answer. `expires_in` is documented in prose only, so an odd one falls back to what is said there. */
export const wireTokenSchema = z.object({
  access_token: headerValueSchema,
  expires_in: wireDecimal.catch(null).transform((seconds) => {
    const lifetime = seconds === null ? documentedLifetimeSeconds : Number(seconds);
    return Math.min(Math.max(0, lifetime), longestLifetimeSeconds);
  }),
});

/** What the vendor said of an error, as far as it said anything. */
export interface Fault {
  readonly code: string | null;
  readonly message: string | null;
}

/**
 * Usually an array of `{error_key, error_message}`, for authorization and limits one such object, at the token endpoint
 * OAuth's `{error, error_description}`; partner operations declare no schema, so a gateway's `{message}`, HTML or nothing
 * must do too. https://developer.constantcontact.com/api_guide/glossary_responses.html
 */
export const parseFault = (text: string): Fault => {
  const body = tryParseExactJson(text);
  const parsed = errorSchema.safeParse(Array.isArray(body) ? body[0] : body);
  if (!parsed.success) {
    return { code: null, message: null };
  }
  const { error_key, error_message, error, error_description, message } = parsed.data;
  return { code: error_key ?? error, message: error_message ?? error_description ?? message };
};

const errorSchema = z.object({
  error_key: wireText.catch(null),
  error_message: wireText.catch(null),
  error: wireText.catch(null),
  error_description: wireText.catch(null),
  message: wireText.catch(null),
});
