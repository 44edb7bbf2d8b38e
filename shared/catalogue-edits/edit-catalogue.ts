import type { Connection } from '../connections/connections.ts';
import { sendOnce } from '../connections/send-once.ts';
import type { CatalogueWrite } from '../domain/catalogue-write.ts';
import type { Deadline } from '../domain/clock.ts';
import { unsupportedOperation } from '../domain/operation.ts';
import { createProblem, type Problem } from '../domain/problem.ts';
import type { CatalogueSendResult } from '../domain/provider.ts';
import { failed, type Result, success } from '../domain/result.ts';
import { leaseMarginMs, writeDeadline } from '../domain/write-deadline.ts';
import type { ClaimedCatalogueEdit, HeldCatalogueEdit, SentCatalogueEdit } from '../ledger/catalogue-edit-ledger.ts';
import { fingerprintOf } from '../ledger/fingerprint.ts';
import type { CatalogueEdit, CatalogueEditContext, CatalogueEditResult } from './catalogue-edit.ts';
import {
  askCatalogue,
  claimOf,
  leaveUnproven,
  refuseEdit,
  type Steps,
  searchCatalogue,
  settleEdit,
  unknownOutcome,
} from './finish.ts';

/**
 * Changes the catalogue once per key: claims the key, prepares, stores what it is about to send, sends once, reads back.
 * An outcome that is not known answers `provider_timeout` with `outcome: unknown`; the same key then reads before it
 * writes. Fails with the key left free where nothing was tried.
 */
export const editCatalogue = async (
  connection: Connection,
  edit: CatalogueEdit,
  context: CatalogueEditContext,
): Promise<Result<CatalogueEditResult>> => {
  const claim = await context.ledger.claim(newClaim(connection, edit, context));
  if (!claim.ok) {
    return claim;
  }
  const steps = { connection, edit, context };
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

const newClaim = (
  { name }: Connection,
  { operation, key, request, requestId, instance }: CatalogueEdit,
  { clock, deadline }: CatalogueEditContext,
): ClaimedCatalogueEdit => ({
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
  held: HeldCatalogueEdit<ClaimedCatalogueEdit | SentCatalogueEdit>,
): Promise<Result<CatalogueEditResult>> => {
  const { connection, edit, context } = steps;
  const prepared = await askCatalogue(connection, (operations) => edit.prepare(operations));
  if (!prepared.ok) {
    const problem: Problem = { outcome: 'not_executed', ...prepared.problem };
    return refuseEdit(steps, held, { current: held, problem });
  }
  const deadline = writeDeadline(context);
  if (deadline === null) {
    return refuseEdit(steps, held, { current: held, problem: tooLate });
  }
  const sent = await context.ledger.advance<SentCatalogueEdit>(held, {
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
  const result = await send(connection, prepared.value, deadline);
  switch (result.kind) {
    case 'accepted':
      return readBack(steps, sent.value, result.planId);
    case 'unknown':
      return searchCatalogue(steps, sent.value, result.problem);
    case 'refused':
      return refuseEdit(steps, held, { current: sent.value, problem: result.problem });
  }
};

/** The same request after one whose outcome is not known: reads first, and sends again only what may be sent again. */
const resume = async (
  steps: Steps,
  held: HeldCatalogueEdit<SentCatalogueEdit>,
): Promise<Result<CatalogueEditResult>> => {
  const { write, acceptedPlanId } = held.record;
  if (acceptedPlanId !== null) {
    return readBack(steps, held, acceptedPlanId);
  }
  const found = await askCatalogue(steps.connection, ({ find }) => find(write));
  if (found.ok && found.value.kind === 'done') {
    return settleEdit(steps, held, found.value.read);
  }
  return found.ok && found.value.kind === 'not_done' && write.repeatable
    ? prepareAndSend(steps, held)
    : leaveUnproven(steps, held, found.ok ? null : found.problem);
};

const readBack = async (
  steps: Steps,
  held: HeldCatalogueEdit<SentCatalogueEdit>,
  planId: string,
): Promise<Result<CatalogueEditResult>> => {
  const read = await steps.connection.run(({ getPlan }) =>
    getPlan === undefined
      ? Promise.resolve(failed(unsupportedOperation(steps.connection, 'get-plan')))
      : getPlan(planId),
  );
  if (read.ok) {
    return settleEdit(steps, held, read.value);
  }
  const accepted = { ...held, record: { ...held.record, acceptedPlanId: planId } };
  return leaveUnproven(steps, accepted, read.problem);
};

const send = async (
  connection: Connection,
  write: CatalogueWrite,
  deadline: Deadline,
): Promise<CatalogueSendResult> => {
  const sent = await sendOnce<CatalogueSendResult>(
    connection,
    async ({ catalogueEdits }) =>
      catalogueEdits === undefined
        ? failed(unsupportedOperation(connection, write.call))
        : success(await catalogueEdits.send(write)),
    { deadline },
  );
  return sent.ok ? sent.value : { kind: 'refused', problem: sent.problem };
};

const tooLate: Problem = createProblem(
  'provider_timeout',
  'Too little time was left to write and to read back; nothing was sent.',
  { outcome: 'not_executed' },
);
