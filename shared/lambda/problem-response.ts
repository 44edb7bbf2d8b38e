import * as z from 'zod';
import { type Problem, type ProblemCode, problemTypes } from '../domain/problem.ts';
import { providerIdSchema } from '../domain/provider-id.ts';

/** RFC 9457 problem details, as every failure is answered. */
export const problemSchema = z
  .looseObject({
    type: z.string().meta({ examples: ['https://plan-gateway.dev/problems/plan_not_found'] }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string(),
    retryable: z.boolean().meta({ description: 'Whether the same request may succeed later, unchanged' }),
    outcome: z
      .enum(['not_executed', 'unknown'])
      .optional()
      .meta({ description: 'On writes: whether something may have been done at the provider' }),
    requestId: z.string(),
    provider: z
      .object({
        name: providerIdSchema,
        status: z.int().nullable(),
        code: z.string().nullable(),
        message: z.string().nullable(),
      })
      .nullable(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })),
  })
  .meta({ id: 'Problem' });

export type ProblemDocument = z.infer<typeof problemSchema>;

export interface ProblemPlace {
  /** The path of the request, without its query. */
  readonly instance: string;
  readonly requestId: string;
  readonly kind: 'read' | 'write';
}

export const problemStatus = (code: ProblemCode): number => problemTypes[code].status;

/** `problem` as the JSON that callers get. On writes a problem that says nothing of the outcome came before any write. */
export const toProblemDocument = (problem: Problem, place: ProblemPlace): ProblemDocument => {
  const { status, title, retryable } = problemTypes[problem.code];
  return {
    type: `https://plan-gateway.dev/problems/${problem.code}`,
    title,
    status,
    detail: problem.detail,
    instance: place.instance,
    code: problem.code,
    retryable: problem.retryable ?? retryable,
    ...(place.kind === 'write' ? { outcome: problem.outcome ?? 'not_executed' } : {}),
    requestId: place.requestId,
    provider: problem.provider ?? null,
    errors: [...(problem.errors ?? [])],
    ...problem.extensions,
  };
};
