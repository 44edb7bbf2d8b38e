import { checkIdentifiers } from '../../shared/connections/identifier-rules.ts';
import { convertTrial } from '../../shared/conversions/convert-trial.ts';
import { previewConversion } from '../../shared/conversions/preview.ts';
import { success } from '../../shared/domain/result.ts';
import { createHttpHandler } from '../../shared/lambda/http-function.ts';
import { containerServices } from '../container.ts';
import { input } from './input.ts';

export const handler = createHttpHandler(
  {
    name: 'convert-trial',
    kind: 'write',
    scope: 'conversions:write',
    input,
    takesBody: true,
    run: async ({ path: { connection: name, accountId }, query, body }, { services, deadline, logger }) => {
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
      const { clock, random } = services;
      const conversion = await convertTrial(connection, { accountId, request: body }, { clock, random, deadline });
      return conversion.ok
        ? success({ status: conversion.value.outcome === 'converted' ? 201 : 200, body: conversion.value })
        : conversion;
    },
  },
  containerServices,
);
