import * as z from 'zod';
import { editCatalogue } from '../shared/catalogue-edits/edit-catalogue.ts';
import type { Connection } from '../shared/connections/connections.ts';
import { checkIdentifiers } from '../shared/connections/identifier-rules.ts';
import type { CatalogueWrite } from '../shared/domain/catalogue-write.ts';
import { connectionNameSchema, identifierSchema } from '../shared/domain/identifier.ts';
import { type OperationName, operationsOf, unsupportedOperation } from '../shared/domain/operation.ts';
import type { CatalogueEditOperations } from '../shared/domain/provider.ts';
import { failed, type Result, success } from '../shared/domain/result.ts';
import { renderProblem } from '../shared/lambda/answer.ts';
import type { Operation } from '../shared/lambda/operation.ts';
import { checkParts } from '../shared/lambda/parse-request.ts';
import { defineConnectionFunction } from './connection-function.ts';
import { idempotencyKeyHeader, idempotencyKeySchema } from './idempotency-key.ts';

/** The strict schema of one kind of catalogue edit: the ids of its path and its body. */
export const catalogueEditInput = <Path extends z.ZodRawShape, Body extends z.ZodType>(path: Path, body: Body) =>
  z.object({
    path: z.object({ connection: connectionNameSchema, ...path }),
    query: z.strictObject({}),
    headers: z.object({ [idempotencyKeyHeader]: idempotencyKeySchema }),
    body,
  });

export const planIdPath = { planId: identifierSchema };
export const rateSchedulePath = { ...planIdPath, rateScheduleId: identifierSchema };

interface GivenInput {
  readonly path: { readonly connection: string; readonly planId?: string; readonly rateScheduleId?: string };
  readonly headers: { readonly [idempotencyKeyHeader]: string };
  readonly body: object;
}

export interface CatalogueEdit<Input> {
  readonly successStatus: 200 | 201;
  readonly prepare: (
    operations: CatalogueEditOperations,
    input: Input,
    connection: Connection,
  ) => Promise<Result<CatalogueWrite>>;
}

/**
 * A function that edits the catalogue. Whether the connection can do it at all is answered first (501): no body is right
 * for a provider that has no such thing.
 */
export const defineCatalogueEdit = <Input extends GivenInput>(
  operation: Operation<Input, OperationName>,
  { successStatus, prepare }: CatalogueEdit<Input>,
) =>
  defineConnectionFunction(
    { ...operation, input: onlyConnection },
    async ({ parts }, { connection, services, deadline, requestId, instance }) => {
      if (!operationsOf(connection.operations).includes(operation.name)) {
        return failed(unsupportedOperation(connection, operation.name));
      }
      const checked = checkParts(parts, operation.input);
      if (!checked.ok) {
        return checked;
      }
      const input = checked.value;
      const identifiers = checkIdentifiers(connection, input);
      if (!identifiers.ok) {
        return identifiers;
      }
      const { planId, rateScheduleId } = input.path;
      const edited = await editCatalogue(
        connection,
        {
          operation: operation.name,
          key: input.headers[idempotencyKeyHeader],
          request: { planId, rateScheduleId, body: input.body },
          requestId,
          instance,
          successStatus,
          prepare: (operations) => prepare(operations, input, connection),
        },
        { ledger: services.catalogueEdits, clock: services.clock, deadline, renderProblem },
      );
      if (!edited.ok) {
        return edited;
      }
      const { answer, isReplay } = edited.value;
      return success({
        status: answer.status,
        text: answer.body,
        headers: {
          'content-type': answer.contentType,
          ...(answer.location === null ? {} : { location: answer.location }),
          ...(isReplay ? { 'idempotency-replayed': 'true' } : {}),
        },
      });
    },
  );

/** Only what is needed to find the connection; the rest is handed on as it came. */
const onlyConnection = z
  .object({
    path: z.looseObject({ connection: connectionNameSchema }),
    query: z.unknown(),
    headers: z.unknown(),
    body: z.unknown(),
  })
  .transform((parts) => ({ path: { connection: parts.path.connection }, parts }));
