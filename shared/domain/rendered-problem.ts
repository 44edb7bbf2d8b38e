import type { Problem } from './problem.ts';

/** A problem as it is answered over HTTP. */
export interface RenderedProblem {
  readonly status: number;
  readonly contentType: string;
  readonly document: Readonly<Record<string, unknown>>;
}

/** Handed in where the exact answer has to be kept, so that nothing inside knows of HTTP. */
export type RenderProblem = (
  problem: Problem,
  place: { readonly instance: string; readonly requestId: string },
) => RenderedProblem;
