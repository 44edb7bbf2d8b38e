/** Structured log lines. `fields` hold hosts, route templates, codes and durations: never a query string, a body or a credential. */
export interface Logger {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** What a log may tell of a fault of ours: its name and its stack's frames, but not its message, which may quote a value. */
export const faultFields = (error: unknown): LogFields => ({
  name: error instanceof Error ? error.name : null,
  frames: (error instanceof Error ? (error.stack ?? '') : '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .join('\n'),
});
