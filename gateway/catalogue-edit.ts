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
import { defineHttpFunction } from '../shared/lambda/http-function.ts';
import { checkParts, type RequestParts } from '../shared/lambda/parse-request.ts';
import { idempotencyKeyHeader, idempotencyKeySchema } from './idempotency-key.ts';
import type { Services } from './services.ts';

/** The strict schema of one kind of plan change: the ids of its path and its body. */
export const catalogueEditInput = <Path extends z.ZodRawShape, Body extends z.ZodType>(path: Path, body: Body) =>
  z.object({
    path: z.object({ connection: connectionNameSchema, ...path }),
    query: z.strictObject({}),
    headers: z.object({ [idempotencyKeyHeader]: idempotencyKeySchema }),
    body,
  });

export const planIdPath = { planId: identifierSchema };
export const rateSchedulePath = { ...planIdPath, rateScheduleId: identifierSchema };

export interface CatalogueEditDefinition<Input> {
  readonly name: OperationName;
  readonly input: z.ZodType<Input>;
  readonly successStatus: 200 | 201;
  readonly prepare: (
    operations: CatalogueEditOperations,
    input: Input,
    connection: Connection,
  ) => Promise<Result<CatalogueWrite>>;
}

interface GivenInput {
  readonly path: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/**
 * A function that changes the catalogue. Whether the connection can do it at all is answered first (501): no body is
 * right for a provider that has no such thing.
 */
export const defineCatalogueEdit = <Input extends GivenInput>(definition: CatalogueEditDefinition<Input>) =>
  defineHttpFunction<Services>()({
    name: definition.name,
    kind: 'write',
    scope: 'plans:write',
    input: anyParts,
    takesBody: true,
    run: async (parts, { services, deadline, logger, requestId, instance }) => {
      const opened = await services.connections.open(parts.path.connection, { deadline, logger });
      if (!opened.ok) {
        return opened;
      }
      const connection = opened.value;
      if (!operationsOf(connection.operations).includes(definition.name)) {
        return failed(unsupportedOperation(connection, definition.name));
      }
      const checked = checkParts(parts, definition.input);
      if (!checked.ok) {
        return checked;
      }
      const input = checked.value;
      const { planId, rateScheduleId } = input.path;
      const identifiers = checkIdentifiers(connection, { planId, rateScheduleId }, {});
      if (!identifiers.ok) {
        return identifiers;
      }
      const changed = await editCatalogue(
        connection,
        {
          operation: definition.name,
          key: parts.headers[idempotencyKeyHeader] ?? '',
          request: { planId, rateScheduleId, body: input.body },
          requestId,
          instance,
          successStatus: definition.successStatus,
          prepare: (operations) => definition.prepare(operations, input, connection),
        },
        { ledger: services.catalogueEdits, clock: services.clock, deadline, renderProblem },
      );
      if (!changed.ok) {
        return changed;
      }
      const { answer, isReplay } = changed.value;
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
  });

/** Only what is needed to find the connection. */
const anyParts = z
  .custom<RequestParts & { readonly path: { readonly connection: string } }>()
  .refine(({ path }) => connectionNameSchema.safeParse(path.connection).success, {
    path: ['path', 'connection'],
    message: 'must be 1 to 63 of a-z, 0-9 and -, and not start with -',
  });
