import { jsonAnswer, type SimulatedProvider } from '../../sandbox/simulated-provider.ts';
import { type OneProvider, startOneProvider } from './one-provider.ts';

export type Counter = SimulatedProvider & { done: string[] };

/** A provider with one thing to do: it counts its calls by name and answers with a body of 17 bytes. */
const createCounter = (): Counter => {
  const done: string[] = [];
  return {
    name: 'fusebill',
    done,
    operationOf: ({ path }) => path.slice(1),
    handle: ({ path }) => {
      done.push(path.slice(1));
      return jsonAnswer(200, { status: 'good' });
    },
  };
};

export interface StartedCounter extends OneProvider<Counter> {
  call(operation?: string, init?: RequestInit): Promise<Response>;
  /** The status and the body of an answer, or `broken`. */
  outcome(operation?: string): Promise<string>;
  /** Resolves when the server has taken `count` requests, which nothing else tells of a request that hangs. */
  untilArrived(count?: number): Promise<void>;
}

export const startCounter = async (): Promise<StartedCounter> => {
  const started = await startOneProvider(createCounter);
  const call = (operation = 'activate', init: RequestInit = {}) => fetch(`${started.origin}/${operation}`, init);
  return {
    ...started,
    call,
    outcome: async (operation) => {
      try {
        const response = await call(operation);
        return `${response.status} ${await response.text()}`;
      } catch {
        return 'broken';
      }
    },
    untilArrived: async (count = 1) => {
      while (started.requests.length < count) {
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
};
