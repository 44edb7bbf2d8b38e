// npm run dead-letters
import { parseArgs } from 'node:util';
import { systemClock } from '../shared/domain/clock.ts';
import { createLogger } from '../shared/lambda/logger.ts';
import { parseSettings } from '../shared/lambda/settings.ts';
import { createDynamodbTable } from '../shared/table/dynamodb-table.ts';
import { createInbox, type HeldNotification } from '../shared/webhooks/inbox.ts';
import { fillInLocalCredentials } from './aws-environment.ts';
import { stopWith } from './process-life.ts';

const help = `Notifications of providers that were given up, in the table that TABLE_NAME or STAGE name.

  npm run dead-letters                    Lists them, the oldest first: one JSON object a line.
  npm run dead-letters -- replay <id>...  Puts them back into the inbox: they are processed within a minute.
  npm run dead-letters -- discard <id>... Puts them aside for good.

  Instead of ids, --all means every one that is listed.
  --help                                  This text.

AWS credentials and endpoints come from the SDK's own variables. Against npm start:
  AWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:3003 npm run dead-letters`;

const parseOptions = () => {
  try {
    return parseArgs({
      options: { all: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
  } catch (error) {
    return stopWith(`${error instanceof Error ? error.message : error}\nnpm run dead-letters -- --help tells more.`);
  }
};

const { values, positionals } = parseOptions();
const [command = 'list', ...ids] = positionals;
if (values.help) {
  console.log(help);
  process.exit(0);
}
if (!['list', 'replay', 'discard'].includes(command)) {
  stopWith(`There is no ${command} here.\nnpm run dead-letters -- --help tells more.`);
}
if (command !== 'list' && (ids.length === 0) !== values.all) {
  stopWith(`Name the ids to ${command}, or --all.`);
}

const parsed = parseSettings(process.env);
const settings = parsed.ok ? parsed.value : stopWith(parsed.problem);
fillInLocalCredentials(process.env);
const logger = createLogger({ level: 'silent', clock: systemClock, writeLine: console.error });
const inbox = createInbox(createDynamodbTable(settings.tableName, logger), {
  clock: systemClock,
  random: Math.random,
  logger,
  retentionDays: settings.conversionRetentionDays,
});

const endpoint = process.env.AWS_ENDPOINT_URL_DYNAMODB || process.env.AWS_ENDPOINT_URL;
const cannotReach = () =>
  stopWith(
    `The table ${settings.tableName} cannot be reached at ${endpoint ?? 'AWS with the credentials of this terminal'}. ` +
      'AWS_ENDPOINT_URL_DYNAMODB says where it is: npm start prints its own.',
  );

const shownAtOnce = 1_000;
const listed = await inbox.listDead(shownAtOnce);
const dead = listed.ok ? listed.value : cannotReach();

const show = ({ record: { notification, attempts, problem } }: HeldNotification): string => {
  const { id, subject, eventNames, receivedAt } = notification;
  const { connection, provider, kind } = subject;
  return JSON.stringify({
    id,
    connection,
    provider,
    [kind === 'account' ? 'accountId' : 'planId']: subject.id,
    eventNames,
    receivedAt: new Date(receivedAt).toISOString(),
    attempts,
    problem,
  });
};

if (command === 'list') {
  for (const letter of dead) {
    console.log(show(letter));
  }
  console.error(dead.length === 0 ? 'No notification was given up.' : `${dead.length} given up.`);
} else {
  const unknown = ids.find((id) => !dead.some(({ record }) => record.notification.id === id));
  if (unknown !== undefined) {
    stopWith(`There is no dead letter ${unknown}. npm run dead-letters lists them.`);
  }
  if (dead.length === 0) {
    console.error('No notification was given up.');
  }
  for (const letter of dead.filter(({ record }) => values.all || ids.includes(record.notification.id))) {
    const { notification } = letter.record;
    // Its age begins anew, or it would be given up again at the first failure.
    const stored = command === 'discard' || (await inbox.store({ ...notification, receivedAt: systemClock.now() })).ok;
    if (!stored || !(await inbox.discard(letter)).ok) {
      cannotReach();
    }
    console.log(`${command === 'discard' ? 'discarded' : 'replayed'} ${notification.id}`);
  }
}
