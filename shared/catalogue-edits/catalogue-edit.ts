import type { CatalogueWrite } from '../domain/catalogue-write.ts';
import type { Clock, Deadline } from '../domain/clock.ts';
import type { CatalogueEditOperations } from '../domain/provider.ts';
import type { RenderProblem } from '../domain/rendered-problem.ts';
import type { Result } from '../domain/result.ts';
import type { CatalogueEditLedger, SettledCatalogueEdit } from '../ledger/catalogue-edit-ledger.ts';

/** One edit of the catalogue, as a function asks for it. */
export interface CatalogueEdit {
  /** The function's name. */
  readonly operation: string;
  readonly key: string;
  /** What makes two requests the same: the path's ids and the body. */
  readonly request: unknown;
  readonly requestId: string;
  readonly instance: string;
  /** Reads, checks and merges; sends nothing that changes anything. */
  readonly prepare: (operations: CatalogueEditOperations) => Promise<Result<CatalogueWrite>>;
  /** 201 where something new comes of it. */
  readonly successStatus: 200 | 201;
}

export interface CatalogueEditContext {
  readonly ledger: CatalogueEditLedger;
  readonly clock: Clock;
  readonly deadline: Deadline;
  readonly renderProblem: RenderProblem;
}

export interface CatalogueEditResult {
  readonly answer: SettledCatalogueEdit['answer'];
  readonly isReplay: boolean;
}
