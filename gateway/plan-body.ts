import type { Connection } from '../shared/connections/connections.ts';
import type { PlanRead } from '../shared/domain/provider.ts';
import { redactJson } from '../shared/http/redaction.ts';

/** How plans of `connection` are answered: with the provider's own object under `raw` where it was asked for. */
export const planBody =
  ({ configured }: Connection, include: { readonly raw: boolean }) =>
  ({ plan, raw }: PlanRead): object =>
    include.raw ? { ...plan, raw: redactJson(raw, configured.secretValues) } : plan;
