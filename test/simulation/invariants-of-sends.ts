import type { Sickness } from './faults.ts';
import { conversionOfSend, type Observations, type Send } from './observations.ts';

/**
 * What must hold when a write leaves: the ledger says so already, its sender holds the conversion, and it is no repeat
 * but the one that is allowed, when it is allowed.
 */
export const checkSend = (send: Send, { sends, violations }: Observations, sickness: Sickness): void => {
  const report = (text: string): void => {
    violations.push(`promise 6: write ${send.number} (${send.operation}) by ${send.invocation} ${text}`);
  };
  const record = send.guard?.record;
  if (record === undefined || record.phase !== 'writing') {
    report(`left while the ledger holds ${record === undefined ? 'nothing' : `a record that is ${record.phase}`}.`);
    return;
  }
  if (send.guard?.writer !== send.invocation) {
    report(`left while ${send.guard?.writer} holds the conversion.`);
  }
  const toleranceMs = 2 * sickness.clockSkewMs;
  if (send.at > (record.leaseUntil ?? 0) + toleranceMs || send.at > record.sent.overAt + toleranceMs) {
    report('left after its time.');
  }

  const earlier = sends.filter(
    (other) => !other.isRefused && conversionOfSend(other) === record.changeId && other !== send,
  );
  if (earlier.length > 1) {
    report(`is the repeat number ${earlier.length} of its conversion.`);
  }
  if (earlier.length > 0 && send.isUnguarded) {
    report('repeats a write that must not be repeated.');
  }
  for (const { number, endedAt } of earlier) {
    if (endedAt === null || send.at < endedAt + sickness.settleMs - toleranceMs) {
      report(`repeats write ${number} before the settle time.`);
    }
  }
};
