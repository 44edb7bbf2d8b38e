import { conversionOf, conversionPath } from '../shared/conversions/conversion-record.ts';
import type { ConversionResult } from '../shared/conversions/finish.ts';
import type { HttpAnswer } from '../shared/lambda/answer.ts';

/** The answer to a POST: the kept one of a settled conversion, to the byte, or 202 with where to look. */
export const conversionAnswer = ({ record, isReplay }: ConversionResult): HttpAnswer => {
  const location = conversionPath(record);
  if (record.phase !== 'settled') {
    return { status: 202, body: conversionOf(record), headers: { location, 'retry-after': '2' } };
  }
  const { status, contentType, body } = record.answer;
  return {
    status,
    text: body,
    headers: { 'content-type': contentType, location, ...(isReplay ? { 'idempotency-replayed': 'true' } : {}) },
  };
};
