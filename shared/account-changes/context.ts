import type { AccountChange } from '../domain/account-change.ts';
import type { Clock, Deadline, Random } from '../domain/clock.ts';
import type { Logger } from '../domain/logger.ts';
import type { Problem } from '../domain/problem.ts';
import type { Journals } from '../events/journal.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { SettledRecord } from '../ledger/record.ts';

/** What changes need from outside, handed in. */
export interface ChangeContext {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly random: Random;
  readonly deadline: Deadline;
  readonly logger: Logger;
  readonly journals: Journals;
  readonly rules: ChangeRules;
  readonly render: RenderChange;
}

export interface ChangeRules {
  /** After this, a write whose outcome is not known is taken to be dead. */
  readonly settleMs: number;
  /** After this, a change that is still pending raises an alarm. */
  readonly alarmMs: number;
}

/** Where one change is read. */
export interface ChangePlace {
  readonly kind: AccountChange['kind'];
  readonly connection: string;
  readonly accountId: string;
  readonly changeId: string;
}

/** The answers that are kept for replays, and where a change is read: handed in, so that nothing inside knows of HTTP. */
export interface RenderChange {
  success(change: AccountChange, outcome: 'done' | 'already'): SettledRecord['answer'];
  /** The problem, with the change in it, and the problem alone as the change remembers it. */
  rejection(
    problem: Problem,
    place: { readonly instance: string; readonly requestId: string },
    changeWith: (document: Readonly<Record<string, unknown>>) => AccountChange,
  ): { readonly change: AccountChange; readonly answer: SettledRecord['answer'] };
  locationOf(place: ChangePlace): string;
}
