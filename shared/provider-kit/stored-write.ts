import { createProblem } from '../domain/problem.ts';

/** What was stored before it was sent is not what the provider's schema says. */
export const invalidStoredWrite = createProblem('internal_error', 'The stored write is not valid.');

/** The same where it was about to be sent. */
export const unsentInvalidWrite = { ...invalidStoredWrite, outcome: 'not_executed' } as const;
