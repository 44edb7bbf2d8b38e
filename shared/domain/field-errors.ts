import type * as z from 'zod';
import { createProblem, type FieldError, type Problem } from './problem.ts';

/**
 * What a schema found wrong, one entry a field, with dotted paths below `prefix`. Messages name rules and members, never
 * a value.
 */
export const fieldErrorsOf = (error: z.ZodError, prefix?: string): FieldError[] =>
  error.issues.flatMap((issue) => {
    const path = (...more: readonly string[]) =>
      [...(prefix === undefined ? [] : [prefix]), ...issue.path.map(String), ...more].join('.');
    switch (issue.code) {
      case 'unrecognized_keys':
        return issue.keys.map((key) => ({ path: path(key), message: 'is not known' }));
      case 'invalid_key':
        return [{ path: path(), message: issue.issues[0]?.message ?? issue.message }];
      default:
        return [{ path: path(), message: issue.message }];
    }
  });

/** `invalid_request` with every error found; there must be at least one. */
export const invalidFields = (errors: readonly FieldError[]): Problem =>
  createProblem('invalid_request', errors.map(({ path, message }) => `${path}: ${message}`).join('; '), { errors });
