import { billingOf } from './billing.ts';
import { type Run, runScenario, type ScenarioOptions } from './scenario.ts';

/** Runs one seed. Time and chance of the machine must not reach into it: whoever asks for them fails the run. */
export const simulate = async (options: Omit<ScenarioOptions, 'makeBilling'>): Promise<Run> => {
  // Loading takes real time; what is loaded is there at once.
  await options.system.providers[options.provider]();
  const makeBilling = await billingOf(options.provider);
  return withoutRealTime(() => runScenario({ ...options, makeBilling }));
};

/** Runs `work` while nobody can reach the time and the chance of the machine. */
export const withoutRealTime = async <Value>(work: () => Promise<Value>): Promise<Value> => {
  const { random } = Math;
  const { now } = Date;
  const { setTimeout } = globalThis;
  const forbidden = (name: string) => (): never => {
    throw new Error(`${name} was used in a simulation.`);
  };
  Math.random = forbidden('Math.random');
  Date.now = forbidden('Date.now');
  Object.assign(globalThis, { setTimeout: forbidden('setTimeout') });
  try {
    return await work();
  } finally {
    Math.random = random;
    Date.now = now;
    Object.assign(globalThis, { setTimeout });
  }
};
