// npm start
import { parseArgs } from 'node:util';
import { startControlServer } from '../sandbox/control-server.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { type VendorId, vendorIds, vendors } from '../sandbox/vendors.ts';
import { parseSettings } from '../shared/lambda/settings.ts';
import { demoConnection, demoSecrets } from './demo-secrets.ts';
import { startDynamoDb } from './dynamodb.ts';
import { startEventBus } from './event-bus.ts';
import { defaultControlUrl, examples, notifyExample, toCurl } from './examples.ts';
import { describeEvent, eventsPath, eventsRoutes } from './local-events.ts';
import type { LoopbackServer } from './loopback-server.ts';
import { explainRefusedPort, portsFrom } from './ports.ts';
import { closeOnSignal, orStop, stopWith } from './process-life.ts';
import { startSecretsManager } from './secrets-manager.ts';
import { serveApi } from './serve-api.ts';

/** Where a part is, counted from the API's port. The vendors come last, so that one more moves nothing. */
const offsets = { control: 1, secretsManager: 2, dynamoDb: 3, eventBus: 4, firstVendor: 5 } as const;
const otherParts = offsets.firstVendor - 1 + vendorIds.length;

const help = `Runs Plan Gateway and everything around it on this machine, in memory, with no account anywhere.

  npm start -- [--port <port>]

  --port <port>  The API's port, 3000 unless said otherwise. The other parts take the ${otherParts} ports after it,
                 without those that fetch refuses to call (4045, 4190, 5060, 6000 and others);
                 0 takes free ones everywhere.
  --help         This text.

Settings such as LOG_LEVEL or CONVERSION_SETTLE_SECONDS are taken from the environment.`;

const parseOptions = () => {
  try {
    return parseArgs({ options: { port: { type: 'string' }, help: { type: 'boolean' } } }).values;
  } catch (error) {
    return stopWith(`${error instanceof Error ? error.message : error}\nnpm start -- --help lists the options.`);
  }
};

const options = parseOptions();
if (options.help) {
  console.log(help);
  process.exit(0);
}

// What makes it local is not up to the environment: neither another stage nor anybody's AWS account.
const stage = 'local';
const secretPrefix = `plan-gateway/${stage}/`;
const tableName = `plan-gateway-${stage}`;
delete process.env.AWS_PROFILE;
Object.assign(process.env, {
  STAGE: stage,
  AUTH: 'none',
  SECRET_PREFIX: secretPrefix,
  TABLE_NAME: tableName,
  LOG_LEVEL: process.env.LOG_LEVEL || 'warn',
  PORT: options.port ?? process.env.PORT ?? '3000',
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
});

const parsed = parseSettings(process.env);
const settings = parsed.ok ? parsed.value : stopWith(parsed.problem);
const otherPortsAdvice = `npm start -- --port 4000 takes 4000 to ${4000 + otherParts} instead.`;
if (settings.port > 65_535 - otherParts) {
  stopWith(`--port must be at most ${65_535 - otherParts}, because the ${otherParts} ports after it are taken too.`);
}
const refusedPort = explainRefusedPort(settings.port);
if (refusedPort !== null) {
  stopWith(`${refusedPort} ${otherPortsAdvice}`);
}
const ports = portsFrom(settings.port, 1 + otherParts);
const portAfter = (offset: number) => ports[offset] ?? stopWith(`There is no port for part ${offset}.`);

const running: { close(): Promise<void> }[] = [];
// One after the other, the last first: a database that closes while the API still writes to it ends the process.
closeOnSignal(async () => {
  for (const part of running.toReversed()) {
    await part.close();
  }
});

const startPart = async <Part extends { close(): Promise<void> }>(
  name: string,
  start: Promise<Part>,
): Promise<Part> => {
  const part = await orStop(start, otherPortsAdvice);
  running.push(part);
  console.log(`  started: ${name}`);
  return part;
};

console.log('Plan Gateway on this machine');

const sandbox = await startPart(
  'the providers, simulated',
  startSandbox({
    ports: Object.fromEntries(vendorIds.map((id, index) => [id, portAfter(offsets.firstVendor + index)])),
  }),
);

const secretsManager = await startPart(
  'Secrets Manager',
  startSecretsManager({ port: portAfter(offsets.secretsManager) }),
);
for (const [name, secret] of Object.entries(demoSecrets(sandbox))) {
  secretsManager.put(secretPrefix + name, secret);
}
process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER = secretsManager.url;

const dynamoDb = await startPart(
  `DynamoDB with the table ${tableName}`,
  startDynamoDb({ port: portAfter(offsets.dynamoDb), tableName }),
);
process.env.AWS_ENDPOINT_URL_DYNAMODB = dynamoDb.url;

const eventBus = await startPart(
  'the event bus',
  startEventBus({
    port: portAfter(offsets.eventBus),
    onEvent: (event) => console.log(describeEvent(event)),
  }),
);
process.env.AWS_ENDPOINT_URL_EVENTBRIDGE = eventBus.url;

const api: LoopbackServer = await startPart('the API', serveApi(settings, eventsRoutes(eventBus)));

// After the API, whose address the providers' notifications go to.
const webhooksOf = (id: VendorId) => `${api.url}/v1/connections/${demoConnection(id)}/webhooks`;
const control = await startPart(
  'control of the simulation',
  startControlServer(sandbox, portAfter(offsets.control), {
    notificationUrls: Object.fromEntries(vendorIds.map((id) => [id, webhooksOf(id)])),
  }),
);

const addresses: readonly (readonly [string, string])[] = [
  ['API', api.url],
  ...(settings.docs
    ? ([
        ['to read and try', `${api.url}/docs`],
        ['its description (OpenAPI)', `${api.url}/openapi.json`],
      ] as const)
    : []),
  ...vendorIds.flatMap((id) =>
    Object.entries(sandbox.urls[id]).map(([member, url]) => [`${vendors[id].name}, ${member}`, url] as const),
  ),
  ['clock, faults, journal', control.origin],
  ['Secrets Manager', secretsManager.url],
  ['DynamoDB', dynamoDb.url],
  ['event bus', eventBus.url],
  ['events that arrived', `${api.url}${eventsPath}`],
];
const nameWidth = Math.max(...addresses.map(([name]) => name.length));

console.log(`
${addresses.map(([name, url]) => `  ${name.padEnd(nameWidth)}  ${url}`).join('\n')}

Try, in another terminal:
${examples.map((example) => `\n  # ${example.title}\n  ${toCurl(example, api.url)}`).join('\n')}

  # Let a provider tell of a change; what became of it is an event, here and at ${eventsPath}.
  ${notifyExample}${control.origin === defaultControlUrl ? '' : ` --control ${control.origin}`}

Ctrl-C ends it, and forgets everything.`);
