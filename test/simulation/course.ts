import type { Dice } from './dice.ts';
import { isOut, type Sickness } from './faults.ts';

/** What becomes of one request to the provider. */
export type Course =
  | { readonly kind: 'fine' }
  /** No connection: nothing is sent. */
  | { readonly kind: 'unreachable' }
  /** The connection breaks, or nothing comes any more. `handled`: the provider did it nevertheless. */
  | { readonly kind: 'broken' | 'silent'; readonly handled: boolean }
  /** The sender hears nothing, and the provider does it after it was given up: `part` of the settle time later. */
  | { readonly kind: 'late'; readonly isBroken: boolean; readonly part: number }
  /** Seconds on the way, there or back. */
  | { readonly kind: 'slow'; readonly thereMs: number; readonly backMs: number }
  /** Somebody in between answers instead of the provider. */
  | { readonly kind: 'status'; readonly status: number; readonly handled: boolean }
  /** A proxy's page, nothing, a redirect, half an answer that looks whole, or half an answer and then a break. */
  | { readonly kind: 'garbage' | 'empty' | 'redirect' | 'cut' | 'torn'; readonly handled: boolean }
  /** The network delivers it again, `part` of the settle time later. */
  | { readonly kind: 'twice'; readonly part: number };

/** Throws what becomes of a request that leaves at `now`. */
export const throwCourse = (
  dice: Dice,
  sickness: Sickness,
  { now, isWrite }: { readonly now: number; readonly isWrite: boolean },
): Course => {
  if (now >= sickness.untilMs) {
    return fine;
  }
  if (isOut(sickness, 'provider', now)) {
    return dice.chance(0.5) ? { kind: 'unreachable' } : { kind: 'silent', handled: false };
  }
  if (isWrite && dice.chance(sickness.lostWriteRate)) {
    return throwOpenOutcome(dice);
  }
  if (!dice.chance(sickness.providerRate)) {
    return fine;
  }
  switch (dice.between(0, 7)) {
    case 0:
      return { kind: 'unreachable' };
    case 1:
      return { kind: 'status', status: dice.pick([401, 403, 429]), handled: false };
    case 2:
      return { kind: 'status', status: isWrite ? 400 : 503, handled: false };
    case 3:
      return { kind: 'slow', thereMs: dice.between(0, 9_000), backMs: dice.between(0, 9_000) };
    default:
      return throwOpenOutcome(dice);
  }
};

const fine: Course = { kind: 'fine' };

const throwOpenOutcome = (dice: Dice): Course => {
  const handled = dice.chance(0.5);
  const part = dice.chance(0.3) ? 1 : dice.next();
  switch (dice.between(0, 11)) {
    case 0:
    case 1:
      return { kind: 'broken', handled };
    case 2:
      return { kind: 'silent', handled };
    case 3:
    case 4:
      return { kind: 'late', isBroken: dice.chance(0.5), part };
    case 5:
      return { kind: 'slow', thereMs: dice.between(0, 28_000), backMs: dice.between(0, 28_000) };
    case 6:
    case 7:
      return { kind: 'status', status: dice.pick([408, 500, 502, 503, 504]), handled };
    case 8:
      return { kind: dice.pick(['garbage', 'empty', 'redirect'] as const), handled };
    case 9:
      return { kind: dice.pick(['cut', 'torn'] as const), handled: true };
    case 10:
      return { kind: 'twice', part };
    default:
      return { kind: 'broken', handled: true };
  }
};
