import { expect, test } from '@jest/globals';
import { fingerprintOf } from '../../shared/ledger/fingerprint.ts';

test('requests that say the same have one fingerprint', () => {
  const plain = fingerprintOf({ planId: 'GOLD', billingDayOfMonth: 15 });

  for (const request of [
    { billingDayOfMonth: 15, planId: 'GOLD' },
    { planId: 'GOLD', billingDayOfMonth: 15, subscriptionId: undefined },
    { planId: 'GOLD', billingDayOfMonth: 15, subscriptionId: null },
    { planId: 'GOLD', billingDayOfMonth: 15, providerOptions: {} },
    { planId: 'GOLD', billingDayOfMonth: 15, providerOptions: { planGroupId: null } },
  ]) {
    expect(fingerprintOf(request)).toBe(plain);
  }
});

test('requests that differ have two', () => {
  const requests = [
    {},
    { planId: 'GOLD' },
    { planId: 'SILVER' },
    { planId: '' },
    { planId: false },
    { planId: 0 },
    { planId: '0' },
    { planId: [] },
    { planId: [null] },
    { planId: [{}] },
    { subscriptionId: 'GOLD' },
    { providerOptions: { planId: 'GOLD' } },
  ];

  expect(new Set(requests.map(fingerprintOf)).size).toBe(requests.length);
});
