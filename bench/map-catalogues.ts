import { createAriaSandbox } from '../sandbox/aria/provider.ts';
import { createFusebillSandbox } from '../sandbox/fusebill/provider.ts';
import type { SimulatedAnswer, SimulatedProvider } from '../sandbox/simulated-provider.ts';
import { createWorld } from '../sandbox/world.ts';
import { systemClock } from '../shared/domain/clock.ts';
import type { Provider } from '../shared/domain/provider.ts';
import { provider as aria } from '../shared/providers/aria/index.ts';
import { provider as fusebill } from '../shared/providers/fusebill/index.ts';
import { createProviderContext } from '../test/support/provider-context.ts';
import { ariaSecret, ariaWithPlans, fusebillSecret, fusebillWithPlans } from './catalogues.ts';
import type { Figure, Report } from './figures.ts';
import { interleave, processorClock, type Work } from './interleave.ts';

export interface MappingOptions {
  readonly ariaPlans: number;
  readonly fusebillPlans: number;
  readonly rounds: number;
  readonly warmUps: number;
}

/**
 * What a catalogue costs between the provider's bytes and our plans, against `JSON.parse` of the same bytes, and whether
 * twice the plans cost twice as much. The answers are the sandbox's and come from memory.
 */
export const mapCatalogues = async ({ ariaPlans, fusebillPlans, ...options }: MappingOptions): Promise<Report> => {
  const ariaWhole = await recordAria(ariaPlans);
  const ariaHalf = await recordAria(ariaPlans / 2);
  const fusebillWhole = await recordFusebill(fusebillPlans);
  const fusebillHalf = await recordFusebill(fusebillPlans / 2);
  const samplesOf = await interleave(
    {
      ariaWhole: ariaWhole.list,
      ariaHalf: ariaHalf.list,
      ariaParse: ariaWhole.parse,
      fusebillWhole: fusebillWhole.list,
      fusebillHalf: fusebillHalf.list,
      fusebillParse: fusebillWhole.parse,
    },
    { ...options, now: processorClock },
  );
  return {
    title: 'mapping: a catalogue from bytes to plans (processor time)',
    figures: [
      ...toFigures('aria', ariaPlans, {
        whole: samplesOf('ariaWhole'),
        half: samplesOf('ariaHalf'),
        parse: samplesOf('ariaParse'),
      }),
      ...toFigures('fusebill', fusebillPlans, {
        whole: samplesOf('fusebillWhole'),
        half: samplesOf('fusebillHalf'),
        parse: samplesOf('fusebillParse'),
      }),
    ],
  };
};

interface MappingSamples {
  readonly whole: readonly number[];
  readonly half: readonly number[];
  readonly parse: readonly number[];
}

const toFigures = (provider: string, planCount: number, { whole, half, parse }: MappingSamples): Figure[] => {
  const plans = `${planCount.toLocaleString('en')} plans`;
  const baseline = { name: 'JSON.parse of the bytes', samples: parse };
  return [
    { measured: `${provider}, ${plans}: listPlans`, unit: 'ms', samples: whole, baseline },
    {
      measured: `${provider}, ${plans}: beyond the parse`,
      unit: 'ms',
      samples: whole.map((durationMs, round) => durationMs - (parse[round] ?? Number.NaN)),
      baseline,
      target: { of: 'ratio', atMost: 3 },
    },
    {
      measured: `${provider}, ${plans}: listPlans`,
      unit: 'ms',
      samples: whole,
      baseline: { name: 'half as many plans', samples: half },
      target: { of: 'ratio', atMost: 2.5 },
    },
  ];
};

interface RecordedCatalogue {
  /** Reads every page of the recorded answers with the provider's own code. */
  readonly list: Work;
  readonly parse: Work;
}

const recordAria = (count: number): Promise<RecordedCatalogue> => {
  const state = ariaWithPlans(count);
  const origin = 'http://127.0.0.1';
  const secret = ariaSecret(state, { coreUrl: `${origin}/v1/core`, adminUrl: `${origin}/AdminTools.php/Dispatcher` });
  return record(createAriaSandbox(createWorld(), state), aria, { secret, count });
};

const recordFusebill = (count: number): Promise<RecordedCatalogue> => {
  const state = fusebillWithPlans(count);
  const secret = fusebillSecret(state, { baseUrl: 'http://127.0.0.1/v1' });
  return record(createFusebillSandbox(createWorld(), state), fusebill, { secret, count });
};

const record = async (
  simulated: SimulatedProvider,
  provider: Provider,
  { secret, count }: { readonly secret: object; readonly count: number },
): Promise<RecordedCatalogue> => {
  const answers: RecordedAnswer[] = [];
  await listAllPlans(provider, secret, async (input, init) => {
    const answer = await answerOf(simulated, new Request(input, init));
    const { status, headers = {} } = answer;
    answers.push({ status, headers: { ...headers }, bytes: Buffer.from(answer.body) });
    return new Response(answer.body, { status, headers: { ...headers } });
  });
  return {
    list: async () => {
      const remaining = answers.values();
      const listed = await listAllPlans(provider, secret, async () => {
        const { value } = remaining.next();
        return value === undefined ? Response.error() : replay(value);
      });
      if (listed !== count) {
        throw new Error(`${provider.id} listed ${listed} plans of ${count}.`);
      }
    },
    parse: () => {
      for (const { bytes } of answers) {
        JSON.parse(new TextDecoder().decode(bytes));
      }
    },
  };
};

interface RecordedAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const answerOf = async (simulated: SimulatedProvider, request: Request): Promise<SimulatedAnswer> => {
  const { pathname, searchParams } = new URL(request.url);
  return simulated.handle({
    method: request.method,
    path: pathname,
    query: searchParams,
    headers: Object.fromEntries(request.headers),
    body: await request.text(),
  });
};

/** In pieces as they come from a socket: a `Response` over the whole would copy it first. */
const replay = ({ status, headers, bytes }: RecordedAnswer): Response => {
  let sent = 0;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (controller) => {
      if (sent >= bytes.length) {
        controller.close();
        return;
      }
      controller.enqueue(bytes.subarray(sent, sent + pieceBytes));
      sent += pieceBytes;
    },
  });
  return new Response(body, { status, headers });
};

const pieceBytes = 65_536;

/** How many plans there were on all pages. */
const listAllPlans = async (provider: Provider, secret: object, fetch: typeof globalThis.fetch): Promise<number> => {
  const configured = provider.configure(secret);
  if (!configured.ok) {
    throw new Error(`The secret for ${provider.id} is not valid.`);
  }
  const { listPlans } = configured.value.connect(
    createProviderContext({ clock: systemClock, deadlineMs: 600_000, fetch }),
  );
  let count = 0;
  for (let page = 0; ; page += 1) {
    const read = await listPlans?.(page);
    if (read === undefined || !read.ok) {
      throw new Error(`${provider.id} did not list its plans.`);
    }
    count += read.value.plans.length;
    if (read.value.isLast) {
      return count;
    }
  }
};
