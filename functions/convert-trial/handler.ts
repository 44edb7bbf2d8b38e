import { changeAnswer } from '../../gateway/change-answer.ts';
import { containerServices } from '../../gateway/container.ts';
import { changeContext, type Services } from '../../gateway/services.ts';
import { changeAccountPlan } from '../../shared/account-changes/change-account-plan.ts';
import { previewChange } from '../../shared/account-changes/preview.ts';
import { checkIdentifiers } from '../../shared/connections/identifier-rules.ts';
import { success } from '../../shared/domain/result.ts';
import { createHttpHandler, defineHttpFunction } from '../../shared/lambda/http-function.ts';
import { input } from './input.ts';

export const convertTrialFunction = defineHttpFunction<Services>()({
  name: 'convert-trial',
  kind: 'write',
  scope: 'conversions:write',
  input,
  takesBody: true,
  run: async ({ path: { connection: name, accountId }, query, headers, body }, request) => {
    const { services, deadline, logger, requestId, instance } = request;
    const opened = await services.connections.open(name, { deadline, logger });
    if (!opened.ok) {
      return opened;
    }
    const connection = opened.value;
    const { planId, subscriptionId } = body;
    const identifiers = checkIdentifiers(
      connection,
      { accountId, planId, subscriptionId },
      { planId: 'planId', subscriptionId: 'subscriptionId' },
    );
    if (!identifiers.ok) {
      return identifiers;
    }
    if (query.preview === true) {
      const preview = await previewChange(connection, { kind: 'convert_trial', accountId, request: body });
      return preview.ok ? success({ status: 200, body: preview.value }) : preview;
    }
    const key = headers['idempotency-key'] ?? '';
    const converted = await changeAccountPlan(
      connection,
      { kind: 'convert_trial', accountId, request: body, key, requestId, instance },
      changeContext(services, request),
    );
    return converted.ok ? success(changeAnswer(converted.value)) : converted;
  },
});

export const handler = createHttpHandler(convertTrialFunction, containerServices);
