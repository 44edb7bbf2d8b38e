import { seedCustomers } from './seed-customers.ts';
import { seedCatalogue, seedPlans } from './seed-plans.ts';
import { createFusebillState, type FusebillState } from './state.ts';

/** The account that the sandbox starts with at `now` (milliseconds). What is made later has ids from 90001 on. */
export const createFusebillSeed = (now: number): FusebillState => {
  const state = createFusebillState();
  seedPlans(state);
  seedCatalogue(state, 120);
  state.nextId = 81_001;
  seedCustomers(state, now);
  state.nextId = 90_001;
  return state;
};
