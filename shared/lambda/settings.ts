import * as z from 'zod';
import { failed, type Result, success } from '../domain/result.ts';
import { isScope } from './claim-elements.ts';

/** What an operator can set, from the environment. Everything has a default but what a deployment must decide. */
export interface Settings {
  readonly stage: string;
  readonly secretPrefix: string;
  readonly secretTtlMs: number;
  readonly webhookRotationMs: number;
  readonly tableName: string;
  readonly eventBusName: string;
  readonly auth: 'none' | 'iam' | 'jwt';
  /** False: neither the page at /docs nor the document that it shows. */
  readonly docs: boolean;
  /** The JWT claim that lists the caller's connections; null: callers may use all of them. */
  readonly connectionsClaim: string | null;
  /** What a token's scopes may carry before the names that this API gives them; empty: nothing. */
  readonly scopePrefix: string;
  /** Hosts that connections may lead to beside the vendors' own, with a port or without. Of no account on stage `local`. */
  readonly providerHosts: readonly string[];
  readonly conversionSettleMs: number;
  readonly conversionRetentionDays: number;
  readonly conversionAlarmMs: number;
  readonly requestTimeoutMs: number;
  readonly backgroundIntervalMs: number;
  readonly logLevel: LogLevel;
  readonly port: number;
}

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;

export type LogLevel = (typeof logLevels)[number];

/**
 * Reads the settings from environment variables. A variable that is set to an empty string counts as not set. Stage `local`,
 * where everybody may call, is refused inside Lambda, which sets AWS_LAMBDA_FUNCTION_NAME.
 * Fails with one sentence that names the variable and says what it must be, and never shows other variables.
 */
export const parseSettings = (environment: Readonly<Record<string, string | undefined>>): Result<Settings, string> => {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return failed(`The setting ${String(issue?.path[0])} is not valid: ${issue?.message}.`);
  }
  const values = parsed.data;
  const stage = values.STAGE;
  if (stage === 'local' && given.AWS_LAMBDA_FUNCTION_NAME !== undefined) {
    return failed(
      'The setting STAGE is not valid: "local", which it is too where it is not set, is not for AWS Lambda.',
    );
  }
  const auth = values.AUTH ?? (stage === 'local' ? 'none' : 'iam');
  if (auth === 'none' && stage !== 'local') {
    return failed(`The setting AUTH is not valid: "none" is for STAGE "local" only, and STAGE is "${stage}".`);
  }
  return success({
    stage,
    secretPrefix: values.SECRET_PREFIX ?? `plan-gateway/${stage}/`,
    secretTtlMs: values.SECRET_TTL_SECONDS * 1_000,
    webhookRotationMs: values.WEBHOOK_ROTATION_SECONDS * 1_000,
    tableName: values.TABLE_NAME ?? `plan-gateway-${stage}`,
    eventBusName: values.EVENT_BUS_NAME ?? `plan-gateway-${stage}`,
    auth,
    docs: values.DOCS === 'on',
    connectionsClaim: values.AUTH_CONNECTIONS_CLAIM ?? null,
    scopePrefix: values.AUTH_SCOPE_PREFIX ?? '',
    providerHosts: values.PROVIDER_HOSTS,
    conversionSettleMs: values.CONVERSION_SETTLE_SECONDS * 1_000,
    conversionRetentionDays: values.CONVERSION_RETENTION_DAYS,
    conversionAlarmMs: values.CONVERSION_ALARM_MINUTES * 60_000,
    requestTimeoutMs: values.REQUEST_TIMEOUT_MS,
    backgroundIntervalMs: values.BACKGROUND_INTERVAL_MS,
    logLevel: values.LOG_LEVEL,
    port: values.PORT,
  });
};

const wholeNumber = (minimum: number, maximum: number, standard: number) =>
  z
    .string()
    .regex(/^\d{1,10}$/, `must be a whole number from ${minimum} to ${maximum}`)
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, `must be a whole number from ${minimum} to ${maximum}`)
    .default(standard);

/** Seconds may be fractions, so that tests of rotation and settling need not wait for whole ones. */
const seconds = (minimum: number, maximum: number, standard: number) =>
  z
    .string()
    .regex(/^\d{1,10}(\.\d{1,3})?$/, `must be a number of seconds from ${minimum} to ${maximum}`)
    .transform(Number)
    .refine(
      (value) => value >= minimum && value <= maximum,
      `must be a number of seconds from ${minimum} to ${maximum}`,
    )
    .default(standard);

/** Without the sign between them, a prefix and a scope would be one word that no issuer writes. */
const scopePrefixRule = 'must be what stands before a scope, up to the sign between them, as in plan-gateway/';
/** As `URL` spells it: an address in another spelling than four decimal numbers would never match. */
const isHost = (text: string): boolean =>
  /^[a-z0-9.:[\]-]+$/.test(text) &&
  URL.parse(`provider://${text}`) !== null &&
  URL.parse(`https://${text}`)?.hostname === text.replace(/:\d{1,5}$/, '');

/** Of the port: `URL` reads 08443 as 8443. A scheme that has no port of its own keeps every other. */
const withoutLeadingZeros = (host: string): string => URL.parse(`provider://${host}`)?.host ?? host;

const environmentSchema = z.object({
  STAGE: z
    .string()
    // With the longest name of a function it makes the 64 characters that Lambda allows.
    .regex(/^[a-z0-9][a-z0-9-]{0,28}$/, 'must be 1 to 29 of a-z, 0-9 and -')
    .default('local'),
  SECRET_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9/_+=.@-]{1,200}$/, 'must be 1 to 200 of the characters that secret names may have')
    .optional(),
  SECRET_TTL_SECONDS: seconds(0, 86_400, 300),
  WEBHOOK_ROTATION_SECONDS: seconds(0, 2_592_000, 86_400),
  TABLE_NAME: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{3,255}$/, 'must be a DynamoDB table name')
    .optional(),
  EVENT_BUS_NAME: z
    .string()
    .regex(/^[A-Za-z0-9_./-]{1,256}$/, 'must be an EventBridge bus name')
    .optional(),
  AUTH: z.enum(['none', 'iam', 'jwt'], 'must be none, iam or jwt').optional(),
  DOCS: z.enum(['on', 'off'], 'must be on or off').default('on'),
  AUTH_CONNECTIONS_CLAIM: z
    .string()
    .regex(/^[A-Za-z0-9_:/.-]{1,128}$/, 'must be the name of a JWT claim')
    .optional(),
  AUTH_SCOPE_PREFIX: z
    .string()
    .max(256, scopePrefixRule)
    .refine(isScope, scopePrefixRule)
    .regex(/[^A-Za-z0-9]$/, scopePrefixRule)
    .optional(),
  PROVIDER_HOSTS: z
    .string()
    .transform((text) => text.split(',').map((host) => host.trim().toLowerCase()))
    .refine((hosts) => hosts.every(isHost), 'must be names of hosts, without scheme and path, separated by commas')
    .transform((hosts) => hosts.map(withoutLeadingZeros))
    .default([]),
  CONVERSION_SETTLE_SECONDS: seconds(0, 86_400, 300),
  CONVERSION_RETENTION_DAYS: wholeNumber(1, 3_650, 400),
  CONVERSION_ALARM_MINUTES: wholeNumber(1, 100_000, 60),
  REQUEST_TIMEOUT_MS: wholeNumber(100, 900_000, 28_000),
  BACKGROUND_INTERVAL_MS: wholeNumber(0, 3_600_000, 1_000),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
  PORT: wholeNumber(0, 65_535, 3_000),
});
