import { systemClock } from '../shared/domain/clock.ts';
import type { BaseServices } from '../shared/lambda/http-function.ts';
import { createLogger } from '../shared/lambda/logger.ts';
import { parseSettings } from '../shared/lambda/settings.ts';

/** Settings, clock, randomness and log of this container: all that a function needs that reads no secret. */
export const baseServices = (): BaseServices => {
  const settings = parseSettings(process.env);
  if (!settings.ok) {
    throw new Error(settings.problem);
  }
  return {
    settings: settings.value,
    clock: systemClock,
    random: Math.random,
    logger: createLogger({ level: settings.value.logLevel, clock: systemClock, writeLine: console.log }),
  };
};
