import { createProblem, type Problem } from './problem.ts';
import type { ProviderOperations } from './provider.ts';
import type { ProviderId } from './provider-id.ts';

/** What the API can do with a connection, by the names of the functions that do it. */
export const operationNames = [
  'list-plans',
  'get-plan',
  'get-account-plan',
  'convert-trial',
  'create-plan',
  'edit-plan',
  'add-rate-schedule',
  'edit-rate-schedule',
] as const;

export type OperationName = (typeof operationNames)[number];

/** The operations that a provider has, in the order of the API. */
export const operationsOf = (operations: ProviderOperations): OperationName[] =>
  operationNames.filter((name) => isAvailable[name](operations));

/** The problem for an operation that a connection's provider lacks; it says which ones there are. */
export const unsupportedOperation = (
  connection: { readonly provider: ProviderId; readonly operations: ProviderOperations },
  wanted: string,
): Problem => {
  const operations = operationsOf(connection.operations);
  return createProblem(
    'unsupported_operation',
    `${connection.provider} has no ${wanted}. This connection has: ${operations.join(', ')}.`,
    { extensions: { operations } },
  );
};

const isAvailable: Readonly<Record<OperationName, (operations: ProviderOperations) => boolean>> = {
  'list-plans': ({ listPlans }) => listPlans !== undefined,
  'get-plan': ({ getPlan }) => getPlan !== undefined,
  'get-account-plan': ({ listAccountPlans }) => listAccountPlans !== undefined,
  'convert-trial': ({ changes }) => changes.convert_trial !== undefined,
  'create-plan': ({ catalogueEdits }) => catalogueEdits !== undefined,
  'edit-plan': ({ catalogueEdits }) => catalogueEdits?.prepareEditPlan !== undefined,
  'add-rate-schedule': ({ catalogueEdits }) => catalogueEdits !== undefined,
  'edit-rate-schedule': ({ catalogueEdits }) => catalogueEdits !== undefined,
};
