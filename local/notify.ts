// npm run notify
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { outsideChanges } from '../sandbox/outside-changes.ts';
import { vendorIds } from '../sandbox/vendors.ts';
import { defaultControlUrl, notifyExample } from './examples.ts';
import { explainRefusedPort } from './ports.ts';

const help = `Lets a simulated provider of a running \`npm start\` send a notification to the API.

  npm run notify -- --provider <provider> --account <id> [options]

  --provider <provider>  ${vendorIds.join(', ')}
  --account <id>         One of the accounts in sandbox/README.md.
  --change <change>      First changes the account at the provider, so that there is something to tell:
                         ${outsideChanges.join(', ')}
  --event <name>         The provider's own name of the event; else the one that fits the change.
  --subscription <id>    Tells of this subscription; which it is unless said, and which providers have this and the
                         next two options, is in sandbox/README.md.
  --plan <id>            Tells of a plan, instead of an account.
  --format <format>      xml (unless said) or nvp, which is a form.
  --token <token>        The connection's webhookToken, which the address then carries.
  --times <n>            Sends it so often, byte for byte the same. 1 unless said.
  --control <url>        The control of the simulation, as npm start prints it. ${defaultControlUrl} unless said.
  --help                 This text.

Example: ${notifyExample}
Ends with 0 when the provider takes all as received, with 1 when not or when nobody is there, with 2 when it was asked for wrongly.`;

/** Ends the process: 1 when it did not work, 2 when it was asked for wrongly. */
const endWith = (exitCode: 1 | 2, sentence: string): never => {
  console.error(sentence);
  process.exit(exitCode);
};

const text = { type: 'string' } as const;

const parseOptions = () => {
  try {
    return parseArgs({
      options: {
        provider: text,
        account: text,
        change: text,
        event: text,
        subscription: text,
        plan: text,
        format: text,
        token: text,
        times: text,
        control: text,
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    return endWith(2, `${error instanceof Error ? error.message : error}\nnpm run notify -- --help lists the options.`);
  }
};

const oneOf = <Name extends string>(option: string, value: string | undefined, names: readonly Name[]): Name =>
  names.find((name) => name === value) ??
  endWith(2, `${value === undefined ? `--${option} is missing.` : `There is no ${option} ${value}.`} ${listOf(names)}`);

const listOf = (names: readonly string[]): string => `There are: ${names.join(', ')}.`;

const options = parseOptions();
if (options.help) {
  console.log(help);
  process.exit(0);
}

const provider = oneOf('provider', options.provider, vendorIds);
const change = options.change === undefined ? undefined : oneOf('change', options.change, outsideChanges);
const format = options.format === undefined ? undefined : oneOf('format', options.format, ['xml', 'nvp']);
const times = options.times ?? '1';
if (!/^[1-9][0-9]?$|^100$/.test(times)) {
  endWith(2, '--times must be a whole number from 1 to 100.');
}
const control = options.control ?? defaultControlUrl;
if (!URL.canParse(control)) {
  endWith(2, `--control must be an address such as ${defaultControlUrl}.`);
}
const refusedPort = explainRefusedPort(Number(new URL(control).port));
if (refusedPort !== null) {
  endWith(2, `${refusedPort} The control of npm start is at another.`);
}
if (options.account === undefined && options.plan === undefined) {
  endWith(2, '--account is missing. sandbox/README.md lists the accounts.');
}

/** What the control answers, or the end of the process with what it says against it. */
const ask = async <Answer>(method: string, path: string, body: object, schema: z.ZodType<Answer>): Promise<Answer> => {
  const response = await fetch(new URL(path, control), {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() =>
    endWith(
      1,
      `No simulated providers answer at ${control}. Run npm start in another terminal, or say with --control where its control is.`,
    ),
  );
  const answer: unknown = await response.json().catch(() => undefined);
  const refused = refusalSchema.safeParse(answer);
  if (refused.success) {
    const { error, issues } = refused.data;
    return endWith(2, [error, ...issues.map(({ path: member, message }) => `${member}: ${message}`)].join(' '));
  }
  const known = schema.safeParse(answer);
  return known.success ? known.data : endWith(1, `What answers at ${control} is not the control of npm start.`);
};

const refusalSchema = z.object({
  error: z.string(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).default([]),
});

const changedSchema = z.object({
  changes: z.array(z.object({ subscriptionId: z.string().nullable(), change: z.record(z.string(), z.unknown()) })),
  event: z.string().nullable(),
});

const sentSchema = z.object({
  sent: z.array(
    z.object({
      status: z.number().nullable(),
      body: z.string(),
      received: z.boolean(),
      problem: z.string().optional(),
    }),
  ),
});

const makeChange = async (): Promise<string | undefined> => {
  if (change === undefined) {
    return undefined;
  }
  const { changes, event } = await ask(
    'PATCH',
    '/accounts',
    { provider, accountId: options.account, change },
    changedSchema,
  );
  for (const { subscriptionId, change: members } of changes) {
    console.log(`changed ${subscriptionId ?? options.account}: ${JSON.stringify(members)}`);
  }
  if (changes.length === 0) {
    console.log('changed nothing: it was so already');
  }
  if (event === null && options.event === undefined) {
    console.log(`${provider} has no event for ${change}; what is sent is another, which makes the API look too`);
  }
  return event ?? undefined;
};

const eventOfChange = await makeChange();
const { sent } = await ask(
  'POST',
  '/notifications',
  {
    provider,
    accountId: options.account,
    event: options.event ?? eventOfChange,
    subscriptionId: options.subscription,
    planId: options.plan,
    format,
    token: options.token,
    times: Number(times),
  },
  sentSchema,
);
for (const { status, body, received, problem } of sent) {
  const answer = `${status ?? 'no answer'}${body === '' ? '' : ` ${body.slice(0, 300)}`}`;
  console.log(received ? `received: ${answer}` : `not received: ${answer} (${problem})`);
}
process.exitCode = sent.every(({ received }) => received) ? 0 : 1;
