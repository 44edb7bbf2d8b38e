import { defineConnectionFunction } from '../../gateway/connection-function.ts';
import { containerServices } from '../../gateway/container.ts';
import { planBody } from '../../gateway/plan-body.ts';
import type { Connection } from '../../shared/connections/connections.ts';
import { unsupportedOperation } from '../../shared/domain/operation.ts';
import type { TemplateInterval } from '../../shared/domain/provider.ts';
import { failed, type Result, success } from '../../shared/domain/result.ts';
import { redactJson } from '../../shared/http/redaction.ts';
import { createHttpHandler } from '../../shared/lambda/http-function.ts';
import { operation } from './operation.ts';

export const definition = defineConnectionFunction(operation, async ({ path, query }, { connection }) => {
  const { interval, numberOfIntervals } = query;
  const templateInterval =
    interval === undefined || numberOfIntervals === undefined ? null : { interval, numberOfIntervals };
  if (templateInterval !== null && connection.operations.getSubscriptionTemplate === undefined) {
    return failed(unsupportedOperation(connection, 'get-plan with view=subscription'));
  }
  const [read, template] = await Promise.all([
    connection.run(({ getPlan }) =>
      getPlan === undefined
        ? Promise.resolve(failed(unsupportedOperation(connection, 'get-plan')))
        : getPlan(path.planId),
    ),
    templateInterval === null ? success(null) : readTemplate(connection, path.planId, templateInterval),
  ]);
  if (!template.ok) {
    return template;
  }
  if (!read.ok) {
    return read;
  }
  const body = planBody(connection, { raw: query.include !== undefined })(read.value);
  return success({
    status: 200,
    body:
      templateInterval === null
        ? body
        : { ...body, template: redactJson(template.value, connection.configured.secretValues) },
  });
});

export const handler = createHttpHandler(definition, containerServices);

const readTemplate = (connection: Connection, planId: string, interval: TemplateInterval): Promise<Result<unknown>> =>
  connection.run(({ getSubscriptionTemplate }) =>
    getSubscriptionTemplate === undefined
      ? Promise.resolve(failed(unsupportedOperation(connection, 'get-plan with view=subscription')))
      : getSubscriptionTemplate(planId, interval),
  );
