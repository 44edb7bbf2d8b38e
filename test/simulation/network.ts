import type { SimulatedAnswer, SimulatedRequest } from '../../sandbox/simulated-provider.ts';
import type { Billing } from './billing.ts';
import { type Course, throwCourse } from './course.ts';
import type { Dice } from './dice.ts';
import { longestLife, type Sickness } from './faults.ts';
import { checkSend } from './invariants-of-sends.ts';
import { invocationNow } from './invocation.ts';
import type { Observations, Send } from './observations.ts';
import type { Process } from './process.ts';
import { createLaggingReads } from './read-lag.ts';
import type { Scheduler } from './scheduler.ts';
import type { SimulatedTable } from './table.ts';
import { abortError, connectionError, toRequest, toResponse, tornResponse } from './wire.ts';

export interface NetworkOptions {
  readonly scheduler: Scheduler;
  readonly dice: Dice;
  readonly sickness: Sickness;
  readonly billing: Billing;
  readonly table: SimulatedTable;
  readonly observations: Observations;
  /** Told which write the provider is about to carry out, and null when it is done. */
  readonly carryingOut: (send: Send | null) => void;
  readonly trace: ((text: string) => void) | undefined;
}

/** The way to the provider: gives each process its `fetch`. */
export const createNetwork = (options: NetworkOptions) => {
  const { scheduler, dice, sickness, billing, table, observations, trace } = options;
  const reads = createLaggingReads(options);

  /** Lets the provider do what it is asked. Nothing arrives after the time by which the contract takes it to be dead. */
  const arrive = (request: SimulatedRequest, send: Send | null): SimulatedAnswer | null => {
    if (send === null) {
      return reads.answer(request);
    }
    if (send.endedAt !== null && scheduler.now() > send.endedAt + longestLife(sickness)) {
      return null;
    }
    options.carryingOut(send);
    const answer = reads.aroundWrite(request, send);
    options.carryingOut(null);
    trace?.(`provider: write ${send.number} arrives and is answered ${answer.status} ${answer.body.slice(0, 60)}`);
    return answer;
  };

  const exchange = (request: SimulatedRequest, send: Send | null, call: Call): Promise<Response> =>
    new Promise((resolve, reject) => {
      const course = throwCourse(dice, sickness, { now: scheduler.now(), isWrite: send !== null });
      if (send !== null || course.kind !== 'fine') {
        trace?.(
          `${call.invocation}: ${call.operation}${send === null ? '' : ` as write ${send.number}`}: ${shown(course)}`,
        );
      }

      let isOver = false;
      const giveUp = (): void => {
        if (send !== null && send.endedAt === null) {
          send.endedAt = scheduler.now();
          if (course.kind === 'late') {
            scheduler.after(Math.floor(course.part * longestLife(sickness)), () => arrive(request, send));
          }
        }
      };
      const fail = (error: Error): void => {
        isOver = true;
        giveUp();
        reject(error);
      };
      const deliver = (answer: SimulatedAnswer, response: Response): void => {
        // Whoever gave up before hears nothing, and a refusal that nobody hears proves nothing.
        if (send !== null && !isOver) {
          send.isRefused = billing.isRefusal(answer);
        }
        giveUp();
        resolve(response);
      };
      const after = (durationMs: number, task: () => void) => scheduler.after(durationMs, task);
      /** Through the provider and back; `then` gets its answer, also where the sender does not. */
      const roundTrip = (thereMs: number, backMs: number, then: (answer: SimulatedAnswer) => void): void => {
        after(thereMs, () => {
          const answer = arrive(request, send);
          if (answer !== null) {
            after(backMs, () => then(answer));
          }
        });
      };
      const pass = (handled: boolean, then: (answer: SimulatedAnswer | null) => void): void => {
        if (handled) {
          roundTrip(dice.between(5, 150), dice.between(5, 150), then);
        } else {
          after(dice.between(5, 300), () => then(null));
        }
      };

      call.signal?.addEventListener('abort', () => fail(abortError()));
      // Of a process that stands still nobody knows when it will wake; the write's deadline is not before that.
      call.process.onStop(giveUp);

      switch (course.kind) {
        case 'fine':
          roundTrip(dice.between(5, 150), dice.between(5, 150), (answer) => deliver(answer, toResponse(answer)));
          return;
        case 'twice':
          roundTrip(dice.between(5, 150), dice.between(5, 150), (answer) => {
            if (!billing.isRefusal(answer)) {
              after(Math.floor(course.part * longestLife(sickness)), () => arrive(request, send));
            }
            deliver(answer, toResponse(answer));
          });
          return;
        case 'unreachable':
          after(dice.between(1, 300), () => {
            if (send !== null && !isOver) {
              send.isRefused = true;
            }
            fail(connectionError('ECONNREFUSED'));
          });
          return;
        case 'broken':
          pass(course.handled, () => fail(connectionError('UND_ERR_SOCKET')));
          return;
        case 'silent':
          pass(course.handled, () => {});
          return;
        case 'late':
          if (course.isBroken) {
            after(dice.between(5, 3_000), () => fail(connectionError('ECONNRESET')));
          }
          return;
        case 'slow':
          roundTrip(course.thereMs, course.backMs, (answer) => deliver(answer, toResponse(answer)));
          return;
        case 'status': {
          const answer = { status: course.status, headers: { 'content-type': 'text/html' }, body: page };
          pass(course.handled, () => deliver(answer, toResponse(answer)));
          return;
        }
        case 'garbage':
        case 'empty':
        case 'redirect': {
          const status = course.kind === 'redirect' ? 302 : 200;
          const headers = course.kind === 'redirect' ? { location: 'https://elsewhere.example/' } : undefined;
          const answer = { status, ...(headers && { headers }), body: course.kind === 'garbage' ? page : '' };
          pass(course.handled, () => deliver(answer, toResponse(answer)));
          return;
        }
        case 'cut':
        case 'torn':
          pass(true, (answer) => {
            const half = { status: 200, body: (answer?.body ?? '').slice(0, 20) };
            deliver(half, course.kind === 'cut' ? toResponse(half) : tornResponse(half.body));
          });
      }
    });

  /** Timers that ran out while a process stood still come before all that it goes on with, as in Node's event loop. */
  const wakeUp = async (process: Process): Promise<void> => {
    for (let before = Number.NaN; before !== scheduler.now(); ) {
      before = scheduler.now();
      await process.clock.sleep(0);
    }
  };

  /** A write goes out: what the ledger says at that moment is kept, and held against the promises. */
  const leave = (
    request: SimulatedRequest,
    call: { readonly operation: string; readonly invocation: string },
  ): Send => {
    const accountId = billing.accountOf(request);
    const send: Send = {
      number: observations.sends.length + 1,
      accountId,
      ...call,
      isUnguarded: billing.isUnguarded(call.operation),
      at: scheduler.now(),
      guard: table.guardOf(accountId),
      endedAt: null,
      isRefused: false,
    };
    checkSend(send, observations, sickness);
    observations.sends.push(send);
    return send;
  };

  return {
    fetchFor:
      (process: Process): typeof fetch =>
      (url, init) => {
        const request = toRequest(String(url), init ?? {});
        const operation = billing.sandbox.operationOf(request);
        const invocation = invocationNow();
        const signal = init?.signal ?? null;
        return process.reach(async () => {
          await wakeUp(process);
          if (signal?.aborted) {
            throw abortError();
          }
          const send = billing.isWrite(operation) ? leave(request, { operation, invocation }) : null;
          return exchange(request, send, { operation, invocation, process, signal });
        });
      },
  };
};

interface Call {
  readonly operation: string;
  readonly invocation: string;
  readonly process: Process;
  readonly signal: AbortSignal | null;
}

const page = '<!DOCTYPE html><html><head><title>Welcome</title></head><body><h1>It works!</h1></body></html>';

const shown = ({ kind, ...rest }: Course): string => `${kind} ${JSON.stringify(rest)}`;
