import { jest } from '@jest/globals';
import * as z from 'zod';
import { expectations } from '../support/example-expectations.ts';
import { exampleId, provider } from '../support/example-provider.ts';
import { vendor } from '../support/example-vendor.ts';

/** The contract suite as it is, in a house whose only provider is the example. */

const mock = jest.unstable_mockModule;

mock('../../shared/domain/provider-id.ts', () => ({
  providerIds: [exampleId],
  providerIdSchema: z.enum([exampleId]).meta({ id: 'Provider' }),
}));
mock('../../shared/providers/registry.ts', () => ({ providers: { [exampleId]: async () => provider } }));
mock('../../sandbox/vendors.ts', () => ({
  vendors: { [exampleId]: vendor },
  vendorIds: [exampleId],
  byVendor: (make: (id: string) => unknown) => ({ [exampleId]: make(exampleId) }),
}));
mock('./registered.ts', () => ({ expectationsOf: new Map([[exampleId, expectations]]) }));
// No vendor has written down what names there are.
mock('../support/judged-fetch.ts', () => ({ judgedFetch: (given: typeof fetch) => given }));
mock('../support/judged-sandbox.ts', () => import('../../sandbox/sandbox.ts'));

await import('./account-plans.test.ts');
await import('./addresses.test.ts');
await import('./conversion-faults.test.ts');
await import('./conversions.test.ts');
await import('./plans.test.ts');
await import('./read-faults.test.ts');
