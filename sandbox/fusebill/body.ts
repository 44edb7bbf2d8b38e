import type * as z from 'zod';
import { hasMediaType } from '../media-type.ts';
import type { SimulatedAnswer, SimulatedRequest } from '../simulated-provider.ts';
import { type Read, read, refuse, refused, refuseFields } from './answers.ts';

/**
 * The JSON object of a request, read by `schema`. Its members are matched without case, as the vendor's samples
 * (`customerId`, `customerID`, `customerid`) demand, and others ignored. Numbers come as their digits, so that no id is
 * rounded. 415 unless it is declared JSON, 400 with the field's name for what does not pass.
 */
export const readBody = <S extends z.ZodObject>(request: SimulatedRequest, schema: S): Read<z.infer<S>> => {
  if (request.body === '') {
    return refused(refuse(400, 'The request body is missing.'));
  }
  const contentType = request.headers['content-type'];
  if (!hasMediaType(contentType, 'application/json') && !hasMediaType(contentType, 'text/json')) {
    return refused(refuse(415, 'The media type of the request body is not supported.'));
  }
  const members = parseObject(request.body);
  if (members === null) {
    return refused(refuse(400, 'The request body is not a JSON object.'));
  }
  const documented = Object.keys(schema.shape).map((name) => [name, members.get(name.toLowerCase())]);
  const result = schema.safeParse(Object.fromEntries(documented));
  if (result.success) {
    return read(result.data);
  }
  const names = new Set(result.error.issues.map((issue) => String(issue.path[0])));
  return refused(
    refuseFields(
      400,
      [...names].map((name) => ({ Key: name, Value: `The field ${name} is missing or not valid.` })),
    ),
  );
};

/** Body-less POSTs are sent with `Content-Length: 0`: https://developer.staxbill.com/reference/activate-subscription */
export const checkNoBody = (request: SimulatedRequest): SimulatedAnswer | null =>
  request.body === '' && (request.headers['content-length'] ?? '0') === '0'
    ? null
    : refuse(400, 'This call takes no content body.');

const parseObject = (text: string): ReadonlyMap<string, unknown> | null => {
  try {
    const value: unknown = JSON.parse(text, numbersAsWritten);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? new Map(Object.entries(value).map(([name, member]) => [name.toLowerCase(), member]))
      : null;
  } catch {
    return null;
  }
};

const numbersAsWritten = (_name: string, value: unknown, context?: { source?: string }): unknown =>
  typeof value === 'number' ? (context?.source ?? value) : value;

declare global {
  // Node 21 and later hand the source text to the reviver; the library types do not know it yet.
  interface JSON {
    parse(text: string, reviver: (key: string, value: unknown, context?: { source?: string }) => unknown): unknown;
  }
}
