import type { ChangeResult } from '../shared/account-changes/finish.ts';
import { changeOf } from '../shared/account-changes/settle.ts';
import type { HttpAnswer } from '../shared/lambda/answer.ts';
import { changePath, conversionOf } from './render-change.ts';

/** The answer to a POST: the kept one of a settled change, to the byte, or 202 with where to look. */
export const changeAnswer = ({ record, isReplay }: ChangeResult): HttpAnswer => {
  const location = changePath(record);
  if (record.phase !== 'settled') {
    return { status: 202, body: conversionOf(changeOf(record)), headers: { location, 'retry-after': '2' } };
  }
  const { status, contentType, body } = record.answer;
  return {
    status,
    text: body,
    headers: { 'content-type': contentType, location, ...(isReplay ? { 'idempotency-replayed': 'true' } : {}) },
  };
};
