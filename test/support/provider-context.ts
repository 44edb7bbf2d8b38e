import { type Clock, createDeadline } from '../../shared/domain/clock.ts';
import type { Logger } from '../../shared/domain/logger.ts';
import type { ProviderContext } from '../../shared/domain/provider.ts';

export interface ContextOptions {
  readonly clock: Clock;
  readonly deadlineMs?: number;
  readonly fetch?: typeof fetch;
  /** Collects every log line as JSON. */
  readonly lines?: string[];
}

/** What a provider gets for one request: the real network (loopback), the test's clock. */
export const createProviderContext = ({
  clock,
  deadlineMs = 20_000,
  fetch = globalThis.fetch,
  lines = [],
}: ContextOptions): ProviderContext => ({
  connection: 'acme',
  fetch,
  clock,
  random: () => 0.5,
  deadline: createDeadline(clock, deadlineMs),
  logger: createCollectingLogger(lines),
});

const createCollectingLogger = (lines: string[]): Logger => {
  const write = (event: string, fields = {}) => {
    lines.push(JSON.stringify({ event, ...fields }));
  };
  return { debug: write, info: write, warn: write, error: write };
};
