import type { Vendor } from './vendor.ts';

/** A line each. Their order is that of their ports in `npm start`, so a new one comes last. */
const registered = {
  'constant-contact-v2': (await import('./constant-contact-v2/vendor.ts')).vendor,
  'constant-contact-v3': (await import('./constant-contact-v3/vendor.ts')).vendor,
  aria: (await import('./aria/vendor.ts')).vendor,
  fusebill: (await import('./fusebill/vendor.ts')).vendor,
};

export type VendorId = keyof typeof registered;

type Registered = typeof registered;

/** What `create` of each vendor gives. */
export type VendorInstances = { readonly [Id in VendorId]: ReturnType<Registered[Id]['create']> };

/** The members of a connection's secret that lead to each vendor. */
export type VendorAddresses = { readonly [Id in VendorId]: ReturnType<Registered[Id]['addresses']> };

/** The simulated vendors by id. */
export const vendors: {
  readonly [Id in VendorId]: Vendor<Id, VendorInstances[Id], VendorAddresses[Id]>;
} = registered;

export const vendorIds: readonly VendorId[] = Object.values(registered).map(({ id }) => id);

/** What `make` gives for each vendor. */
export const byVendor = <Values extends Readonly<Record<VendorId, unknown>>>(
  make: <Id extends VendorId>(id: Id) => Values[Id],
): Values => {
  const values: Partial<Values> = {};
  const add = <Id extends VendorId>(id: Id) => {
    values[id] = make(id);
  };
  for (const id of vendorIds) {
    add(id);
  }
  if (!isWhole(values)) {
    throw new Error('A vendor is missing.');
  }
  return values;
};

const isWhole = <Values extends Readonly<Record<VendorId, unknown>>>(values: Partial<Values>): values is Values =>
  vendorIds.every((id) => id in values);
