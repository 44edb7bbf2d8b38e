import type { ChangeKind } from './account-change.ts';
import { createProblem, type Problem } from './problem.ts';
import type { CatalogueEditOperations, ProviderOperations } from './provider.ts';
import type { ProviderId } from './provider-id.ts';

/** What the API can do with a connection, by the names of the functions that do it, and the provider's member for each. */
const operations = [
  ['list-plans', 'listPlans'],
  ['get-plan', 'getPlan'],
  ['get-account-plan', 'listAccountPlans'],
  ['convert-trial', 'convert_trial'],
  ['create-plan', 'prepareCreatePlan'],
  ['edit-plan', 'prepareEditPlan'],
  ['add-rate-schedule', 'prepareAddRateSchedule'],
  ['edit-rate-schedule', 'prepareEditRateSchedule'],
] as const satisfies readonly (readonly [
  name: string,
  member: keyof ProviderOperations | ChangeKind | keyof CatalogueEditOperations,
])[];

export type OperationName = (typeof operations)[number][0];

/** The operations that a provider has, in the order of the API. */
export const operationsOf = ({ changes, catalogueEdits, ...reads }: ProviderOperations): OperationName[] => {
  const members = new Set([reads, changes, catalogueEdits ?? {}].flatMap((part) => Object.keys(part)));
  return operations.filter(([, member]) => members.has(member)).map(([name]) => name);
};

/** The problem for an operation that a connection's provider lacks; it says which ones there are. */
export const unsupportedOperation = (
  connection: { readonly provider: ProviderId; readonly operations: ProviderOperations },
  wanted: string,
): Problem => {
  const available = operationsOf(connection.operations);
  return createProblem(
    'unsupported_operation',
    `${connection.provider} has no ${wanted}. This connection has: ${available.join(', ')}.`,
    { extensions: { operations: available } },
  );
};
