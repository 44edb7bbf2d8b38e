import { type Run, runScenario, type ScenarioOptions } from './scenario.ts';

/** Runs one seed. Time and chance of the machine must not reach into it: whoever asks for them fails the run. */
export const simulate = async (options: ScenarioOptions): Promise<Run> => {
  for (const load of Object.values(options.system.providers)) {
    await load();
  }
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
    return await runScenario(options);
  } finally {
    Math.random = random;
    Date.now = now;
    Object.assign(globalThis, { setTimeout });
  }
};
