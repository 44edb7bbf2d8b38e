import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { type VendorId, vendorIds } from '../../sandbox/vendors.ts';
import { exceptions } from '../vendor-facts/exceptions.ts';

/** Which names each call of a vendor takes and gives: `test/vendor-facts/README.md` tells the format. */

const callSchema = z.object({
  call: z.string(),
  used: z.boolean(),
  in: z.array(z.string()),
  out: z.array(z.string()),
  marks: z.record(z.string(), z.string()).default({}),
});

const fileSchema = z.object({ provider: z.string(), calls: z.array(callSchema) });

/** `in`: what the vendor takes. `out`: what it answers. */
export type Direction = 'in' | 'out';

/** One call of one vendor. */
export interface CallFacts extends z.infer<typeof callSchema> {
  readonly provider: VendorId;
}

/** A name on its way: `a`, `a.b`, `a[].b`, `query:a`. */
export interface WireName {
  readonly path: string;
  /** Has a value that is neither a list nor an object, nor empty, so that the facts must have this very path. */
  readonly isValue: boolean;
}

/** Names of headers have no case. */
const inLowerCase = (name: string): string => (name.startsWith('header:') ? name.toLowerCase() : name);

/** Of the vendors that have a file; `test/contract/vendor-facts.test.ts` fails for one without. */
export const callFacts: readonly CallFacts[] = vendorIds.flatMap((provider) => {
  const file = new URL(`../vendor-facts/${provider}.json`, import.meta.url);
  if (!existsSync(file)) {
    return [];
  }
  return fileSchema
    .parse(JSON.parse(readFileSync(file, 'utf8')))
    .calls.map((call) => ({ provider, ...call, in: call.in.map(inLowerCase), out: call.out.map(inLowerCase) }));
});

/** Whether a source of the vendor has the name: not one that is only inferred (I) or unknown (U). */
export const isFact = (facts: CallFacts, direction: Direction, { path, isValue }: WireName): boolean => {
  const [first, ...others] = facts[direction].filter(
    (name) => isSameOrBelow(name, path) && (!isValue || name === path),
  );
  return first !== undefined && (others.length > 0 || !/^[IU]\b/.test(markOf(facts, `${direction}:${first}`)));
};

/** Who sends or reads: the product, or the sandbox that plays the vendor. */
export type Party = 'gateway' | 'sandbox';

export interface ExceptionSearch {
  readonly direction: Direction;
  readonly party: Party;
  readonly path: string;
  /** What was looked up before in the same text. */
  readonly seen?: ReadonlySet<string>;
}

/** Whether `exceptions` says why it may go over the wire all the same. */
export const isExcepted = ({ provider, call }: CallFacts, { direction, party, path, seen }: ExceptionSearch): boolean =>
  exceptions.some(
    (exception) =>
      exception.provider === provider &&
      exception.calls.includes(call) &&
      exception.parties.includes(party) &&
      exception.direction === direction &&
      exception.paths.some((known) => known === path || (known.endsWith('*') && path.startsWith(known.slice(0, -1)))) &&
      (exception.after === undefined || seen?.has(exception.after(path)) === true),
  );

const isSameOrBelow = (name: string, path: string): boolean =>
  name === path || (name.startsWith(path) && ['.', '['].includes(name.charAt(path.length)));

/** Its own, or that of the nearest list or object around it. */
const markOf = ({ marks }: CallFacts, place: string): string => {
  for (let name = place; name !== ''; name = name.replace(/(\[\]|\.?[^.[\]]*)$/, '')) {
    const mark = marks[name];
    if (mark !== undefined) {
      return mark;
    }
  }
  return '';
};
