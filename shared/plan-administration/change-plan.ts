import type { Connection } from '../connections/connections.ts';
import type { Clock, Deadline } from '../domain/clock.ts';
import { unsupportedOperation } from '../domain/operation.ts';
import type { PlanWrite } from '../domain/plan-write.ts';
import { createProblem, type Problem, type ProblemCode } from '../domain/problem.ts';
import type { PlanAdministrationOperations, PlanRead, PlanSendResult } from '../domain/provider.ts';
import type { RenderProblem } from '../domain/rendered-problem.ts';
import { failed, type Result, success } from '../domain/result.ts';
import { leaseMarginMs, writeDeadline } from '../domain/write-deadline.ts';
import { fingerprintOf } from '../ledger/fingerprint.ts';
import type {
  ClaimedPlanWrite,
  HeldPlanWrite,
  PlanWriteLedger,
  SentPlanWrite,
  SettledPlanWrite,
} from '../ledger/plan-write-ledger.ts';

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

/**
 * Changes the catalogue once per key: claims the key, prepares, stores what it is about to send, sends once, reads back.
 * An outcome that is not known answers `provider_timeout` with `outcome: unknown`; the same key then reads before it
 * writes. Fails with the key left free where nothing was tried.
 */
export const changePlan = async (
  connection: Connection,
  change: PlanChange,
  context: PlanChangeContext,
): Promise<Result<PlanChangeResult>> => {
  const claim = await context.ledger.claim(newClaim(connection, change, context));
  if (!claim.ok) {
    return claim;
  }
  const steps = { connection, change, context };
  switch (claim.value.kind) {
    case 'reused':
      return failed(createProblem('idempotency_key_reused', 'This Idempotency-Key came with another request before.'));
    case 'busy':
      return failed(unknownOutcome('A request with this key is being worked on. Send it again to learn how it ended.'));
    case 'settled':
      return success({ answer: claim.value.record.answer, isReplay: true });
    case 'claimed':
      return prepareAndSend(steps, claim.value.held);
    case 'resumed':
      return resume(steps, claim.value.held);
  }
};

interface Steps {
  readonly connection: Connection;
  readonly change: PlanChange;
  readonly context: PlanChangeContext;
}

const newClaim = (
  { name }: Connection,
  { operation, key, request, requestId, instance }: PlanChange,
  { clock, deadline }: PlanChangeContext,
): ClaimedPlanWrite => ({
  phase: 'claimed',
  connection: name,
  key,
  operation,
  fingerprint: fingerprintOf(request),
  requestId,
  instance,
  createdAt: clock.now(),
  leaseUntil: deadline.at + leaseMarginMs,
});

const prepareAndSend = async (
  steps: Steps,
  held: HeldPlanWrite<ClaimedPlanWrite | SentPlanWrite>,
): Promise<Result<PlanChangeResult>> => {
  const { connection, change, context } = steps;
  const prepared = await administer(connection, (operations) => change.prepare(operations));
  if (!prepared.ok) {
    const problem: Problem = { outcome: 'not_executed', ...prepared.problem };
    return refuse(steps, held, { current: held, problem });
  }
  const deadline = writeDeadline(context);
  if (deadline === null) {
    return refuse(steps, held, { current: held, problem: tooLate });
  }
  const sent = await context.ledger.advance<SentPlanWrite>(held, {
    ...claimOf(held.record),
    phase: 'sent',
    leaseUntil: context.deadline.at + leaseMarginMs,
    write: prepared.value,
    acceptedPlanId: null,
  });
  if (!sent.ok) {
    return sent;
  }
  if (sent.value === 'lost') {
    return failed(unknownOutcome('Another request with this key took over. Send it again to learn how it ended.'));
  }
  const result = await sendOnce(connection, prepared.value, deadline);
  switch (result.kind) {
    case 'accepted':
      return readBack(steps, sent.value, result.planId);
    case 'unknown':
      return lookForIt(steps, sent.value, result.problem);
    case 'refused':
      return refuse(steps, held, { current: sent.value, problem: result.problem });
  }
};

/** The same request after one whose outcome is not known: reads first, and sends again only what may be sent again. */
const resume = async (steps: Steps, held: HeldPlanWrite<SentPlanWrite>): Promise<Result<PlanChangeResult>> => {
  const { write, acceptedPlanId } = held.record;
  if (acceptedPlanId !== null) {
    return readBack(steps, held, acceptedPlanId);
  }
  const found = await administer(steps.connection, ({ find }) => find(write));
  if (found.ok && found.value.kind === 'done') {
    return settle(steps, held, found.value.read);
  }
  return found.ok && found.value.kind === 'not_done' && write.repeatable
    ? prepareAndSend(steps, held)
    : stayUnknown(steps, held, found.ok ? null : found.problem);
};

const lookForIt = async (
  steps: Steps,
  held: HeldPlanWrite<SentPlanWrite>,
  problem: Problem,
): Promise<Result<PlanChangeResult>> => {
  const found = await administer(steps.connection, ({ find }) => find(held.record.write));
  return found.ok && found.value.kind === 'done'
    ? settle(steps, held, found.value.read)
    : stayUnknown(steps, held, problem);
};

const readBack = async (
  steps: Steps,
  held: HeldPlanWrite<SentPlanWrite>,
  planId: string,
): Promise<Result<PlanChangeResult>> => {
  const read = await steps.connection.run(({ getPlan }) =>
    getPlan === undefined
      ? Promise.resolve(failed(unsupportedOperation(steps.connection, 'get-plan')))
      : getPlan(planId),
  );
  if (read.ok) {
    return settle(steps, held, read.value);
  }
  const accepted = { ...held, record: { ...held.record, acceptedPlanId: planId } };
  return stayUnknown(steps, accepted, read.problem);
};

const settle = async (
  { change, context }: Steps,
  held: HeldPlanWrite<SentPlanWrite>,
  { plan }: PlanRead,
): Promise<Result<PlanChangeResult>> => {
  const answer = {
    status: change.successStatus,
    contentType: 'application/json; charset=utf-8',
    location: `/v1/connections/${held.record.connection}/plans/${plan.id}`,
    body: JSON.stringify(plan),
  };
  return keep(context, held, answer);
};

/**
 * A refusal is the answer of the key for ever, but for one after which nothing was tried. `start` is what the attempt began
 * with: where another one before it may still land, neither "nothing was tried" nor "exists already" is the whole truth.
 */
const refuse = async (
  steps: Steps,
  start: HeldPlanWrite<ClaimedPlanWrite | SentPlanWrite>,
  {
    current,
    problem,
  }: { readonly current: HeldPlanWrite<ClaimedPlanWrite | SentPlanWrite>; readonly problem: Problem },
): Promise<Result<PlanChangeResult>> => {
  const { ledger, clock, renderProblem } = steps.context;
  const freesKey = codesThatFreeTheKey.has(problem.code);
  if (start.record.phase === 'sent' && isSent(current) && (freesKey || problem.code === 'already_exists')) {
    return lookForIt(steps, current, problem);
  }
  if (current.record.phase === 'claimed' || freesKey) {
    await ledger.advance(current, { ...claimOf(current.record), phase: 'free', settledAt: clock.now() });
    return failed(problem);
  }
  const { status, contentType, document } = renderProblem(problem, current.record);
  return keep(steps.context, current, { status, contentType, location: null, body: JSON.stringify(document) });
};

const isSent = (held: HeldPlanWrite<ClaimedPlanWrite | SentPlanWrite>): held is HeldPlanWrite<SentPlanWrite> =>
  held.record.phase === 'sent';

const keep = async (
  { clock, ledger }: PlanChangeContext,
  held: HeldPlanWrite<ClaimedPlanWrite | SentPlanWrite>,
  answer: SettledPlanWrite['answer'],
): Promise<Result<PlanChangeResult>> => {
  // Where it cannot be kept, the same key reads again later and comes to the same.
  await ledger.advance(held, { ...claimOf(held.record), phase: 'settled', settledAt: clock.now(), answer });
  return success({ answer, isReplay: false });
};

const stayUnknown = async (
  { context }: Steps,
  held: HeldPlanWrite<SentPlanWrite>,
  cause: Problem | null,
): Promise<Result<PlanChangeResult>> => {
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

const sendOnce = async (connection: Connection, write: PlanWrite, deadline: Deadline): Promise<PlanSendResult> => {
  const sent = await connection.run<PlanSendResult>(
    async ({ planAdministration }) => {
      if (planAdministration === undefined) {
        return failed(unsupportedOperation(connection, write.call));
      }
      const result = await planAdministration.send(write);
      return result.kind === 'refused' && result.problem.code === 'provider_unauthorized'
        ? failed(result.problem)
        : success(result);
    },
    { deadline },
  );
  return sent.ok ? sent.value : { kind: 'refused', problem: sent.problem };
};

const administer = <Value>(
  connection: Connection,
  step: (operations: PlanAdministrationOperations) => Promise<Result<Value>>,
): Promise<Result<Value>> =>
  connection.run(({ planAdministration }) =>
    planAdministration === undefined
      ? Promise.resolve(failed(unsupportedOperation(connection, 'plan administration')))
      : step(planAdministration),
  );

const claimOf = ({
  connection,
  key,
  operation,
  fingerprint,
  requestId,
  instance,
  createdAt,
}: ClaimedPlanWrite | SentPlanWrite) => ({
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

const unknownOutcome = (detail: string): Problem => createProblem('provider_timeout', detail, { outcome: 'unknown' });

const tooLate: Problem = createProblem(
  'provider_timeout',
  'Too little time was left to write and to read back; nothing was sent.',
  { outcome: 'not_executed' },
);
