/** The simulated vendors, by id: a line each. Their order is that of their ports in `npm start`, so a new one comes last. */
export const vendors = {
  'constant-contact-v2': (await import('./constant-contact-v2/vendor.ts')).vendor,
  'constant-contact-v3': (await import('./constant-contact-v3/vendor.ts')).vendor,
  aria: (await import('./aria/vendor.ts')).vendor,
  fusebill: (await import('./fusebill/vendor.ts')).vendor,
};

export type VendorId = keyof typeof vendors;

export const vendorIds: readonly VendorId[] = Object.values(vendors).map(({ id }) => id);

export type StateOf<Id extends VendorId> = ReturnType<(typeof vendors)[Id]['create']>['state'];

/** The members of a connection's secret that lead to the vendor. */
export type AddressesOf<Id extends VendorId> = (typeof vendors)[Id]['mounts'];
