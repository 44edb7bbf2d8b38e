import { randomUUID } from 'node:crypto';
import * as z from 'zod';

/** What the operations of `secret-vault.ts` take, in the words of https://docs.aws.amazon.com/secretsmanager/latest/apireference/ */

const secretId = z.string().min(1).max(2_048);
const versionId = z.string().min(32).max(64);
const content = { SecretString: z.string().optional(), SecretBinary: z.string().optional() };
const newVersionId = versionId.default(() => randomUUID());

export const createSchema = z.object({
  Name: z.string().regex(/^[A-Za-z0-9/_+=.@-]{1,512}$/),
  ClientRequestToken: newVersionId,
  ...content,
});
export const putSchema = z.object({
  SecretId: secretId,
  ClientRequestToken: newVersionId,
  VersionStages: z.array(z.string()).min(1).default(['AWSCURRENT']),
  ...content,
});
export const getSchema = z.object({
  SecretId: secretId,
  VersionId: versionId.optional(),
  VersionStage: z.string().optional(),
});
export const describeSchema = z.object({ SecretId: secretId });
export const deleteSchema = z.object({
  SecretId: secretId,
  ForceDeleteWithoutRecovery: z.boolean().default(false),
  RecoveryWindowInDays: z.int().min(7).max(30).default(30),
});
export const listSchema = z.object({
  Filters: z.array(z.object({ Key: z.literal('name'), Values: z.array(z.string()).min(1) })).default([]),
  MaxResults: z.int().min(1).max(100).default(100),
  NextToken: z.string().optional(),
  IncludePlannedDeletion: z.boolean().default(false),
});
