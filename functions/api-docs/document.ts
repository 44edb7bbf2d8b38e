import * as z from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { conversionRequestSchema } from '../../shared/domain/conversion.ts';
import { type ProblemCode, problemTypes } from '../../shared/domain/problem.ts';
import type { Provider } from '../../shared/domain/provider.ts';
import type { DocumentedAnswer, OperationModule } from '../../shared/lambda/operation.ts';
import { problemSchema } from '../../shared/lambda/problem-response.ts';
import { providers } from '../../shared/providers/registry.ts';
import { operations } from '../operations.ts';

/** The OpenAPI 3.1 document, made from the schemas that validate requests, those of the providers included. */
export const createApiDocument = async () => {
  const loaded = await Promise.all(Object.values(providers).map((load) => load()));
  const modules = await Promise.all(Object.values(operations).map((load) => load()));
  const bodies = { 'convert-trial': conversionRequestOf(loaded) };
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
      [...Map.groupBy<string, OperationModule>(modules, ({ operation }) => operation.path)].map(([path, group]) => [
        path,
        toPathItem(group, bodies),
      ]),
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

/** Schemas of bodies that say more than those that validate, by operation. */
type Bodies = Readonly<Record<string, z.ZodType>>;

const toPathItem = (modules: readonly OperationModule[], bodies: Bodies): ZodOpenApiPathsObject[string] =>
  Object.fromEntries(modules.map((module) => [module.operation.method, toOperation(module, bodies)]));

const toOperation = ({ operation, documentation }: OperationModule, bodies: Bodies): ZodOpenApiOperationObject => {
  const { summary, description, request, answers, problems } = documentation();
  const { path, query, headers, body } = partsOf(request ?? operation.input);
  return {
    operationId: operation.name,
    summary,
    description,
    security: operation.scope === null ? [] : [{}, { signature: [] }, { token: [operation.scope] }],
    requestParams: {
      ...(path instanceof z.ZodObject ? { path } : {}),
      ...(query instanceof z.ZodObject ? { query } : {}),
      header: (headers instanceof z.ZodObject ? headers : z.object({})).extend({ 'x-request-id': requestIdSchema }),
    },
    ...(operation.takesBody === true
      ? { requestBody: { content: { 'application/json': { schema: bodies[operation.name] ?? body ?? z.unknown() } } } }
      : {}),
    ...(operation.takesBody === 'raw' ? { requestBody: { content: { '*/*': { schema: z.unknown() } } } } : {}),
    responses: {
      ...Object.fromEntries(answers.map((answer) => [answer.status, toResponse(answer)])),
      ...Object.fromEntries(
        [...Map.groupBy(inOrder(problems), (code) => problemTypes[code].status)].map(([status, codes]) => [
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

/** In the order of the closed list, however an operation names them. */
const inOrder = (codes: readonly ProblemCode[]): readonly ProblemCode[] => {
  const order = Object.keys(problemTypes);
  return codes.toSorted((left, right) => order.indexOf(left) - order.indexOf(right));
};

const partsOf = (schema: z.ZodType): z.ZodRawShape => (schema instanceof z.ZodObject ? schema.shape : {});

const toResponse = ({ description, schema, contentType = 'application/json', headers }: DocumentedAnswer) => ({
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
