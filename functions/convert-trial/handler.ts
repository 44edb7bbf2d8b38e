import { changeAnswer } from '../../gateway/change-answer.ts';
import { defineConnectionFunction } from '../../gateway/connection-function.ts';
import { containerServices } from '../../gateway/container.ts';
import { changeContext } from '../../gateway/services.ts';
import { changeAccountPlan } from '../../shared/account-changes/change-account-plan.ts';
import { previewChange } from '../../shared/account-changes/preview.ts';
import { success } from '../../shared/domain/result.ts';
import { createHttpHandler } from '../../shared/lambda/http-function.ts';
import { operation } from './operation.ts';

export const definition = defineConnectionFunction(operation, async ({ path, body, key }, request) => {
  const { connection, services, requestId, instance } = request;
  const wanted = { kind: 'convert_trial', accountId: path.accountId, request: body } as const;
  if (key === null) {
    const preview = await previewChange(connection, wanted);
    return preview.ok ? success({ status: 200, body: preview.value }) : preview;
  }
  const converted = await changeAccountPlan(
    connection,
    { ...wanted, key, requestId, instance },
    changeContext(services, request),
  );
  return converted.ok ? success(changeAnswer(converted.value)) : converted;
});

export const handler = createHttpHandler(definition, containerServices);
