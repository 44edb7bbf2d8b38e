import { containerServices } from '../../gateway/container.ts';
import type { Services } from '../../gateway/services.ts';
import { checkIdentifiers } from '../../shared/connections/identifier-rules.ts';
import { readAccountPlans } from '../../shared/connections/read-account-plans.ts';
import { chooseAccountPlan } from '../../shared/domain/choose-account-plan.ts';
import { success } from '../../shared/domain/result.ts';
import { redactJson } from '../../shared/http/redaction.ts';
import { createHttpHandler, defineHttpFunction } from '../../shared/lambda/http-function.ts';
import { input } from './input.ts';

export const getAccountPlanFunction = defineHttpFunction<Services>()({
  name: 'get-account-plan',
  kind: 'read',
  scope: 'plans:read',
  input,
  takesBody: false,
  run: async ({ path: { connection: name, accountId }, query }, { services, deadline, logger }) => {
    const opened = await services.connections.open(name, { deadline, logger });
    if (!opened.ok) {
      return opened;
    }
    const connection = opened.value;
    const { subscriptionId, include } = query;
    const identifiers = checkIdentifiers(connection, { accountId, subscriptionId }, {});
    if (!identifiers.ok) {
      return identifiers;
    }
    const reads = await readAccountPlans(connection, accountId);
    const chosen = reads.ok ? chooseAccountPlan(reads.value, subscriptionId) : reads;
    if (!chosen.ok) {
      return chosen;
    }
    const { accountPlan, raw } = chosen.value;
    const body =
      include === undefined
        ? accountPlan
        : { ...accountPlan, raw: redactJson(raw, connection.configured.secretValues) };
    return success({ status: 200, body });
  },
});

export const handler = createHttpHandler(getAccountPlanFunction, containerServices);
