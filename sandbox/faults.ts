import * as z from 'zod';
import type { SimulatedAnswer } from './simulated-provider.ts';
import { vendorIds } from './vendors.ts';

const headerValueSchema = z.string().regex(/^[\x20-\x7e]*$/, 'must be visible ASCII');

const headersSchema = z.record(z.string().regex(/^[A-Za-z0-9-]+$/, 'must be a header name'), headerValueSchema);

/** A day: longer than anybody waits, and inside what a timer can take. */
const durationMs = z.int().min(0).max(86_400_000);

/**
 * `handled: true` lets the provider do the work before its answer is replaced: a write took effect and nobody was told.
 * Without it nothing happens at the provider.
 */
const handled = z.boolean().optional();

/** What goes wrong with one request. Plain data, so that a test, a seed and `POST /faults` say it alike. */
export const faultSchema = z.discriminatedUnion('kind', [
  /** Waits, then handles and answers, whether or not the client is still there. */
  z.strictObject({ kind: z.literal('delay'), durationMs }),
  /** Another status, with the headers and the body given. */
  z.strictObject({
    kind: z.literal('status'),
    status: z.int().min(200).max(599),
    headers: headersSchema.optional(),
    body: z.string().optional(),
    handled,
  }),
  /** The connection breaks and nothing was done. */
  z.strictObject({ kind: z.literal('drop-before') }),
  /** It was done, and the connection breaks before the answer. */
  z.strictObject({ kind: z.literal('drop-after') }),
  /** No answer, and nothing done until `applyLateEffects`: a request that lingered in the network. */
  z.strictObject({ kind: z.literal('late-effect'), connection: z.enum(['hang', 'destroy']) }),
  /** 200 with a page of HTML, as proxies answer. */
  z.strictObject({ kind: z.literal('garbage'), handled }),
  /** The real answer cut in the middle: `whole` announces its full length and breaks off, `cut` is well-formed HTTP. */
  z.strictObject({ kind: z.literal('truncated'), contentLength: z.enum(['whole', 'cut']) }),
  /** 200 without a body. */
  z.strictObject({ kind: z.literal('empty'), handled }),
  /** 200 with well-formed JSON that is nothing: `{"unexpected":true}` or `[]`. */
  z.strictObject({ kind: z.literal('wrong-shape'), shape: z.enum(['object', 'list']), handled }),
  /** 200 with well-formed JSON of `bytes` bytes, streamed without a content-length. */
  z.strictObject({ kind: z.literal('oversized'), bytes: z.int().min(16).max(1_073_741_824), handled }),
  /** 302 to `location`. */
  z.strictObject({ kind: z.literal('redirect'), location: headerValueSchema, handled }),
  /** Never answers. */
  z.strictObject({ kind: z.literal('hang'), handled }),
]);

/** A fault for the next `times` (default 1) requests of one operation, or of any (`operation` null or absent). */
export const programmedFaultSchema = z.strictObject({
  provider: z.enum(vendorIds),
  operation: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .meta({ description: "The vendor's operation: `PUT plan`, `replace_acct_plan_m`" }),
  times: z.int().min(1).max(1_000_000).default(1),
  fault: faultSchema,
});

export type Fault = z.infer<typeof faultSchema>;
export type ProgrammedFault = z.infer<typeof programmedFaultSchema>;
export type ProgrammedFaultInput = z.input<typeof programmedFaultSchema>;

export interface Faults {
  /** Throws on what `programmedFaultSchema` refuses: a fault that can never strike would make its test pass for nothing. */
  add(fault: ProgrammedFaultInput): ProgrammedFault;
  /** What has not struck yet, in the order of adding, with the times that remain. */
  remaining(): readonly ProgrammedFault[];
  /** Forgets the programmed faults. Late effects stay: what is on its way arrives. */
  clear(): void;
  /** Lets every held request take effect now, in the order they came. Gives how many there were. */
  applyLateEffects(): number;
  /** For the servers: the fault for a request that is here now, counted down; null when it goes well. */
  take(provider: string, operation: string): Fault | null;
  /** For the servers: keeps a request's effect until `applyLateEffects`. */
  holdLateEffect(handle: () => SimulatedAnswer): void;
}

/** The oldest fault that fits a request strikes it; a request meets one fault at most. */
export const createFaults = (): Faults => {
  let programmed: ProgrammedFault[] = [];
  let lateEffects: (() => SimulatedAnswer)[] = [];

  return {
    add: (input) => {
      const fault = programmedFaultSchema.parse(input);
      programmed.push(fault);
      return fault;
    },
    remaining: () => [...programmed],
    clear: () => {
      programmed = [];
    },
    applyLateEffects: () => {
      const effects = lateEffects;
      lateEffects = [];
      for (const handle of effects) {
        handle();
      }
      return effects.length;
    },
    take: (provider, operation) => {
      const found = programmed.find(
        (candidate) =>
          candidate.provider === provider && (candidate.operation === null || candidate.operation === operation),
      );
      if (found === undefined) {
        return null;
      }
      programmed = programmed.flatMap((candidate) => {
        if (candidate !== found) {
          return [candidate];
        }
        return found.times > 1 ? [{ ...found, times: found.times - 1 }] : [];
      });
      return found.fault;
    },
    holdLateEffect: (handle) => {
      lateEffects.push(handle);
    },
  };
};
