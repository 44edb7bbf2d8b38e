import { seedCatalogue as seedAriaCatalogue } from '../sandbox/aria/catalogue-seed.ts';
import { createAriaSeed } from '../sandbox/aria/seed.ts';
import type { AriaState } from '../sandbox/aria/state.ts';
import { seedCatalogue as seedFusebillCatalogue } from '../sandbox/fusebill/seed-plans.ts';
import { createFusebillState, type FusebillState } from '../sandbox/fusebill/state.ts';

/** The sandbox's Aria tenant with a catalogue of `count` plans. */
export const ariaWithPlans = (count: number): AriaState => ({
  ...createAriaSeed(Date.now()),
  plans: new Map(seedAriaCatalogue(count).map((plan) => [plan.planNo, plan])),
});

/** A Fusebill account that has `count` plans and nothing else. */
export const fusebillWithPlans = (count: number): FusebillState => {
  const state = createFusebillState();
  seedFusebillCatalogue(state, count);
  return state;
};

export const ariaSecret = (
  { settings: { clientNo, authKey } }: AriaState,
  urls: { readonly coreUrl: string; readonly adminUrl: string },
) => ({ provider: 'aria', clientNo, authKey, ...urls });

export const fusebillSecret = ({ apiKey }: FusebillState, urls: { readonly baseUrl: string }) => ({
  provider: 'fusebill',
  apiKey,
  ...urls,
});
