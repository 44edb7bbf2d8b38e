import { containerServices } from '../../gateway/container.ts';
import { conversionOf } from '../../gateway/render-change.ts';
import { changeContext, type Services } from '../../gateway/services.ts';
import { settleByReading } from '../../shared/account-changes/look.ts';
import { changeOf } from '../../shared/account-changes/settle.ts';
import { createProblem } from '../../shared/domain/problem.ts';
import { failed, success } from '../../shared/domain/result.ts';
import { createHttpHandler, defineHttpFunction } from '../../shared/lambda/http-function.ts';
import { operation } from './operation.ts';

export const definition = defineHttpFunction<Services>()({
  ...operation,
  run: async ({ path }, request) => {
    const { services, deadline, logger } = request;
    const found = await services.ledger.readChange({ ...path, changeId: path.conversionId });
    if (!found.ok) {
      return found;
    }
    if (found.value?.record.phase === 'settled') {
      return success({ status: 200, body: conversionOf(found.value.record.change) });
    }
    const connection = await services.connections.open(path.connection, { deadline, logger });
    if (found.value === null) {
      return connection.ok
        ? failed(createProblem('conversion_not_found', 'The account has no conversion with this id.'))
        : connection;
    }
    // Without the connection nothing can be read at the provider, but the ledger still knows how things stand.
    const held = connection.ok
      ? await settleByReading(connection.value, found.value, changeContext(services, request))
      : found.value;
    return success({ status: 200, body: conversionOf(changeOf(held.record)) });
  },
});

export const handler = createHttpHandler(definition, containerServices);
