/**
 * One billing system as the sandbox plays it: a function from request to answer over its own state. Sockets, faults and
 * the record of requests are around it (`http-server.ts`), so a lost answer or a late effect is the same `handle`, called
 * and not answered, or called later.
 */
export interface SimulatedProvider {
  readonly name: string;
  /** The vendor's operation that a request asks for, by which faults are programmed: `PUT plan`, `replace_acct_plan_m`. */
  operationOf(request: SimulatedRequest): string;
  /** Answers as the vendor would, and changes the state where the vendor would. */
  handle(request: SimulatedRequest): SimulatedAnswer;
}

export interface SimulatedRequest {
  readonly method: string;
  /** Still percent-encoded, below the provider's mount point, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface SimulatedAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

export const jsonAnswer = (
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): SimulatedAnswer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(value),
});
