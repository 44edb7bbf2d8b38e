import type { Random } from '../domain/clock.ts';

/** A revision that no other write has. */
export const newRevision = (random: Random): string =>
  Array.from({ length: 4 }, () => Math.floor(random() * 0x1_0000_0000).toString(36)).join('-');
