import type { Sandbox } from './sandbox.ts';
import type { AddedTrial } from './vendor.ts';
import { type VendorId, vendors } from './vendors.ts';

/** Adds the trial number `number` (from 0) at a provider. */
export const addTrial = ({ providers }: Sandbox, provider: VendorId, number: number): AddedTrial => {
  const addTo = <Id extends VendorId>(id: Id) => vendors[id].addTrial(providers[id].state, number);
  return addTo(provider);
};
