/** The path of a request as a problem's `instance`, a URI reference. API Gateway hands the path on decoded. */
export const instanceOf = (rawPath: string | undefined): string =>
  encodeURI((rawPath ?? '/').slice(0, 512).toWellFormed());
