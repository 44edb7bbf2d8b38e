import { createHttpHandler } from '../../shared/lambda/http-function.ts';
import { containerServices } from '../container.ts';
import { definePlanChange } from '../plan-change.ts';
import { input } from './input.ts';

export const createPlanFunction = definePlanChange({
  name: 'create-plan',
  input,
  successStatus: 201,
  prepare: (operations, { body }) => operations.prepareCreatePlan(body),
});

export const handler = createHttpHandler(createPlanFunction, containerServices);
