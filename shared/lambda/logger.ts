import type { Clock } from '../domain/clock.ts';
import type { LogFields, Logger } from '../domain/logger.ts';
import { type LogLevel, logLevels } from './settings.ts';

/** A logger of JSON lines, one an event. Lines below `level` are not written. */
export const createLogger = (options: LoggerOptions): Logger => {
  const write =
    (level: LogLevel) =>
    (event: string, fields: LogFields = {}) => {
      if (logLevels.indexOf(level) >= logLevels.indexOf(options.level)) {
        const time = new Date(options.clock.now()).toISOString();
        options.writeLine(JSON.stringify({ time, level, event, ...fields }));
      }
    };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
};

export interface LoggerOptions {
  readonly level: LogLevel;
  readonly clock: Clock;
  readonly writeLine: (line: string) => void;
}

/** `logger`, with `fields` on every line. */
export const withFields = (logger: Logger, fields: LogFields): Logger => ({
  debug: (event, more) => logger.debug(event, { ...fields, ...more }),
  info: (event, more) => logger.info(event, { ...fields, ...more }),
  warn: (event, more) => logger.warn(event, { ...fields, ...more }),
  error: (event, more) => logger.error(event, { ...fields, ...more }),
});
