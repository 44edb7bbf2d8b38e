/** Whether a Content-Type header names `mediaType`, with or without parameters. */
export const hasMediaType = (header: string | undefined, mediaType: string): boolean =>
  header !== undefined && withoutParameters(header) === mediaType;

/** Whether an Accept header names `mediaType` itself; a wildcard is not enough. */
export const acceptsMediaType = (header: string | undefined, mediaType: string): boolean =>
  header?.split(',').some((range) => withoutParameters(range) === mediaType) ?? false;

const withoutParameters = (text: string): string => (text.split(';')[0] ?? '').trim().toLowerCase();
