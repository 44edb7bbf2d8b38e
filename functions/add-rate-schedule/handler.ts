import { createHttpHandler } from '../../shared/lambda/http-function.ts';
import { containerServices } from '../container.ts';
import { definePlanChange } from '../plan-change.ts';
import { input } from './input.ts';

export const addRateScheduleFunction = definePlanChange({
  name: 'add-rate-schedule',
  input,
  successStatus: 201,
  prepare: (operations, { path, body }) => operations.prepareAddRateSchedule(path.planId, body),
});

export const handler = createHttpHandler(addRateScheduleFunction, containerServices);
