import { systemClock } from '../shared/domain/clock.ts';
import type { Logger } from '../shared/domain/logger.ts';
import { createLogger } from '../shared/lambda/logger.ts';
import { parseSettings, type Settings } from '../shared/lambda/settings.ts';
import { createDynamodbTable } from '../shared/table/dynamodb-table.ts';
import type { Table } from '../shared/table/table.ts';
import { fillInLocalCredentials } from './aws-environment.ts';
import { stopWith } from './process-life.ts';

export interface OperatorTable {
  readonly table: Table;
  readonly settings: Settings;
  /** Says nothing: what goes wrong is told in a sentence of the command's own. */
  readonly logger: Logger;
  /** Ends the process with a sentence that says where the table was looked for. */
  readonly cannotReach: () => never;
}

/** The table that the environment of this terminal names, for commands that a person runs. */
export const openTableOfOperator = (): OperatorTable => {
  const parsed = parseSettings(process.env);
  const settings = parsed.ok ? parsed.value : stopWith(parsed.problem);
  fillInLocalCredentials(process.env);
  const logger = createLogger({ level: 'silent', clock: systemClock, writeLine: console.error });
  const endpoint = process.env.AWS_ENDPOINT_URL_DYNAMODB || process.env.AWS_ENDPOINT_URL;
  return {
    table: createDynamodbTable(settings.tableName, logger),
    settings,
    logger,
    cannotReach: () =>
      stopWith(
        `The table ${settings.tableName} cannot be reached at ${endpoint ?? 'AWS with the credentials of this terminal'}. ` +
          'AWS_ENDPOINT_URL_DYNAMODB says where it is: npm start prints its own.',
      ),
  };
};
