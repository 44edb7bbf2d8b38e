import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { createProblem, type Problem } from '../domain/problem.ts';

/** Where a list goes on: `skip` plans into the provider's page `page`. */
export interface Position {
  readonly page: number;
  readonly skip: number;
}

export const firstPosition: Position = { page: 0, skip: 0 };

/** What makes two requests parts of one list. The page size is not among them: it may change on the way. */
export interface ListIdentity {
  readonly connection: string;
  readonly status: string | null;
  readonly interval: string | null;
}

/** A position, signed: whoever could make one would make the provider's pages be read from anywhere. */
export const encodeCursor = (key: Uint8Array, identity: ListIdentity, position: Position): string =>
  Buffer.from(JSON.stringify([position.page, position.skip, signatureOf(key, identity, position)])).toString(
    'base64url',
  );

/** The position, or null for anything that `encodeCursor` did not give for this very list with one of `keys`. */
export const decodeCursor = (keys: readonly Uint8Array[], identity: ListIdentity, cursor: string): Position | null => {
  const position = parsePosition(cursor);
  return position !== null && keys.some((key) => isSame(encodeCursor(key, identity, position), cursor))
    ? position
    : null;
};

/** False for what cannot be a cursor, whatever the key. */
export const hasCursorForm = (cursor: string): boolean => parsePosition(cursor) !== null;

export const invalidCursor: Problem = createProblem(
  'invalid_cursor',
  'The cursor was not given by this list. Leave it out to start again.',
  { errors: [{ path: 'query.cursor', message: 'was not given by this list' }] },
);

const cursorSchema = z.tuple([z.int().nonnegative(), z.int().nonnegative(), z.string()]);

/** No position makes a longer one. */
const maximumLength = 200;

const parsePosition = (cursor: string): Position | null => {
  if (cursor.length > maximumLength) {
    return null;
  }
  try {
    const [page, skip] = cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    return { page, skip };
  } catch {
    return null;
  }
};

const isSame = (expected: string, given: string): boolean => {
  const [left, right] = [Buffer.from(expected), Buffer.from(given)];
  return left.length === right.length && timingSafeEqual(left, right);
};

const signatureOf = (key: Uint8Array, { connection, status, interval }: ListIdentity, { page, skip }: Position) =>
  createHmac('sha256', key)
    .update(JSON.stringify([connection, status, interval, page, skip]))
    .digest('base64url')
    .slice(0, signatureLength);

/** 132 bits. */
const signatureLength = 22;
