import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Problem } from '../domain/problem.ts';
import type { RenderProblem } from '../domain/rendered-problem.ts';
import { type ProblemPlace, problemStatus, toProblemDocument } from './problem-response.ts';

/** What a function answers when all went well: a value to print as JSON, text that was printed before, or bytes. */
export type HttpAnswer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
} & ({ readonly body: unknown } | { readonly text: string } | { readonly bytes: Uint8Array });

/** Lambda answers 413 or 502 in the place of what passes 6 MB, headers and all; this leaves room for them. */
export const maximumAnswerBytes = 5_000_000;

/**
 * What Lambda counts for a body: it stands as a string in the JSON of the answer, so that every quotation mark and backslash
 * in it takes two bytes, and a control character six.
 */
export const countedBytes = (body: string): number => Buffer.byteLength(JSON.stringify(body));

export const jsonAnswer = (answer: HttpAnswer): APIGatewayProxyStructuredResultV2 => ({
  statusCode: answer.status,
  headers: {
    ...(bodiless.includes(answer.status) ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    ...answer.headers,
  },
  ...('bytes' in answer
    ? { body: Buffer.from(answer.bytes).toString('base64'), isBase64Encoded: true }
    : { body: 'text' in answer ? answer.text : JSON.stringify(answer.body) }),
});

const bodiless: readonly number[] = [204, 304];

const problemContentType = 'application/problem+json; charset=utf-8';

/** A problem as it is kept for replays. */
export const renderProblem: RenderProblem = (problem, place) => ({
  status: problemStatus(problem.code),
  contentType: problemContentType,
  document: toProblemDocument(problem, { ...place, kind: 'write' }),
});

export const problemAnswer = (problem: Problem, place: ProblemPlace): APIGatewayProxyStructuredResultV2 => ({
  statusCode: problemStatus(problem.code),
  headers: {
    'content-type': problemContentType,
    ...(problem.retryAfterSeconds === undefined ? {} : { 'retry-after': String(Math.ceil(problem.retryAfterSeconds)) }),
    ...problem.headers,
  },
  body: JSON.stringify(toProblemDocument(problem, place)),
});
