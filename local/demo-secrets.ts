import type { Sandbox } from '../sandbox/sandbox.ts';
import { type VendorId, vendorIds, vendors } from '../sandbox/vendors.ts';

/** One connection a provider, leading to the sandbox with the credentials that its seed accepts. By connection name. */
export const demoSecrets = ({ urls, providers }: Sandbox): Readonly<Record<string, object>> => {
  const secretOf = <Id extends VendorId>(id: Id) => ({
    provider: id,
    ...vendors[id].secret(providers[id].state, urls[id]),
  });
  return Object.fromEntries(vendorIds.map((id) => [demoConnection(id), secretOf(id)]));
};

export const demoConnection = (id: VendorId): string => `demo-${id}`;
