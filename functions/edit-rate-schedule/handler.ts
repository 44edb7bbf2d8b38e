import { defineCatalogueEdit } from '../../gateway/catalogue-edit.ts';
import { containerServices } from '../../gateway/container.ts';
import { createHttpHandler } from '../../shared/lambda/http-function.ts';
import { operation } from './operation.ts';

export const definition = defineCatalogueEdit(operation, {
  successStatus: 200,
  prepare: (operations, { path, body }) => operations.prepareEditRateSchedule(path.planId, path.rateScheduleId, body),
});

export const handler = createHttpHandler(definition, containerServices);
