import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { failed, type Result, success } from '../shared/domain/result.ts';
import { createSchema, deleteSchema, describeSchema, getSchema, listSchema, putSchema } from './secret-vault-inputs.ts';

/** The part of AWS Secrets Manager that the gateway and its tests use, as state without a socket. */
export interface SecretVault {
  /** Does one operation as the service would: `GetSecretValue`, `CreateSecret` ... Failures are the service's own. */
  perform(operation: string, input: unknown): Result<ServiceAnswer, ServiceError>;
}

export type ServiceAnswer = Readonly<Record<string, unknown>>;

export interface ServiceError {
  /** The exception's name on the wire. */
  readonly type: string;
  readonly message: string;
}

interface Secret {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly versions: Map<string, SecretVersion>;
  /** Staging label to version id. */
  readonly stages: Map<string, string>;
  changedAt: number;
  deletedAt: number | null;
}

interface SecretVersion {
  readonly id: string;
  readonly content: SecretContent;
  readonly createdAt: number;
}

type SecretContent = { readonly SecretString?: string | undefined; readonly SecretBinary?: string | undefined };

type Operation = (input: unknown) => Result<ServiceAnswer, ServiceError>;

/** `now` gives milliseconds since the epoch and dates the versions. */
export const createSecretVault = (now: () => number = Date.now): SecretVault => {
  const secrets = new Map<string, Secret>();

  /** By name, by ARN, or by the ARN without its six random characters. */
  const find = (secretId: string): Secret | undefined =>
    secrets.get(secretId) ??
    [...secrets.values()].find(({ arn }) => arn === secretId || arn.slice(0, -'-xxxxxx'.length) === secretId);

  const findUsable = (secretId: string): Result<Secret, ServiceError> => {
    const secret = find(secretId);
    if (secret === undefined) {
      return notFound("Secrets Manager can't find the specified secret.");
    }
    return secret.deletedAt === null
      ? success(secret)
      : failed({
          type: 'InvalidRequestException',
          message: "You can't perform this operation on the secret because it was marked for deletion.",
        });
  };

  const addVersion = (secret: Secret, id: string, content: SecretContent, stages: readonly string[]) => {
    secret.versions.set(id, { id, content, createdAt: now() });
    secret.changedAt = now();
    for (const stage of stages) {
      const previous = secret.stages.get(stage);
      if (stage === 'AWSCURRENT' && previous !== undefined && previous !== id) {
        secret.stages.set('AWSPREVIOUS', previous);
      }
      secret.stages.set(stage, id);
    }
  };

  const operations: Readonly<Record<string, Operation>> = {
    CreateSecret: withInput(createSchema, ({ Name, ClientRequestToken, ...content }) => {
      const existing = secrets.get(Name);
      if (existing !== undefined) {
        return existing.deletedAt === null
          ? failed({
              type: 'ResourceExistsException',
              message: `The operation failed because the secret ${Name} already exists.`,
            })
          : failed({
              type: 'InvalidRequestException',
              message:
                "You can't create this secret because a secret with this name is already scheduled for deletion.",
            });
      }
      const secret: Secret = {
        name: Name,
        arn: `arn:aws:secretsmanager:us-east-1:000000000000:secret:${Name}-${randomUUID().slice(0, 6)}`,
        createdAt: now(),
        changedAt: now(),
        deletedAt: null,
        versions: new Map(),
        stages: new Map(),
      };
      secrets.set(Name, secret);
      if (content.SecretString === undefined && content.SecretBinary === undefined) {
        return success({ ARN: secret.arn, Name });
      }
      addVersion(secret, ClientRequestToken, content, ['AWSCURRENT']);
      return success({ ARN: secret.arn, Name, VersionId: ClientRequestToken });
    }),

    PutSecretValue: withInput(putSchema, ({ SecretId, ClientRequestToken, VersionStages, ...content }) => {
      const found = findUsable(SecretId);
      if (!found.ok) {
        return found;
      }
      const secret = found.value;
      const sameVersion = secret.versions.get(ClientRequestToken);
      if (sameVersion !== undefined && JSON.stringify(sameVersion.content) !== JSON.stringify(content)) {
        return failed({
          type: 'ResourceExistsException',
          message: "You can't use ClientRequestToken for a version that already exists with other content.",
        });
      }
      if (sameVersion === undefined) {
        addVersion(secret, ClientRequestToken, content, VersionStages);
      }
      return success({ ARN: secret.arn, Name: secret.name, VersionId: ClientRequestToken, VersionStages });
    }),

    GetSecretValue: withInput(getSchema, ({ SecretId, VersionId, VersionStage }) => {
      const found = findUsable(SecretId);
      if (!found.ok) {
        return found;
      }
      const secret = found.value;
      const stage = VersionStage ?? (VersionId === undefined ? 'AWSCURRENT' : undefined);
      const version = secret.versions.get(VersionId ?? secret.stages.get(stage ?? '') ?? '');
      if (version === undefined) {
        return notFound(
          `Secrets Manager can't find the specified secret value for ${
            VersionId === undefined ? `staging label: ${stage}` : `VersionId: ${VersionId}`
          }`,
        );
      }
      const stages = stagesOf(secret, version.id);
      if (stage !== undefined && !stages.includes(stage)) {
        return failed({
          type: 'InvalidRequestException',
          message: 'You provided a VersionStage that is not associated to the provided VersionId.',
        });
      }
      return success({
        ARN: secret.arn,
        Name: secret.name,
        VersionId: version.id,
        ...version.content,
        VersionStages: stages,
        CreatedDate: toSeconds(version.createdAt),
      });
    }),

    DescribeSecret: withInput(describeSchema, ({ SecretId }) => {
      const secret = find(SecretId);
      if (secret === undefined) {
        return notFound("Secrets Manager can't find the specified secret.");
      }
      return success({ ...summary(secret), VersionIdsToStages: versionsToStages(secret) });
    }),

    DeleteSecret: withInput(deleteSchema, ({ SecretId, ForceDeleteWithoutRecovery, RecoveryWindowInDays }) => {
      const found = findUsable(SecretId);
      if (!found.ok) {
        return found;
      }
      const secret = found.value;
      if (ForceDeleteWithoutRecovery) {
        secrets.delete(secret.name);
      }
      secret.deletedAt = now();
      const deletionAt = now() + (ForceDeleteWithoutRecovery ? 0 : RecoveryWindowInDays * 86_400_000);
      return success({ ARN: secret.arn, Name: secret.name, DeletionDate: toSeconds(deletionAt) });
    }),

    ListSecrets: withInput(listSchema, ({ Filters, MaxResults, NextToken, IncludePlannedDeletion }) => {
      const names = [...secrets.keys()];
      const start = NextToken === undefined ? 0 : names.indexOf(Buffer.from(NextToken, 'base64url').toString()) + 1;
      if (NextToken !== undefined && start === 0) {
        return failed({ type: 'InvalidNextTokenException', message: 'The NextToken value is invalid.' });
      }
      const listed = [...secrets.values()]
        .slice(start)
        .filter(({ deletedAt }) => deletedAt === null || IncludePlannedDeletion)
        .filter(({ name }) => Filters.every(({ Values }) => Values.some((prefix) => name.startsWith(prefix))));
      const page = listed.slice(0, MaxResults);
      const last = page.at(-1);
      return success({
        SecretList: page.map((secret) => ({ ...summary(secret), SecretVersionsToStages: versionsToStages(secret) })),
        ...(listed.length > page.length && last ? { NextToken: Buffer.from(last.name).toString('base64url') } : {}),
      });
    }),
  };

  return {
    perform: (operation, input) => {
      const perform = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
      return perform
        ? perform(input)
        : failed({ type: 'UnknownOperationException', message: `There is no operation ${operation} here.` });
    },
  };
};

const withInput =
  <Input>(schema: z.ZodType<Input>, perform: (input: Input) => Result<ServiceAnswer, ServiceError>): Operation =>
  (input) => {
    const parsed = schema.safeParse(input);
    return parsed.success
      ? perform(parsed.data)
      : failed({ type: 'ValidationException', message: z.prettifyError(parsed.error) });
  };

const notFound = (message: string) => failed<ServiceError>({ type: 'ResourceNotFoundException', message });

const stagesOf = (secret: Secret, versionId: string): readonly string[] =>
  [...secret.stages].filter(([, id]) => id === versionId).map(([stage]) => stage);

const versionsToStages = (secret: Secret) =>
  Object.fromEntries([...secret.versions.keys()].map((id) => [id, stagesOf(secret, id)]));

const summary = (secret: Secret) => ({
  ARN: secret.arn,
  Name: secret.name,
  CreatedDate: toSeconds(secret.createdAt),
  LastChangedDate: toSeconds(secret.changedAt),
  ...(secret.deletedAt === null ? {} : { DeletedDate: toSeconds(secret.deletedAt) }),
});

/** Dates are seconds with a fraction in this protocol. */
const toSeconds = (milliseconds: number) => milliseconds / 1_000;
