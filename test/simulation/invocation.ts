import { AsyncLocalStorage } from 'node:async_hooks';

const storage = new AsyncLocalStorage<string>();

/** Runs `work` so that all it does, however late, is known to belong to the invocation of this name. */
export const runInvocation = <Value>(name: string, work: () => Promise<Value>): Promise<Value> =>
  storage.run(name, work);

/** The invocation that a call to the world outside comes from. */
export const invocationNow = (): string => storage.getStore() ?? 'nobody';
