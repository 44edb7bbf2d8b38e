import { defineCatalogueEdit } from '../../gateway/catalogue-edit.ts';
import { containerServices } from '../../gateway/container.ts';
import { createHttpHandler } from '../../shared/lambda/http-function.ts';
import { input } from './input.ts';

export const createPlanFunction = defineCatalogueEdit({
  name: 'create-plan',
  input,
  successStatus: 201,
  prepare: (operations, { body }) => operations.prepareCreatePlan(body),
});

export const handler = createHttpHandler(createPlanFunction, containerServices);
