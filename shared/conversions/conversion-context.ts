import type { Clock, Deadline, Random } from '../domain/clock.ts';
import type { Logger } from '../domain/logger.ts';
import type { RenderProblem } from '../domain/rendered-problem.ts';
import type { Journals } from '../events/journal.ts';
import type { Ledger } from '../ledger/ledger.ts';

/** What conversions need from outside, handed in. */
export interface ConversionContext {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly random: Random;
  readonly deadline: Deadline;
  readonly logger: Logger;
  readonly journals: Journals;
  readonly rules: ConversionRules;
  /** The exact document that a caller gets for a problem, kept for replays. */
  readonly renderProblem: RenderProblem;
}

export interface ConversionRules {
  /** After this, a write whose outcome is not known is taken to be dead. */
  readonly settleMs: number;
  /** After this, a conversion that is still pending raises an alarm. */
  readonly alarmMs: number;
}
