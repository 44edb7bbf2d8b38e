import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Problem } from '../domain/problem.ts';
import { type ProblemPlace, problemStatus, toProblemDocument } from './problem-response.ts';

/** What a function answers when all went well. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Lambda cuts answers above 6 MB off with an error of its own. */
export const maximumAnswerBytes = 5_900_000;

export const jsonAnswer = ({ status, body, headers = {} }: HttpAnswer): APIGatewayProxyStructuredResultV2 => ({
  statusCode: status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(body),
});

export const problemAnswer = (problem: Problem, place: ProblemPlace): APIGatewayProxyStructuredResultV2 => ({
  statusCode: problemStatus(problem.code),
  headers: {
    'content-type': 'application/problem+json; charset=utf-8',
    ...(problem.retryAfterSeconds === undefined ? {} : { 'retry-after': String(Math.ceil(problem.retryAfterSeconds)) }),
    ...problem.headers,
  },
  body: JSON.stringify(toProblemDocument(problem, place)),
});
