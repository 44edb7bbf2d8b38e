import { defineCatalogueEdit } from '../../gateway/catalogue-edit.ts';
import { containerServices } from '../../gateway/container.ts';
import { createHttpHandler } from '../../shared/lambda/http-function.ts';
import { input } from './input.ts';

export const addRateScheduleFunction = defineCatalogueEdit({
  name: 'add-rate-schedule',
  input,
  successStatus: 201,
  prepare: (operations, { path, body }) => operations.prepareAddRateSchedule(path.planId, body),
});

export const handler = createHttpHandler(addRateScheduleFunction, containerServices);
