import { containerServices } from '../../gateway/container.ts';
import type { Services } from '../../gateway/services.ts';
import { success } from '../../shared/domain/result.ts';
import { createHttpHandler, defineHttpFunction } from '../../shared/lambda/http-function.ts';
import { operation } from './operation.ts';

export const definition = defineHttpFunction<Services>()({
  ...operation,
  run: async (_input, { services, deadline, logger, caller }) => {
    const listed = await services.connections.list({ deadline, logger }, caller.mayUse);
    return listed.ok ? success({ status: 200, body: { data: listed.value } }) : listed;
  },
});

export const handler = createHttpHandler(definition, containerServices);
