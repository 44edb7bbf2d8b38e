/** What the simulated providers share: a clock that only tests and the user move, and a journal of what really happened. */
export interface SandboxWorld {
  readonly clock: SandboxClock;
  readonly journal: Journal;
}

/** Real time plus what was added by `advance`. */
export interface SandboxClock {
  /** Milliseconds since the epoch. */
  now(): number;
  advance(durationMs: number): void;
}

/** One write that took effect at a simulated provider, as its own books show it. */
export interface JournalEntry {
  readonly provider: string;
  readonly operation: string;
  readonly accountId: string;
  readonly subscriptionId: string | null;
  /** What changed, in the provider's own words: `{"plan_type": ["TRIAL", "GOLD"]}`. */
  readonly change: Readonly<Record<string, unknown>>;
  /** ISO 8601. */
  readonly at: string;
}

export interface Journal {
  record(entry: Omit<JournalEntry, 'at'>): void;
  entries(): readonly JournalEntry[];
}

export const createWorld = (now: () => number = Date.now): SandboxWorld => {
  let advancedMs = 0;
  const entries: JournalEntry[] = [];
  const clock: SandboxClock = {
    now: () => now() + advancedMs,
    advance: (durationMs) => {
      advancedMs += durationMs;
    },
  };
  return {
    clock,
    journal: {
      record: (entry) => {
        entries.push({ ...entry, at: new Date(clock.now()).toISOString() });
      },
      entries: () => [...entries],
    },
  };
};
