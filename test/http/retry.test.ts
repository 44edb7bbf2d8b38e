import { afterEach, describe, expect, test } from '@jest/globals';
import { type Call, sendCall } from '../../shared/http/call.ts';
import { type RetryOptions, retryAfterMs, sendReadCall } from '../../shared/http/retry.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { createProviderContext } from '../support/provider-context.ts';
import { closeRecordingServers, type Reaction, startRecordingServer } from '../support/recording-server.ts';

const startMs = Date.UTC(2031, 2, 1, 12, 0, 0);

afterEach(closeRecordingServers);

/** Sends a read to a provider that answers as `react` says; gives the outcome and when each attempt arrived. */
const attempt = async (
  react: (index: number) => Reaction,
  { deadlineMs = 20_000, ...options }: Partial<RetryOptions> & { deadlineMs?: number } = {},
) => {
  const clock = createManualClock(startMs);
  const arrivals: number[] = [];
  const server = await startRecordingServer((_request, index) => {
    arrivals.push(clock.now() - startMs);
    return react(index);
  });
  const call: Call = { method: 'GET', url: server.origin, route: '/', headers: {}, maximumAnswerBytes: 1_000 };
  const result = await sendReadCall(createProviderContext({ clock, deadlineMs }), call, {
    random: () => 0.5,
    ...options,
  });
  return { outcome: result.ok ? result.value.status : result.problem.kind, arrivals };
};

/**
 * Sends a read over a `fetch` that says nothing as scripted, then answers. Time passes only once everybody waits. `stall`
 * sends a part of its body and no more, `trickle` a part every three seconds, six in all.
 */
const attemptInSilence = async (
  script: readonly ('hang' | 'stall' | 'trickle')[],
  { deadlineMs }: { readonly deadlineMs: number },
) => {
  const clock = createManualClock(startMs);
  const arrivals: number[] = [];
  const until = (signal: AbortSignal) =>
    new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  const parts = async function* (kind: 'stall' | 'trickle', signal: AbortSignal) {
    yield new Uint8Array([65]);
    if (kind === 'stall') {
      await until(signal);
    }
    for (let part = 0; part < 5; part += 1) {
      await clock.sleep(3_000, signal);
      yield new Uint8Array([65]);
    }
  };
  const scripted: typeof fetch = async (_url, init) => {
    const kind = script[arrivals.push(clock.now() - startMs) - 1];
    const signal = init?.signal ?? new AbortController().signal;
    if (kind === 'hang') {
      await until(signal);
    }
    return new Response(kind === 'stall' || kind === 'trickle' ? ReadableStream.from(parts(kind, signal)) : 'good');
  };
  const call: Call = { method: 'GET', url: 'https://a.example', route: '/', headers: {}, maximumAnswerBytes: 1_000 };
  const sent = sendReadCall(createProviderContext({ clock, deadlineMs, fetch: scripted }), call, { random: () => 0.5 });
  let isDone = false;
  const result = sent.finally(() => {
    isDone = true;
  });
  while (!isDone) {
    await new Promise(setImmediate);
    if (!isDone) {
      clock.advance(100);
    }
  }
  const outcome = await result;
  return outcome.ok
    ? { outcome: outcome.value.status, arrivals }
    : { outcome: outcome.problem.kind, arrivals, endedAt: clock.now() - startMs };
};

const answer = (status: number, headers: Record<string, string> = {}): Reaction => ({ status, headers });
const limited = (retryAfter: string) => (index: number) =>
  index === 0 ? answer(429, { 'retry-after': retryAfter }) : answer(200);

describe('a read', () => {
  test.each([429, 502, 503, 504])(
    'that is answered with %d is sent again, and a good answer ends it',
    async (status) => {
      expect(await attempt((index) => answer(index < 2 ? status : 200))).toEqual({
        outcome: 200,
        arrivals: [0, 100, 300],
      });
    },
  );

  test.each([200, 400, 401, 403, 404, 409, 422, 500, 501])(
    'that is answered with %d is not sent again',
    async (status) => {
      expect(await attempt(() => answer(status))).toEqual({ outcome: status, arrivals: [0] });
    },
  );

  test('whose connection breaks is sent again', async () => {
    expect(await attempt((index) => (index === 0 ? 'drop' : answer(200)))).toEqual({
      outcome: 200,
      arrivals: [0, 100],
    });
  });

  test('is given up after four attempts, with the last answer', async () => {
    expect(await attempt((index) => answer(index === 3 ? 504 : 503))).toEqual({
      outcome: 504,
      arrivals: [0, 100, 300, 700],
    });
  });

  test('waits a random part of a time that doubles up to three seconds', async () => {
    const policy = {
      maximumAttempts: 7,
      statuses: [503],
      firstDelayMs: 200,
      maximumDelayMs: 3_000,
      longestAskedDelayMs: 10_000,
      shortestTryMs: 2_000,
    };
    const pauses = async (random: number) =>
      (await attempt(() => answer(503), { policy, random: () => random })).arrivals.map(
        (arrival, index, all) => arrival - (all[index - 1] ?? 0),
      );

    expect(await pauses(0.999999)).toEqual([0, 200, 400, 800, 1_600, 3_000, 3_000]);
    expect(await pauses(0)).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(await pauses(0.25)).toEqual([0, 50, 100, 200, 400, 750, 750]);
  });

  test('is not sent again when the wait would outlast the deadline', async () => {
    expect(await attempt(() => answer(503), { deadlineMs: 250 })).toEqual({ outcome: 503, arrivals: [0, 100] });
    expect(await attempt(() => answer(503), { deadlineMs: 100 })).toEqual({ outcome: 503, arrivals: [0] });
  });

  test('that hears nothing is sent again after half of the time, and a good answer ends it', async () => {
    expect(await attemptInSilence(['hang'], { deadlineMs: 27_600 })).toEqual({ outcome: 200, arrivals: [0, 13_800] });
  });

  test('gets half of what remains each time, at least two seconds, and all of it at the last try', async () => {
    expect(await attemptInSilence(['hang', 'hang', 'hang', 'hang'], { deadlineMs: 16_000 })).toEqual({
      outcome: 'timed_out',
      arrivals: [0, 8_000, 12_000, 14_000],
      endedAt: 16_000,
    });
    expect(await attemptInSilence(['hang', 'hang', 'hang'], { deadlineMs: 5_000 })).toEqual({
      outcome: 'timed_out',
      arrivals: [0, 2_500, 4_500],
      endedAt: 5_000,
    });
    expect(await attemptInSilence(['hang'], { deadlineMs: 1_500 })).toEqual({
      outcome: 'timed_out',
      arrivals: [0],
      endedAt: 1_500,
    });
  });

  test('whose answer stops in the middle is sent again as well', async () => {
    expect(await attemptInSilence(['stall'], { deadlineMs: 20_000 })).toEqual({ outcome: 200, arrivals: [0, 10_000] });
  });

  test('whose answer is long, and keeps coming, is not cut off at half of the time', async () => {
    expect(await attemptInSilence(['trickle'], { deadlineMs: 20_000 })).toEqual({ outcome: 200, arrivals: [0] });
  });

  test('does not come again after the deadline itself ended it', async () => {
    const clock = createManualClock(startMs);
    const server = await startRecordingServer(() => {
      clock.advance(20_000);
      return 'hang';
    });
    const call: Call = { method: 'GET', url: server.origin, route: '/', headers: {}, maximumAnswerBytes: 10 };

    const result = await sendReadCall(createProviderContext({ clock }), call, { random: () => 0 });

    expect(result).toMatchObject({ ok: false, problem: { kind: 'timed_out' } });
    expect(server.requests).toHaveLength(1);
  });
});

describe('a provider that says when to come again', () => {
  test.each([
    ['2', 2_000],
    ['0', 0],
    ['Sat, 01 Mar 2031 12:00:03 GMT', 3_000],
    ['Saturday, 01-Mar-31 12:00:03 GMT', 3_000],
    ['Sat, 01 Mar 2031 11:00:00 GMT', 0],
    ['10', 10_000],
  ])('by Retry-After: %s is taken at its word', async (retryAfter, arrival) => {
    expect(await attempt(limited(retryAfter))).toEqual({ outcome: 200, arrivals: [0, arrival] });
  });

  test.each(['', 'soon', '-5', '1.5', '0x10', '1e3', '12345678901234567890'])(
    'in a way that nobody understands (%j) gets the ordinary back-off',
    async (retryAfter) => {
      expect(await attempt(limited(retryAfter))).toEqual({ outcome: 200, arrivals: [0, 100] });
    },
  );

  test('for later than a caller would wait is not asked again: the caller is told', async () => {
    expect(await attempt(limited('11'))).toEqual({ outcome: 429, arrivals: [0] });
    expect(await attempt(limited('9'), { deadlineMs: 9_000 })).toEqual({ outcome: 429, arrivals: [0] });
  });

  test("in its own words overrides the status and Retry-After's silence", async () => {
    expect(
      await attempt((index) => answer(index === 0 ? 403 : 200), {
        advise: ({ status }) => (status === 403 ? { retry: true, afterMs: 700 } : null),
      }),
    ).toEqual({ outcome: 200, arrivals: [0, 700] });
    expect(await attempt(() => answer(503), { advise: () => ({ retry: false }) })).toEqual({
      outcome: 503,
      arrivals: [0],
    });
  });
});

test('what was answered well is not looked through for a refusal', async () => {
  const asked: number[] = [];
  const advise = ({ status }: { readonly status: number }) => {
    asked.push(status);
    return null;
  };

  expect(await attempt((index) => ({ status: index === 0 ? 503 : 200 }), { advise })).toMatchObject({ outcome: 200 });
  expect(asked).toEqual([503]);
});

test('a call that is not a read is sent once, whatever the answer', async () => {
  const server = await startRecordingServer(() => ({ status: 503, headers: { 'retry-after': '0' } }));
  const call: Call = { method: 'PUT', url: server.origin, route: '/', headers: {}, body: '', maximumAnswerBytes: 10 };

  await sendCall(createProviderContext({ clock: createManualClock(startMs) }), call);

  expect(server.requests).toHaveLength(1);
});

test('no Retry-After is no time', () => {
  expect(retryAfterMs(new Headers(), startMs)).toBeNull();
});
