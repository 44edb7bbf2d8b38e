import * as z from 'zod';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { ariaSecret, ariaWithPlans, fusebillSecret, fusebillWithPlans } from './catalogues.ts';
import type { Figure, Report } from './figures.ts';
import { runProcess } from './run-process.ts';

export interface FollowingOptions {
  readonly ariaPlans: number;
  readonly fusebillPlans: number;
  readonly rounds: number;
}

/**
 * A caller who follows cursors to the end of both catalogues, served by the real handlers in a process of its own and the
 * sandbox over HTTP; beside it, a process that only downloads and parses the same answers.
 */
export const followCursors = async ({ ariaPlans, fusebillPlans, rounds }: FollowingOptions): Promise<Report> => {
  const sandbox = await startSandbox({
    seeds: { aria: ariaWithPlans(ariaPlans), fusebill: fusebillWithPlans(fusebillPlans) },
  });
  const secrets = {
    aria: ariaSecret(sandbox.providers.aria.state, sandbox.urls.aria),
    fusebill: fusebillSecret(sandbox.providers.fusebill.state, sandbox.urls.fusebill),
  };
  const served: Outcome[] = [];
  const downloaded: Outcome[] = [];
  let downloads: Downloads | undefined;
  try {
    for (let round = 0; round < rounds; round += 1) {
      sandbox.clearRequests();
      const outcome = outcomeSchema.parse(await runProcess('follow-cursors-process.ts', { secrets }));
      if (outcome.planCount !== ariaPlans + fusebillPlans) {
        throw new Error(`${outcome.planCount} plans were listed of ${ariaPlans + fusebillPlans}.`);
      }
      served.push(outcome);
      downloads = countDownloads(sandbox);
      const requests = sandbox.requests().map(({ provider, method, path, query, headers, body }) => {
        const origin = new URL(provider === 'aria' ? secrets.aria.adminUrl : secrets.fusebill.baseUrl).origin;
        const url = `${origin}${path}?${new URLSearchParams(query)}`;
        const { accept = '', authorization = '', 'content-type': contentType = '' } = headers;
        return { url, method, headers: { accept, authorization, 'content-type': contentType }, body };
      });
      downloaded.push(outcomeSchema.parse(await runProcess('download-process.ts', { requests })));
    }
  } finally {
    await sandbox.close();
  }
  return {
    title: 'cursors: list-plans from the first page to the last',
    figures: toFigures({ served, downloaded, downloads }),
  };
};

const outcomeSchema = z.object({ planCount: z.int(), pageCount: z.int(), totalMs: z.number(), peakMb: z.number() });

type Outcome = z.infer<typeof outcomeSchema>;

interface Downloads {
  readonly aria: number;
  readonly fusebill: number;
}

/** How often the provider had to send its catalogue: for Fusebill, the page that was asked for most often counts. */
const countDownloads = (sandbox: Sandbox): Downloads => {
  const requests = sandbox.requests();
  const pages = requests.filter(({ operation }) => operation === 'GET Plans').map(({ query }) => JSON.stringify(query));
  const repeats = [...new Set(pages)].map((page) => pages.filter((each) => each === page).length);
  return {
    aria: requests.filter(({ operation }) => operation === 'get_plans_m').length,
    fusebill: Math.max(...repeats),
  };
};

const toFigures = ({
  served,
  downloaded,
  downloads,
}: {
  readonly served: readonly Outcome[];
  readonly downloaded: readonly Outcome[];
  readonly downloads: Downloads | undefined;
}): Figure[] => {
  const [first] = served;
  const name = 'plain download and parse';
  return [
    { measured: 'pages asked for, at 200 plans', unit: 'times', samples: [first?.pageCount ?? Number.NaN] },
    {
      measured: 'downloads of the aria catalogue',
      unit: 'times',
      samples: [downloads?.aria ?? Number.NaN],
      target: { of: 'median', atMost: 1 },
    },
    {
      measured: 'downloads of the fusebill catalogue',
      unit: 'times',
      samples: [downloads?.fusebill ?? Number.NaN],
      target: { of: 'median', atMost: 1 },
    },
    {
      measured: 'both catalogues, all pages',
      unit: 'ms',
      samples: served.map(({ totalMs }) => totalMs),
      baseline: { name, samples: downloaded.map(({ totalMs }) => totalMs) },
    },
    {
      measured: 'peak resident memory of the process',
      unit: 'MB',
      samples: served.map(({ peakMb }) => peakMb),
      baseline: { name, samples: downloaded.map(({ peakMb }) => peakMb) },
      target: { of: 'median', atMost: 256 },
    },
  ];
};
