import { defineCatalogueEdit } from '../../gateway/catalogue-edit.ts';
import { containerServices } from '../../gateway/container.ts';
import { unsupportedOperation } from '../../shared/domain/operation.ts';
import { failed } from '../../shared/domain/result.ts';
import { createHttpHandler } from '../../shared/lambda/http-function.ts';
import { operation } from './operation.ts';

export const definition = defineCatalogueEdit(operation, {
  successStatus: 200,
  prepare: async ({ prepareEditPlan }, { path, body }, connection) =>
    prepareEditPlan === undefined
      ? failed(unsupportedOperation(connection, 'edit-plan'))
      : prepareEditPlan(path.planId, body),
});

export const handler = createHttpHandler(definition, containerServices);
