import { recordReads } from './recorded-reads.ts';
import { callOf, errorFactsOf, type WireRequest } from './vendor-calls.ts';
import type { CallFacts } from './vendor-facts.ts';
import { accuse, judgeNames, judgeReads, meet } from './vendor-judge.ts';
import { namesOfRequest } from './vendor-names.ts';
import './vendor-verdict.ts';

/** A client's way out: what it sends is judged, and each name that it looks up in the answer. */
export const judgedFetch =
  (send: typeof fetch): typeof fetch =>
  async (input, init = {}) => {
    const url = new URL(String(input));
    const request: WireRequest = {
      method: init.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      headers: Object.fromEntries(new Headers(init.headers)),
      body: typeof init.body === 'string' ? init.body : '',
    };
    const facts = callOf(request);
    if (facts === null) {
      return accuse(
        `The client sends ${request.method} ${request.path}, a call that no file of test/vendor-facts has.`,
      );
    }
    meet(facts);
    judgeNames(facts, { direction: 'in', party: 'gateway' }, 'The client sends', namesOfRequest(request, facts.call));
    return withJudgedReads(await send(input, init), facts);
  };

/** The answer itself, whose text is known to the record of reads before its reader has all of it. */
const withJudgedReads = (response: Response, facts: CallFacts): Response => {
  if (response.body === null) {
    return response;
  }
  const answered = response.ok ? facts : errorFactsOf(facts);
  const decoder = new TextDecoder();
  let text = '';
  const noted = new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => {
      text += decoder.decode(chunk, { stream: true });
      controller.enqueue(chunk);
    },
    flush: () => {
      meet(answered);
      recordReads(text + decoder.decode(), judgeReads(answered, 'The client looks up'));
    },
  });
  const { status, headers } = response;
  return new Response(response.body.pipeThrough(noted), { status, headers });
};
