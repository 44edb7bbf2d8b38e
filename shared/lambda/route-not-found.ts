import { createProblem, type Problem } from '../domain/problem.ts';
import type { Settings } from './settings.ts';

/** For every address at which there is nothing, and with `DOCS=off` for those of the page and the document too. */
export const routeNotFound = ({ docs }: Pick<Settings, 'docs'>): Problem =>
  createProblem(
    'route_not_found',
    `This API has no such route.${docs ? ' GET /openapi.json lists those it has.' : ''}`,
  );
