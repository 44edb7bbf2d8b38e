import { afterEach } from '@jest/globals';
import { takeWrongs } from './vendor-judge.ts';

/** Imported by every bench that reaches a provider: no test passes in which a name went over the wire that a vendor does not have. */
afterEach(() => {
  const wrongs = takeWrongs();
  if (wrongs.length > 0) {
    throw new Error(wrongs.join('\n'));
  }
});
