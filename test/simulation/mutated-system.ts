import type { Mutation } from './mutations.ts';
import type { System } from './system.ts';
export const loadMutated = async (_mutation: Mutation): Promise<System> => {
  throw new Error('x');
};
