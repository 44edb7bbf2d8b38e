import type { Clock, Deadline } from '../domain/clock.ts';
import type { PlanWrite } from '../domain/plan-write.ts';
import type { PlanAdministrationOperations } from '../domain/provider.ts';
import type { RenderProblem } from '../domain/rendered-problem.ts';
import type { Result } from '../domain/result.ts';
import type { PlanWriteLedger, SettledPlanWrite } from '../ledger/plan-write-ledger.ts';

/** One change of the catalogue, as a function asks for it. */
export interface PlanChange {
  /** The function's name. */
  readonly operation: string;
  readonly key: string;
  /** What makes two requests the same: the path's ids and the body. */
  readonly request: unknown;
  readonly requestId: string;
  readonly instance: string;
  /** Reads, checks and merges; sends nothing that changes anything. */
  readonly prepare: (operations: PlanAdministrationOperations) => Promise<Result<PlanWrite>>;
  /** 201 where something new comes of it. */
  readonly successStatus: 200 | 201;
}

export interface PlanChangeContext {
  readonly ledger: PlanWriteLedger;
  readonly clock: Clock;
  readonly deadline: Deadline;
  readonly renderProblem: RenderProblem;
}

export interface PlanChangeResult {
  readonly answer: SettledPlanWrite['answer'];
  readonly isReplay: boolean;
}
