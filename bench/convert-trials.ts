import { randomBytes } from 'node:crypto';
import { demoSecrets } from '../local/demo-secrets.ts';
import { addTrial } from '../sandbox/add-trial.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import type { AddedTrial } from '../sandbox/vendor.ts';
import { type VendorId, vendorIds } from '../sandbox/vendors.ts';
import { systemClock } from '../shared/domain/clock.ts';
import { success } from '../shared/domain/result.ts';
import type { SecretSource } from '../shared/secrets/secret-store.ts';
import { countOperations } from '../test/support/counting-table.ts';
import { createFunctionBench } from '../test/support/function-bench.ts';
import { createMemoryTable } from '../test/support/memory-table.ts';
import { send } from '../test/support/request-event.ts';
import type { Figure, Report } from './figures.ts';
import { type ProviderCall, recordCalls } from './record-calls.ts';

export interface ConversionOptions {
  readonly rounds: number;
  readonly warmUps: number;
}

/**
 * The happy path of convert-trial at each provider, each conversion of a trial of its own: what it asks of the table, of the
 * provider and of Secrets Manager, and how long it takes against the same calls sent by hand. Table and secrets are in
 * memory, so that what is left beside the provider's time is our own.
 */
export const convertTrials = async (options: ConversionOptions): Promise<Report> => {
  const sandbox = await startSandbox();
  try {
    const figures: Figure[] = [];
    for (const provider of vendorIds) {
      figures.push(...(await convertTrialsOf(sandbox, provider, options)));
    }
    return { title: 'conversions: convert-trial on the happy path', figures };
  } finally {
    await sandbox.close();
  }
};

const convertTrialsOf = async (
  sandbox: Sandbox,
  provider: VendorId,
  { rounds, warmUps }: ConversionOptions,
): Promise<Figure[]> => {
  const connection = `demo-${provider}`;
  const calls = recordCalls(globalThis.fetch);
  const table = countOperations(createMemoryTable());
  const secrets = countReads(JSON.stringify(demoSecrets(sandbox)[connection]));
  const { handlers } = createFunctionBench({
    clock: systemClock,
    fetch: calls.fetch,
    table,
    secretSource: secrets.source,
  });

  const tableOperations: number[] = [];
  const providerCalls: number[] = [];
  const handlerMs: number[] = [];
  const ownMs: number[] = [];
  const plainMs: number[] = [];
  for (let round = -warmUps; round < rounds; round += 1) {
    const number = 2 * (round + warmUps);
    const trial = addTrial(sandbox, provider, number);
    const operationsBefore = table.operations.length;
    const startedAt = performance.now();
    const { status, text } = await send(handlers['convert-trial'], {
      method: 'POST',
      path: `/v1/connections/${connection}/accounts/${trial.accountId}/conversions`,
      pathParameters: { connection, accountId: trial.accountId },
      headers: { 'idempotency-key': `bench-${number}` },
      body: trial.choices,
    });
    const durationMs = performance.now() - startedAt;
    if (status !== 201) {
      throw new Error(`convert-trial at ${provider} answered ${status}: ${text}`);
    }
    const { requests, busyMs } = calls.take();
    const twin = addTrial(sandbox, provider, number + 1);
    const plainStartedAt = performance.now();
    await sendPlainly(requests, trial, twin);
    if (round >= 0) {
      plainMs.push(performance.now() - plainStartedAt);
      handlerMs.push(durationMs);
      ownMs.push(durationMs - busyMs);
      providerCalls.push(requests.length);
      tableOperations.push(table.operations.length - operationsBefore);
    }
  }

  return [
    { measured: `${provider}: operations on the table`, unit: 'times', samples: tableOperations },
    { measured: `${provider}: calls to the provider`, unit: 'times', samples: providerCalls },
    {
      measured: `${provider}: reads of the secret, all rounds together`,
      unit: 'times',
      samples: [secrets.reads()],
      target: { of: 'median', atMost: 1 },
    },
    {
      measured: `${provider}: the whole request`,
      unit: 'ms',
      samples: handlerMs,
      baseline: { name: 'the same calls by plain fetch', samples: plainMs },
    },
    { measured: `${provider}: of it our own time`, unit: 'ms', samples: ownMs },
  ];
};

const countReads = (text: string) => {
  let reads = 0;
  const source: SecretSource = {
    read: async () => {
      reads += 1;
      return success(text);
    },
    list: async () => success([]),
  };
  return { source, reads: () => reads };
};

/** Sends what converted `trial` for `twin` instead. A receipt id is good once. */
const sendPlainly = async (requests: readonly ProviderCall[], trial: AddedTrial, twin: AddedTrial) => {
  const receiptId = randomBytes(16).toString('hex');
  const forTwin = (text: string) =>
    trial.ids
      .reduce((result, id, index) => result.replaceAll(id, twin.ids[index] ?? ''), text)
      .replace(/("client_receipt_id":")[^"]*/, `$1${receiptId}`);
  for (const { url, init, body } of requests) {
    const response = await fetch(forTwin(url), body === null ? init : { ...init, body: forTwin(body) });
    await response.text();
    if (!response.ok) {
      throw new Error(`The plain call was answered ${response.status}.`);
    }
  }
};
