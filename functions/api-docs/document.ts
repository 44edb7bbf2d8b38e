import * as z from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { conversionRequestSchema } from '../../shared/domain/conversion.ts';
import { problemTypes } from '../../shared/domain/problem.ts';
import type { Provider } from '../../shared/domain/provider.ts';
import type { ApiAnswer, ApiOperation } from '../../shared/lambda/api-operation.ts';
import { problemSchema } from '../../shared/lambda/problem-response.ts';
import { providers } from '../../shared/providers/registry.ts';
import { api as addRateSchedule } from '../add-rate-schedule/api.ts';
import { api as convertTrial } from '../convert-trial/api.ts';
import { api as createPlan } from '../create-plan/api.ts';
import { api as editPlan } from '../edit-plan/api.ts';
import { api as editRateSchedule } from '../edit-rate-schedule/api.ts';
import { api as getAccountPlan } from '../get-account-plan/api.ts';
import { api as getConversion } from '../get-conversion/api.ts';
import { api as getPlan } from '../get-plan/api.ts';
import { api as listConnections } from '../list-connections/api.ts';
import { api as listPlans } from '../list-plans/api.ts';
import { api as receiveWebhook } from '../receive-webhook/api.ts';
import { api as apiDocs } from './api.ts';

export const apiOperations: readonly ApiOperation[] = [
  listConnections,
  listPlans,
  getPlan,
  getAccountPlan,
  convertTrial,
  getConversion,
  createPlan,
  editPlan,
  addRateSchedule,
  editRateSchedule,
  receiveWebhook,
  apiDocs,
];

/** The OpenAPI 3.1 document, made from the schemas that validate requests, those of the providers included. */
export const createApiDocument = async () => {
  const loaded = await Promise.all(Object.values(providers).map((load) => load()));
  const operations = apiOperations.map((operation) =>
    operation === convertTrial ? { ...operation, body: conversionRequestOf(loaded) } : operation,
  );
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Plan Gateway',
      version: '1.0.0',
      description: `Plans, account plans and trial conversions of ${list.format(loaded.map(({ name }) => name))} through one API.`,
    },
    // Without it OpenAPI means the root of the host, which is wrong below a stage or the path of a domain name.
    servers: [{ url: '.', description: 'Where this document was read' }],
    paths: Object.fromEntries(
      [...Map.groupBy(operations, ({ path }) => path)].map(([path, group]) => [path, toPathItem(group)]),
    ),
    components: {
      securitySchemes: {
        signature: {
          type: 'apiKey',
          in: 'header',
          name: 'authorization',
          description: 'AWS Signature Version 4 (AUTH=iam)',
        },
        token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'AUTH=jwt' },
      },
    },
  });
};

const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** `providerOptions` as each provider takes them: the general schema leaves them to the provider. */
const conversionRequestOf = (loaded: readonly Provider[]) =>
  conversionRequestSchema
    .extend({
      providerOptions: z
        .union(
          loaded.flatMap(({ id, changeOptions: { convert_trial: options } }) =>
            options === undefined ? [] : [options.meta({ title: id })],
          ),
        )
        .optional()
        .meta({ description: "The options of the connection's provider; others are refused" }),
    })
    .meta({ id: 'ConversionRequest' });

const toPathItem = (operations: readonly ApiOperation[]): ZodOpenApiPathsObject[string] =>
  Object.fromEntries(operations.map((operation) => [operation.method, toOperation(operation)]));

const toOperation = (operation: ApiOperation): ZodOpenApiOperationObject => {
  const { path, query, headers } = operation.parameters;
  return {
    operationId: operation.name,
    summary: operation.summary,
    description: operation.description,
    security: operation.scope === null ? [] : [{}, { signature: [] }, { token: [operation.scope] }],
    requestParams: {
      ...(path === undefined ? {} : { path }),
      ...(query === undefined ? {} : { query }),
      header: (headers ?? z.object({})).extend({ 'x-request-id': requestIdSchema }),
    },
    ...(operation.body === undefined
      ? {}
      : { requestBody: { content: { 'application/json': { schema: operation.body } } } }),
    ...(operation.takesRawBody ? { requestBody: { content: { '*/*': { schema: z.unknown() } } } } : {}),
    responses: {
      ...Object.fromEntries(operation.answers.map((answer) => [answer.status, toResponse(answer)])),
      ...Object.fromEntries(
        [...Map.groupBy(operation.problems, (code) => problemTypes[code].status)].map(([status, codes]) => [
          status,
          {
            description: codes.map((code) => `\`${code}\``).join(', '),
            headers: answerHeaders,
            content: { 'application/problem+json': { schema: problemSchema } },
          },
        ]),
      ),
    },
  };
};

const toResponse = ({ description, schema, contentType = 'application/json', headers }: ApiAnswer) => ({
  description,
  headers: headers === undefined ? answerHeaders : answerHeaders.extend(headers.shape),
  ...(schema === null ? {} : { content: { [contentType]: { schema } } }),
});

const requestIdSchema = z.string().optional().meta({
  description: 'Comes back on the answer when it is 1 to 128 visible ASCII characters; else the answer has another',
});

const answerHeaders = z.object({
  'x-request-id': z.string().meta({ description: 'Name this when you ask about a request' }),
  'cache-control': z.string(),
});
