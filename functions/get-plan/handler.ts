import { containerServices } from '../../gateway/container.ts';
import { planBody } from '../../gateway/plan-body.ts';
import type { Services } from '../../gateway/services.ts';
import type { Connection } from '../../shared/connections/connections.ts';
import { checkIdentifiers } from '../../shared/connections/identifier-rules.ts';
import { unsupportedOperation } from '../../shared/domain/operation.ts';
import type { TemplateInterval } from '../../shared/domain/provider.ts';
import { failed, type Result, success } from '../../shared/domain/result.ts';
import { redactJson } from '../../shared/http/redaction.ts';
import { createHttpHandler, defineHttpFunction } from '../../shared/lambda/http-function.ts';
import { input } from './input.ts';

export const getPlanFunction = defineHttpFunction<Services>()({
  name: 'get-plan',
  kind: 'read',
  scope: 'plans:read',
  input,
  takesBody: false,
  run: async ({ path, query }, { services, deadline, logger }) => {
    const opened = await services.connections.open(path.connection, { deadline, logger });
    if (!opened.ok) {
      return opened;
    }
    const connection = opened.value;
    const identifiers = checkIdentifiers(connection, { planId: path.planId }, {});
    if (!identifiers.ok) {
      return identifiers;
    }
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
  },
});

export const handler = createHttpHandler(getPlanFunction, containerServices);

const readTemplate = (connection: Connection, planId: string, interval: TemplateInterval): Promise<Result<unknown>> =>
  connection.run(({ getSubscriptionTemplate }) =>
    getSubscriptionTemplate === undefined
      ? Promise.resolve(failed(unsupportedOperation(connection, 'get-plan with view=subscription')))
      : getSubscriptionTemplate(planId, interval),
  );
