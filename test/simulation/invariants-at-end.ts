import type { SettledRecord } from '../../shared/ledger/record.ts';
import type { Billing } from './billing.ts';
import { conversionOfSend, type Observations } from './observations.ts';
import type { SimulatedTable, TableWrite } from './table.ts';

export interface End {
  readonly billing: Billing;
  readonly table: SimulatedTable;
  readonly observations: Observations;
  /** Somebody else changed accounts too: then a conversion's success is not always its own. */
  readonly hasOutsider: boolean;
  /** By how much clocks are off, either way. */
  readonly clockSkewMs: number;
}

/** What must hold when the faults are over and the reconciliation had its time, by the ledger and by the provider's books. */
export const checkEnd = (end: End): void => {
  const { violations } = end.observations;
  for (const accountId of end.billing.accountIds) {
    const phase = end.table.guardOf(accountId)?.record.phase ?? 'settled';
    if (phase !== 'settled') {
      violations.push(`promise 2: the conversion of ${accountId} is still ${phase} long after the faults.`);
    }
  }
  checkOneAtATime(end);
  const settled = settledConversions(end);
  checkEffects(end, settled);
  for (const record of settled.values()) {
    checkSettled(end, record);
  }
};

/** No conversion takes the place of one that is in flight, and nobody writes for a holder whose lease runs. */
const checkOneAtATime = ({ table, observations, clockSkewMs }: End): void => {
  const current = new Map<string, TableWrite>();
  for (const write of table.writes.filter(({ key: { sk } }) => sk === 'GUARD')) {
    const { key, record } = write;
    const before = current.get(key.pk);
    if (before !== undefined && before.record.phase !== 'settled' && before.record.changeId !== record.changeId) {
      observations.violations.push(
        `promise 5: ${before.record.changeId} is ${before.record.phase}, and ${record.changeId} takes its place.`,
      );
    }
    const leaseUntil = before?.record.leaseUntil ?? 0;
    if (before !== undefined && before.writer !== write.writer && write.at < leaseUntil - 2 * clockSkewMs) {
      observations.violations.push(
        `promise 5: ${write.writer} writes ${record.phase} while ${before.writer} holds ${before.record.changeId}.`,
      );
    }
    current.set(key.pk, write);
  }
};

/** Each conversion as it was settled; every record written of it later says the same. */
const settledConversions = ({ table, observations }: End): ReadonlyMap<string, SettledRecord> => {
  const settled = new Map<string, SettledRecord>();
  for (const { record, key } of table.writes) {
    const known = settled.get(record.changeId);
    if (record.phase !== 'settled') {
      if (known !== undefined) {
        observations.violations.push(`promise 3: ${key.sk}: ${record.changeId} was settled and is ${record.phase}.`);
      }
      continue;
    }
    if (known !== undefined && JSON.stringify(known.answer) !== JSON.stringify(record.answer)) {
      observations.violations.push(`promise 3: ${key.sk}: the answer of ${record.changeId} has changed.`);
    }
    settled.set(record.changeId, known ?? record);
  }
  return settled;
};

/** At most one effect on each trial, and none that no conversion owns up to. */
const checkEffects = ({ observations }: End, settled: ReadonlyMap<string, SettledRecord>): void => {
  const { effects, violations } = observations;
  const trials = new Map<string, number>();
  for (const { send, trial, entry } of effects) {
    const name = `${entry.accountId} trial ${trial}`;
    const count = (trials.get(name) ?? 0) + 1;
    trials.set(name, count);
    if (count > 1) {
      violations.push(
        `promise 1: effect ${count} on ${name}, by write ${send?.number}: ${JSON.stringify(entry.change)}`,
      );
    }
    const conversion = settled.get(conversionOfSend(send) ?? '')?.change;
    const problem = conversion?.problem ?? null;
    const isOwned = conversion?.outcome === 'converted' || problem?.outcome === 'unknown';
    if (conversion !== undefined && !isOwned) {
      violations.push(
        `promise 1: write ${send?.number} took effect, and its conversion is ${conversion.status} ${String(problem?.code)}.`,
      );
    }
  }
};

const checkSettled = ({ billing, observations, hasOutsider }: End, record: SettledRecord): void => {
  const { change: conversion } = record;
  const report = (text: string): void => {
    observations.violations.push(`promise 1: ${conversion.id} (${conversion.status} ${conversion.outcome}): ${text}`);
  };
  if (hasOutsider) {
    return;
  }
  const effects = observations.effects.filter(({ send }) => conversionOfSend(send) === conversion.id).length;
  const expected = conversion.outcome === 'converted' ? 1 : 0;
  if (effects !== expected) {
    report(`it had ${effects} effects at the provider.`);
  }
  if (conversion.status !== 'succeeded') {
    return;
  }
  const paidPlanId = billing.paidPlanOf(record.accountId);
  const isExplained = conversion.warnings.some(({ code }) => code === 'plan_differs');
  if (paidPlanId === null || (conversion.planId !== null && conversion.planId !== paidPlanId && !isExplained)) {
    report(`the account is on ${paidPlanId ?? 'no paid plan'}, not on ${conversion.planId}.`);
  }
};
