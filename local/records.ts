// npm run records
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { isoTime, systemClock } from '../shared/domain/clock.ts';
import { queueOf } from '../shared/table/keys.ts';
import type { TableItem } from '../shared/table/table.ts';
import { stopWith } from './process-life.ts';
import { openTableOfOperator } from './table-of-operator.ts';

const help = `Records that the deployed version could not read and set aside, in the table that TABLE_NAME or STAGE name.

  npm run records -- unreadable        Lists them, the oldest first: one JSON object a line.
  npm run records -- retry <key>...    Puts them back to where they were due. A key is pk and sk with a # between them:
                                       ACCOUNT#acme#70001#GUARD
                                       What still cannot be read is set aside again by whoever reads it next.

  Instead of keys, --all means every one that is listed.
  --help                               This text.

Nothing of a record is changed. AWS credentials and endpoints come from the SDK's own variables. Against npm start:
  AWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:3003 npm run records -- unreadable`;

const more = 'npm run records -- --help tells more.';

const parseOptions = () => {
  try {
    return parseArgs({
      options: { all: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
  } catch (error) {
    return stopWith(`${error instanceof Error ? error.message : error}\n${more}`);
  }
};

const { values, positionals } = parseOptions();
const [command, ...keys] = positionals;
if (values.help) {
  console.log(help);
  process.exit(0);
}
if (command !== 'unreadable' && command !== 'retry') {
  stopWith(
    command === undefined ? `Say what to do: unreadable, or retry.\n${more}` : `There is no ${command} here.\n${more}`,
  );
}
if (command === 'unreadable' && (keys.length > 0 || values.all)) {
  stopWith(`unreadable lists all of them, and takes nothing else.\n${more}`);
}
if (command === 'retry' && (keys.length === 0) !== values.all) {
  stopWith('Name the keys to retry, or --all.');
}

const { table, cannotReach } = openTableOfOperator();

/** Whoever set it aside may have had another clock. */
const clockSkewMs = 60_000;
const shownAtOnce = 1_000;

const listUnreadable = async (): Promise<readonly TableItem[]> => {
  const listed = await table.listDue('unreadable', systemClock.now() + clockSkewMs, shownAtOnce);
  const items: TableItem[] = [];
  for (const key of listed.ok ? listed.value : cannotReach()) {
    const item = await table.get(key);
    const found = item.ok ? item.value : cannotReach();
    if (found?.due?.queue === 'unreadable') {
      items.push(found);
    }
  }
  return items;
};

const keyOf = ({ pk, sk }: TableItem): string => `${pk}#${sk}`;

const settledSchema = z.looseObject({ phase: z.literal('settled') });

const isSettled = ({ record }: TableItem): boolean => {
  try {
    return settledSchema.safeParse(JSON.parse(record)).success;
  } catch {
    return false;
  }
};

const retry = async (item: TableItem): Promise<void> => {
  const queue = queueOf(item, { isSettled: isSettled(item) });
  if (queue === null) {
    return stopWith(`${keyOf(item)} is due nowhere: nobody would look after it.`);
  }
  const moved = await table.moveDue(item, { queue, at: systemClock.now() }, item.revision);
  if (!moved.ok) {
    return cannotReach();
  }
  if (moved.value === 'refused') {
    return stopWith(`${keyOf(item)} was written meanwhile. List them again.`);
  }
  console.log(`${keyOf(item)} is due for ${queue}`);
};

const unreadable = await listUnreadable();
const count = unreadable.length === 0 ? 'No record is set aside.' : `${unreadable.length} set aside.`;

if (command === 'unreadable') {
  for (const { pk, sk, due } of unreadable) {
    console.log(JSON.stringify({ pk, sk, since: isoTime(due?.at ?? 0) }));
  }
  console.error(count);
} else {
  const unknown = keys.find((key) => !unreadable.some((item) => keyOf(item) === key));
  if (unknown !== undefined) {
    stopWith(`There is no record ${unknown} set aside. npm run records -- unreadable lists them.`);
  }
  if (unreadable.length === 0) {
    console.error(count);
  }
  for (const item of unreadable.filter((one) => values.all || keys.includes(keyOf(one)))) {
    await retry(item);
  }
}
