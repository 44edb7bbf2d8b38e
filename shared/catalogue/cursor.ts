import { createHash } from 'node:crypto';
import * as z from 'zod';
import { createProblem } from '../domain/problem.ts';
import { failed, type Result, success } from '../domain/result.ts';

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

export const encodeCursor = (identity: ListIdentity, position: Position): string =>
  Buffer.from(JSON.stringify([position.page, position.skip, checksumOf(identity, position)])).toString('base64url');

/** Fails with `invalid_cursor` for anything that `encodeCursor` did not give for this very list. */
export const decodeCursor = (identity: ListIdentity, cursor: string): Result<Position> => {
  const position = parsePosition(cursor);
  return position !== null && encodeCursor(identity, position) === cursor
    ? success(position)
    : failed(
        createProblem('invalid_cursor', 'The cursor was not given by this list. Leave it out to start again.', {
          errors: [{ path: 'query.cursor', message: 'was not given by this list' }],
        }),
      );
};

const cursorSchema = z.tuple([z.int().nonnegative(), z.int().nonnegative(), z.string()]);

const parsePosition = (cursor: string): Position | null => {
  try {
    const [page, skip] = cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    return { page, skip };
  } catch {
    return null;
  }
};

/** Over the position too: a cursor that was damaged on its way would lead elsewhere in silence. */
const checksumOf = ({ connection, status, interval }: ListIdentity, { page, skip }: Position): string =>
  createHash('sha256')
    .update(JSON.stringify([connection, status, interval, page, skip]))
    .digest('base64url')
    .slice(0, 12);
