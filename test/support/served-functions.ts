import { operations } from '../../functions/operations.ts';
import type { Services } from '../../gateway/services.ts';
import { createHttpHandler, type HttpFunction, type HttpHandler } from '../../shared/lambda/http-function.ts';
import type { OperationModule } from '../../shared/lambda/operation.ts';

/** `api-docs` needs no services, and is served by its own handler. */
export type FunctionName = Exclude<keyof typeof operations, 'api-docs'>;

interface Served {
  readonly name: FunctionName;
  readonly declared: OperationModule;
  readonly definition: HttpFunction<unknown, Services>;
}

const served: readonly Served[] = await Promise.all(
  Object.entries(operations)
    .filter(([name]) => name !== 'api-docs')
    .map(async ([name, load]) => {
      const { definition } = await import(`../../functions/${name}/handler.ts`);
      return { name: name as FunctionName, declared: await load(), definition };
    }),
);

/** The functions of the API with a connection or a list of them, in the order of the document. */
export const functionNames = served.map(({ name }) => name);

/** All of them over the same services, each held to what its operation declares. */
export const serveFunctions = (getServices: () => Services): Readonly<Record<FunctionName, HttpHandler>> =>
  Object.fromEntries(
    served.map(({ name, declared, definition }) => [
      name,
      holdToDeclared(declared, createHttpHandler(definition, getServices)),
    ]),
  ) as Record<FunctionName, HttpHandler>;

/** `handler`, whose answers fail whoever asked where the operation has no such problem, or no such status. */
export const holdToDeclared = ({ operation, documentation }: OperationModule, handler: HttpHandler): HttpHandler => {
  const { answers, problems } = documentation();
  return async (event, context) => {
    const answer = await handler(event, context);
    const isProblem = String(answer.headers?.['content-type']).startsWith('application/problem+json');
    const given = isProblem ? JSON.parse(answer.body ?? '').code : answer.statusCode;
    const declared: readonly unknown[] = isProblem ? problems : answers.map(({ status }) => status);
    if (!declared.includes(given)) {
      throw new Error(
        `${operation.name} answered ${given}, which functions/${operation.name}/operation.ts does not declare`,
      );
    }
    return answer;
  };
};
