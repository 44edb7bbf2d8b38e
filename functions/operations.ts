import type { OperationModule } from '../shared/lambda/operation.ts';

/** Every operation of the API by the name of its function, in the order of the document. Loaded by those alone who read them. */
export const operations = {
  'list-connections': () => import('./list-connections/operation.ts'),
  'list-plans': () => import('./list-plans/operation.ts'),
  'get-plan': () => import('./get-plan/operation.ts'),
  'get-account-plan': () => import('./get-account-plan/operation.ts'),
  'convert-trial': () => import('./convert-trial/operation.ts'),
  'get-conversion': () => import('./get-conversion/operation.ts'),
  'create-plan': () => import('./create-plan/operation.ts'),
  'edit-plan': () => import('./edit-plan/operation.ts'),
  'add-rate-schedule': () => import('./add-rate-schedule/operation.ts'),
  'edit-rate-schedule': () => import('./edit-rate-schedule/operation.ts'),
  'receive-webhook': () => import('./receive-webhook/operation.ts'),
  'api-docs': () => import('./api-docs/operation.ts'),
} as const satisfies Readonly<Record<string, () => Promise<OperationModule>>>;
