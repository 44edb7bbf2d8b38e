import { type Clock, type Deadline, limitDeadline } from './clock.ts';

/** How long a write to a provider may take, and how much time it must have at least to be begun at all. */
const writeLimitMs = 20_000;
const readBackReserveMs = 4_000;
const minimumWriteMs = 1_000;

/** The deadline of a write that begins now, or null when too little time is left for it and for the read back. */
export const writeDeadline = ({
  clock,
  deadline,
}: {
  readonly clock: Clock;
  readonly deadline: Deadline;
}): Deadline | null => {
  // A short request time-out (a setting) keeps the proportion rather than forbidding every write.
  const reserveMs = Math.min(readBackReserveMs, deadline.remainingMs() / 3);
  const availableMs = Math.min(deadline.remainingMs() - reserveMs, writeLimitMs);
  return availableMs < Math.min(minimumWriteMs, reserveMs) || availableMs <= 0
    ? null
    : limitDeadline(clock, deadline, availableMs);
};

/** A lease outlasts the deadline of its request by this: the last step may be late, and instances' clocks differ. */
export const leaseMarginMs = 2_000;
