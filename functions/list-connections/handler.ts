import { containerServices } from '../../gateway/container.ts';
import type { Services } from '../../gateway/services.ts';
import { success } from '../../shared/domain/result.ts';
import { createHttpHandler, defineHttpFunction } from '../../shared/lambda/http-function.ts';
import { input } from './input.ts';

export const listConnectionsFunction = defineHttpFunction<Services>()({
  name: 'list-connections',
  kind: 'read',
  scope: 'plans:read',
  input,
  takesBody: false,
  run: async (_input, { services, deadline, logger, caller }) => {
    const listed = await services.connections.list({ deadline, logger }, caller.mayUse);
    return listed.ok ? success({ status: 200, body: { data: listed.value } }) : listed;
  },
});

export const handler = createHttpHandler(listConnectionsFunction, containerServices);
