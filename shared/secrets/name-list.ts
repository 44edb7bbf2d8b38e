import type { Clock } from '../domain/clock.ts';
import { type Result, success } from '../domain/result.ts';
import { createBudget } from './budget.ts';
import type { SecretSourceFailure } from './secret-store.ts';

/** The names of the connections that there are, as far as they were listed. */
export interface NameList {
  /** Lists them. However many callers wait, one listing runs. */
  refresh(): Promise<Result<readonly string[], SecretSourceFailure>>;
  /** Whether the name was among them when they were listed last. */
  holds(name: string): boolean;
  /** The same, and lists them anew for a name that was not, at most 20 times at once and once a second. */
  lookFor(name: string): Promise<Result<boolean, SecretSourceFailure>>;
}

export const createNameList = (
  list: () => Promise<Result<readonly string[], SecretSourceFailure>>,
  clock: Clock,
): NameList => {
  const budget = createBudget(burst, clock);
  let names: ReadonlySet<string> = new Set();
  let last: Result<readonly string[], SecretSourceFailure> | null = null;
  let flight: ReturnType<NameList['refresh']> | undefined;

  const fetchNames = async () => {
    const listed = await list();
    last = listed;
    if (listed.ok) {
      names = new Set(listed.value);
    }
    return listed;
  };

  const refresh: NameList['refresh'] = () => {
    flight ??= fetchNames().finally(() => {
      flight = undefined;
    });
    return flight;
  };

  return {
    refresh,
    holds: (name) => names.has(name),
    lookFor: async (name) => {
      if (names.has(name)) {
        return success(true);
      }
      const listed = flight === undefined && last !== null && !budget.take() ? last : await refresh();
      return listed.ok ? success(names.has(name)) : listed;
    },
  };
};

const burst = 20;
