import { defineCatalogueEdit } from '../../gateway/catalogue-edit.ts';
import { containerServices } from '../../gateway/container.ts';
import { createHttpHandler } from '../../shared/lambda/http-function.ts';
import { input } from './input.ts';

export const editRateScheduleFunction = defineCatalogueEdit({
  name: 'edit-rate-schedule',
  input,
  successStatus: 200,
  prepare: (operations, { path, body }) => operations.prepareEditRateSchedule(path.planId, path.rateScheduleId, body),
});

export const handler = createHttpHandler(editRateScheduleFunction, containerServices);
