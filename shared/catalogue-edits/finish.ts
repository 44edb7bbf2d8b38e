import type { Connection } from '../connections/connections.ts';
import { unsupportedOperation } from '../domain/operation.ts';
import { createProblem, type Problem, type ProblemCode } from '../domain/problem.ts';
import type { CatalogueEditOperations, PlanRead } from '../domain/provider.ts';
import { failed, type Result, success } from '../domain/result.ts';
import type {
  ClaimedCatalogueEdit,
  HeldCatalogueEdit,
  SentCatalogueEdit,
  SettledCatalogueEdit,
} from '../ledger/catalogue-edit-ledger.ts';
import type { CatalogueEdit, CatalogueEditContext, CatalogueEditResult } from './catalogue-edit.ts';

export interface Steps {
  readonly connection: Connection;
  readonly edit: CatalogueEdit;
  readonly context: CatalogueEditContext;
}

export const settleEdit = async (
  { edit, context }: Steps,
  held: HeldCatalogueEdit<SentCatalogueEdit>,
  { plan }: PlanRead,
): Promise<Result<CatalogueEditResult>> => {
  const answer = {
    status: edit.successStatus,
    contentType: 'application/json; charset=utf-8',
    location: `/v1/connections/${held.record.connection}/plans/${plan.id}`,
    body: JSON.stringify(plan),
  };
  return keepAnswer(context, held, answer);
};

/**
 * A refusal is the answer of the key for ever, but for one after which nothing was tried. `start` is what the attempt began
 * with: where another one before it may still land, neither "nothing was tried" nor "exists already" is the whole truth.
 */
export const refuseEdit = async (
  steps: Steps,
  start: HeldCatalogueEdit<ClaimedCatalogueEdit | SentCatalogueEdit>,
  {
    current,
    problem,
  }: { readonly current: HeldCatalogueEdit<ClaimedCatalogueEdit | SentCatalogueEdit>; readonly problem: Problem },
): Promise<Result<CatalogueEditResult>> => {
  const { ledger, clock, renderProblem } = steps.context;
  const freesKey = codesThatFreeTheKey.has(problem.code);
  if (start.record.phase === 'sent' && isSent(current) && (freesKey || problem.code === 'already_exists')) {
    return searchCatalogue(steps, current, problem);
  }
  if (current.record.phase === 'claimed' || freesKey) {
    await ledger.advance(current, { ...claimOf(current.record), phase: 'free', settledAt: clock.now() });
    return failed(problem);
  }
  const { status, contentType, document } = renderProblem(problem, current.record);
  return keepAnswer(steps.context, current, { status, contentType, location: null, body: JSON.stringify(document) });
};

const isSent = (
  held: HeldCatalogueEdit<ClaimedCatalogueEdit | SentCatalogueEdit>,
): held is HeldCatalogueEdit<SentCatalogueEdit> => held.record.phase === 'sent';

const keepAnswer = async (
  { clock, ledger }: CatalogueEditContext,
  held: HeldCatalogueEdit<ClaimedCatalogueEdit | SentCatalogueEdit>,
  answer: SettledCatalogueEdit['answer'],
): Promise<Result<CatalogueEditResult>> => {
  // Where it cannot be kept, the same key reads again later and comes to the same.
  await ledger.advance(held, { ...claimOf(held.record), phase: 'settled', settledAt: clock.now(), answer });
  return success({ answer, isReplay: false });
};

export const leaveUnproven = async (
  { context }: Steps,
  held: HeldCatalogueEdit<SentCatalogueEdit>,
  cause: Problem | null,
): Promise<Result<CatalogueEditResult>> => {
  await context.ledger.advance(held, { ...held.record, leaseUntil: null });
  const detail = held.record.write.repeatable
    ? 'It is not known whether the provider did it. Send the same request with the same key: it reads before it writes.'
    : 'It is not known whether the provider did it, and without a code it cannot be looked up. Look at the plans.';
  return failed({
    ...unknownOutcome(detail),
    // What cannot be looked up stays unknown under this key, and a new key might create a second plan.
    ...(held.record.write.repeatable || held.record.acceptedPlanId !== null ? {} : { retryable: false }),
    ...(cause?.provider === undefined ? {} : { provider: cause.provider }),
  });
};

export const claimOf = ({
  connection,
  key,
  operation,
  fingerprint,
  requestId,
  instance,
  createdAt,
}: ClaimedCatalogueEdit | SentCatalogueEdit) => ({
  connection,
  key,
  operation,
  fingerprint,
  requestId,
  instance,
  createdAt,
  leaseUntil: null,
});

const codesThatFreeTheKey: ReadonlySet<ProblemCode> = new Set([
  'invalid_request',
  'plan_not_found',
  'rate_schedule_not_found',
  'provider_rate_limited',
  'provider_unauthorized',
  'provider_unavailable',
  'provider_timeout',
  'unsupported_operation',
]);

export const unknownOutcome = (detail: string): Problem =>
  createProblem('provider_timeout', detail, { outcome: 'unknown' });

export const searchCatalogue = async (
  steps: Steps,
  held: HeldCatalogueEdit<SentCatalogueEdit>,
  problem: Problem,
): Promise<Result<CatalogueEditResult>> => {
  const found = await askCatalogue(steps.connection, ({ find }) => find(held.record.write));
  return found.ok && found.value.kind === 'done'
    ? settleEdit(steps, held, found.value.read)
    : leaveUnproven(steps, held, problem);
};

export const askCatalogue = <Value>(
  connection: Connection,
  step: (operations: CatalogueEditOperations) => Promise<Result<Value>>,
): Promise<Result<Value>> =>
  connection.run(({ catalogueEdits }) =>
    catalogueEdits === undefined
      ? Promise.resolve(failed(unsupportedOperation(connection, 'plan administration')))
      : step(catalogueEdits),
  );
