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

export const encodeCursor = (identity: ListIdentity, { page, skip }: Position): string =>
  Buffer.from(JSON.stringify([fingerprintOf(identity), page, skip])).toString('base64url');

/** Fails with `invalid_cursor` for anything that `encodeCursor` did not give for this very list. */
export const decodeCursor = (identity: ListIdentity, cursor: string): Result<Position> => {
  const position = parsePosition(cursor, fingerprintOf(identity));
  return position !== null && encodeCursor(identity, position) === cursor
    ? success(position)
    : failed(
        createProblem('invalid_cursor', 'The cursor was not given by this list. Leave it out to start again.', {
          errors: [{ path: 'query.cursor', message: 'was not given by this list' }],
        }),
      );
};

const cursorSchema = z.tuple([z.string(), z.int().nonnegative(), z.int().nonnegative()]);

const parsePosition = (cursor: string, fingerprint: string): Position | null => {
  try {
    const [listFingerprint, page, skip] = cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    return listFingerprint === fingerprint ? { page, skip } : null;
  } catch {
    return null;
  }
};

const fingerprintOf = ({ connection, status, interval }: ListIdentity): string =>
  createHash('sha256')
    .update(JSON.stringify([connection, status, interval]))
    .digest('base64url')
    .slice(0, 12);
