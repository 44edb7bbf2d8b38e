import { defineConnectionFunction } from '../../gateway/connection-function.ts';
import { containerServices } from '../../gateway/container.ts';
import { readAccountPlans } from '../../shared/connections/read-account-plans.ts';
import { chooseAccountPlan } from '../../shared/domain/choose-account-plan.ts';
import { success } from '../../shared/domain/result.ts';
import { redactJson } from '../../shared/http/redaction.ts';
import { createHttpHandler } from '../../shared/lambda/http-function.ts';
import { operation } from './operation.ts';

export const definition = defineConnectionFunction(operation, async ({ path, query }, { connection }) => {
  const reads = await readAccountPlans(connection, path.accountId);
  const chosen = reads.ok ? chooseAccountPlan(reads.value, query.subscriptionId) : reads;
  if (!chosen.ok) {
    return chosen;
  }
  const { accountPlan, raw } = chosen.value;
  const body =
    query.include === undefined
      ? accountPlan
      : { ...accountPlan, raw: redactJson(raw, connection.configured.secretValues) };
  return success({ status: 200, body });
});

export const handler = createHttpHandler(definition, containerServices);
