import type { Exchange } from './expectations.ts';

/** What `npm run new-provider` wrote and nobody filled in yet: the test that needs it fails with `sentence`. */
export const toFillIn = (sentence: string): never => {
  throw new Error(sentence);
};

export const rowToFillIn = (name: string, sentence: string): Exchange => ({
  name,
  arrange: () => toFillIn(sentence),
  request: { path: '' },
  status: 0,
  body: null,
  sent: [],
});
