import * as z from 'zod';
import { headerValueSchema, secretHeaderNameSchema } from '../../http/credential-values.ts';
import { providerUrlSchema } from '../../http/provider-url.ts';

/** Where the vendor's pages leave something open. */
const settingsSchema = z.object({
  /** Plans or plan products asked for at once. A list is never cut below 1,000: https://developer.staxbill.com/reference/pagination */
  pageSize: z.int().min(1).max(1_000).default(100),
  /** The wait after a 429 whose reset header cannot be read; the format of its time stamp is not documented. */
  rateLimitWaitSeconds: z.number().min(0).max(60).default(5),
});

/** The secret of a connection. */
export const secretSchema = z.object({
  /**
   * As the vendor shows it: it is Base64 already and goes raw after `Basic `, as in all samples of
   * https://developer.staxbill.com/reference/authentication
   */
  apiKey: headerValueSchema,
  /** The host kept its old name: https://developer.staxbill.com/reference/resources */
  baseUrl: providerUrlSchema.default('https://secure.fusebill.com/v1'),
  /** Nothing in the vendor's data tells a trial plan from a paid one, so the merchant names them. */
  trialPlanCodes: z.array(z.string().min(1, 'must not be empty')).default([]),
  webhook: z
    .object({
      header: secretHeaderNameSchema,
      value: headerValueSchema,
    })
    .optional(),
  settings: settingsSchema.prefault({}),
});

export type Credentials = z.output<typeof secretSchema>;

/** The key is Base64 of `0:...`; whoever knows the text inside can make the key again. */
export const secretValuesOf = ({ apiKey, webhook }: Credentials): readonly string[] => [
  apiKey,
  ...decodedSpellings(apiKey),
  ...(webhook === undefined ? [] : [webhook.value]),
];

const decodedSpellings = (apiKey: string): string[] => {
  const decoded = Buffer.from(apiKey, 'base64').toString();
  return /^[\x20-\x7e]+$/.test(decoded) ? [decoded, decoded.replace(/^\d+:/, '')] : [];
};
