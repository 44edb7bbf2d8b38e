import type { SandboxWorld } from '../world.ts';
import type { Row } from './parse-body.ts';
import type { Refusal } from './refusal.ts';
import type { AriaState } from './state.ts';

/** One `rest_call`: from its parameters to the members of its answer. */
export type Call = (body: Row, context: CallContext) => Answer | Refusal;

export interface CallContext {
  readonly restCall: string;
  readonly state: AriaState;
  readonly world: SandboxWorld;
}

/** In wire names and in the order they are printed; the place of error_code differs from call to call. */
export type Answer = Readonly<Record<string, unknown>>;

/** A family's calls. The members that a refused call prints as null beside its error. */
export type CallTable = ReadonlyMap<string, { readonly call: Call; readonly nullWhenRefused: readonly string[] }>;

export const ok = { error_code: 0, error_msg: 'OK' } as const;
