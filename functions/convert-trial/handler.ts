import { checkIdentifiers } from '../../shared/connections/identifier-rules.ts';
import { convertTrial } from '../../shared/conversions/convert-trial.ts';
import { previewConversion } from '../../shared/conversions/preview.ts';
import { success } from '../../shared/domain/result.ts';
import { createHttpHandler, defineHttpFunction } from '../../shared/lambda/http-function.ts';
import { containerServices } from '../container.ts';
import { conversionAnswer } from '../conversion-answer.ts';
import { conversionContext, type Services } from '../services.ts';
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
      const preview = await previewConversion(connection, accountId, body);
      return preview.ok ? success({ status: 200, body: preview.value }) : preview;
    }
    const key = headers['idempotency-key'] ?? '';
    const converted = await convertTrial(
      connection,
      { accountId, request: body, key, requestId, instance },
      conversionContext(services, request),
    );
    return converted.ok ? success(conversionAnswer(converted.value)) : converted;
  },
});

export const handler = createHttpHandler(convertTrialFunction, containerServices);
