import type * as z from 'zod';
import type {
  CatalogueEditOperations,
  CatalogueSendResult,
  CatalogueWrite,
  CatalogueWriteFinding,
} from '../domain/provider.ts';
import { failed, type Result } from '../domain/result.ts';
import { invalidStoredWrite, unsentInvalidWrite } from './stored-write.ts';

/** The operations of a connection, over the parameters of a stored write as the provider's schema gives them. */
export interface CatalogueEdits<Parameters> extends Omit<CatalogueEditOperations, 'send' | 'find'> {
  send(parameters: Parameters): Promise<CatalogueSendResult>;
  find(parameters: Parameters): Promise<Result<CatalogueWriteFinding>>;
}

/** How a provider's catalogue is changed: `parameters` is the schema of what a write stores and `send` and `find` get. */
export const defineCatalogueEdits =
  <Client, Parameters>(
    parameters: z.ZodType<Parameters>,
    connect: (client: Client) => CatalogueEdits<Parameters>,
  ): ((client: Client) => CatalogueEditOperations) =>
  (client) => {
    const edits = connect(client);
    const stored = (write: CatalogueWrite) => parameters.safeParse(write.parameters);
    return {
      ...edits,
      send: async (write) => {
        const parsed = stored(write);
        return parsed.success ? edits.send(parsed.data) : { kind: 'refused', problem: unsentInvalidWrite };
      },
      find: async (write) => {
        const parsed = stored(write);
        return parsed.success ? edits.find(parsed.data) : failed(invalidStoredWrite);
      },
    };
  };
