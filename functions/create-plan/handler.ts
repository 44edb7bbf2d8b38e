import { defineCatalogueEdit } from '../../gateway/catalogue-edit.ts';
import { containerServices } from '../../gateway/container.ts';
import { createHttpHandler } from '../../shared/lambda/http-function.ts';
import { operation } from './operation.ts';

export const definition = defineCatalogueEdit(operation, {
  successStatus: 201,
  prepare: (operations, { body }) => operations.prepareCreatePlan(body),
});

export const handler = createHttpHandler(definition, containerServices);
