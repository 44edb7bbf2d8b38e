import type { Sandbox } from '../sandbox/sandbox.ts';
import type { AddedTrial } from '../sandbox/vendor.ts';
import { type VendorId, vendors } from '../sandbox/vendors.ts';

/** Adds the trial number `number` (from 0) of a provider. The sandbox's connections are `demo-<provider>`. */
export const addTrial = ({ providers }: Sandbox, provider: VendorId, number: number): AddedTrial => {
  const addTo = <Id extends VendorId>(id: Id) => vendors[id].addTrial(providers[id].state, number);
  return addTo(provider);
};
