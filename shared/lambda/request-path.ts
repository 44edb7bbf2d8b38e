import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** The path of a request as a problem's `instance`, a URI reference. API Gateway hands the path on decoded. */
export const instanceOf = (path: string): string => encodeURI(path.slice(0, 512).toWellFormed());

/**
 * The path to which the request was sent: with the stage's name in front, or with the path under which a domain name holds
 * this API. The two members that tell it have not been the same for every kind of endpoint; the longer one has it all.
 */
export const requestPathOf = ({ rawPath, requestContext }: APIGatewayProxyEventV2): string => {
  const paths = [rawPath, requestContext?.http?.path].filter((path) => typeof path === 'string');
  return paths.reduce((longest, path) => (path.length > longest.length ? path : longest), '') || '/';
};

/**
 * `location`, one of our paths as the routes spell them, as the caller of `requestPath` reaches it: behind what stands
 * before the same connection's path there.
 */
export const locationFor = (requestPath: string, location: string): string => {
  const connectionPath = location.split('/').slice(0, 4).join('/');
  const start = requestPath.indexOf(`${connectionPath}/`);
  const basePath = requestPath.slice(0, Math.max(0, start));
  return basePathPattern.test(basePath) ? basePath + location : location;
};

/** What a stage or a domain name's mapping may be called; nothing else is put in front of an address. */
const basePathPattern = /^(?:\/[A-Za-z0-9$_.+!*'()-]+)*$/;
