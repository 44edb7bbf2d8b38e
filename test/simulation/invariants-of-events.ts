import { isDeepStrictEqual } from 'node:util';
import type { GatewayEvent } from '../../shared/domain/event.ts';
import type { SettledRecord } from '../../shared/ledger/record.ts';
import type { Billing } from './billing.ts';
import { connection, toEvent } from './client.ts';
import type { Gateway } from './gateway.ts';
import type { Observations } from './observations.ts';
import type { Scheduler } from './scheduler.ts';
import type { SimulatedTable } from './table.ts';

type Report = (violation: string) => void;

export interface EventsEnd {
  readonly table: SimulatedTable;
  readonly arrivals: readonly GatewayEvent[];
  readonly restarts: ReadonlyMap<string, number>;
  readonly report: Report;
}

/** Everything that had to be told is told, under one id each, with numbers that have no gap. */
export const checkEvents = ({ table, arrivals, restarts, report }: EventsEnd): void => {
  for (const { pk, sk, due } of table.items()) {
    if (due !== null) {
      report(`events: ${sk} of ${pk} is in the queue ${due.queue} long after the faults.`);
    }
  }
  const events = distinct(arrivals, report);
  for (const [accountId, group] of Map.groupBy(events, (event) => event.accountId)) {
    const numbers = group.map(({ sequence }) => sequence).toSorted((left, right) => left - right);
    if (
      !isDeepStrictEqual(
        numbers,
        Array.from({ length: group.length }, (_, index) => index + 1),
      )
    ) {
      report(`events: those of ${accountId} have the numbers ${numbers.join(', ')}.`);
    }
    checkTwins(group, { restarts, report });
  }
  checkConversions({ table, events, report });
};

/** By id; what came twice has to be the same. */
const distinct = (arrivals: readonly GatewayEvent[], report: Report): readonly GatewayEvent[] => {
  const byId = new Map<string, GatewayEvent>();
  for (const event of arrivals) {
    const known = byId.get(event.id);
    if (known !== undefined && !isDeepStrictEqual(known, event)) {
      report(`events: ${event.id} came as ${JSON.stringify(known)} and as ${JSON.stringify(event)}.`);
    }
    byId.set(event.id, known ?? event);
  }
  return [...byId.values()];
};

/**
 * One thing that happened is told once: no two events in a row have one end. Two conversions may be alike, where somebody
 * made the account a trial again in between.
 */
const checkTwins = (events: readonly GatewayEvent[], { restarts, report }: Twins): void => {
  const ordered = events
    .filter(({ after }) => after !== null)
    .toSorted((left, right) => left.sequence - right.sequence);
  for (const [index, event] of ordered.entries()) {
    const earlier = ordered[index - 1];
    if (
      earlier !== undefined &&
      !restarts.has(event.accountId ?? '') &&
      isDeepStrictEqual(earlier.after, event.after)
    ) {
      report(`events: ${earlier.id} (${earlier.type}) and ${event.id} (${event.type}) tell the same.`);
    }
  }
};

interface Twins {
  /** Accounts that somebody made trials again. */
  readonly restarts: ReadonlyMap<string, number>;
  readonly report: Report;
}

interface ConversionsEnd {
  readonly table: SimulatedTable;
  readonly events: readonly GatewayEvent[];
  readonly report: Report;
}

/** Each conversion that ended, and was more than a refused question, has its one event, and no other has one. */
const checkConversions = ({ table, events, report }: ConversionsEnd): void => {
  const owed = new Map<string, SettledRecord>();
  for (const { record, key } of table.writes) {
    if (record.phase === 'settled' && record.owed !== null && key.sk === 'GUARD') {
      owed.set(`evt_${record.changeId}`, record);
    }
  }
  const ofConversions = events.filter(
    ({ cause, type }) => 'conversion' in cause && type !== 'conversion.pending_too_long',
  );
  for (const [id, { change: conversion }] of owed) {
    const event = ofConversions.find((candidate) => candidate.id === id);
    const type = conversion.status === 'succeeded' ? 'account_plan.converted' : 'conversion.rejected';
    if (event?.type !== type || !isDeepStrictEqual(event.after, conversion.after)) {
      report(`events: ${conversion.id} is ${conversion.status}, and its event is ${JSON.stringify(event)}.`);
    }
  }
  for (const { id } of ofConversions) {
    if (!owed.has(id)) {
      report(`events: ${id} tells of a conversion that has not ended so.`);
    }
  }
};

export interface LastEvents {
  readonly gateway: Gateway;
  readonly scheduler: Scheduler;
  readonly billing: Billing;
  readonly arrivals: readonly GatewayEvent[];
  readonly observations: Observations;
  readonly report: Report;
}

/** Where the provider tells of each change, the last event of an account shows it as it is. */
export const checkLastEvents = async (end: LastEvents): Promise<void> => {
  const { gateway, scheduler, billing, arrivals, observations, report } = end;
  for (const accountId of billing.accountIds) {
    const [last] = arrivals
      .filter((event) => event.accountId === accountId && event.after !== null)
      .toSorted((left, right) => right.sequence - left.sequence);
    if (last === undefined) {
      continue;
    }
    const event = toEvent('GET', `/v1/connections/${connection}/accounts/${accountId}/plan`, {
      headers: {},
      pathParameters: { connection, accountId },
    });
    let isOver = false;
    void gateway.invoke(event, 'readPlan').reply.then((reply) => {
      isOver = true;
      const shown = (plan: object | null | undefined) => {
        const { status, planId } = { status: undefined, planId: undefined, ...plan };
        return { status, planId };
      };
      const actual: { subscriptionId?: unknown } = JSON.parse(reply?.text ?? '{}');
      // A migration that somebody undid took the new subscription away, which no vendor does.
      const { subscriptionId } = { subscriptionId: null, ...last.after };
      const isUndone = subscriptionId !== actual.subscriptionId && observations.restarts.has(accountId);
      if (isUndone) {
        return;
      }
      if (reply?.status !== 200 || !isDeepStrictEqual(shown(actual), shown(last.after))) {
        report(`events: the last one of ${accountId} is ${JSON.stringify(last)}, and it is ${reply?.text}.`);
      }
    });
    await scheduler.run(scheduler.now() + 3_600_000, () => isOver);
  }
};
