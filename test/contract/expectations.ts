import type { Fault } from '../../sandbox/faults.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { GatewayRequest } from '../support/in-process-gateway.ts';

/** What one provider's rows of the suite are: `expectations/<provider>/index.ts`. */
export interface ProviderExpectations {
  /** The secret of the connection `acme`. */
  readonly secret: (sandbox: Sandbox) => object;
  /** Whatever of the credentials must show in no answer and no log line. */
  readonly secretValues: (sandbox: Sandbox) => readonly string[];
  /** What is random in headers, such as tokens, by its value, and how the rows call it. */
  readonly randomValues?: (sandbox: Sandbox) => ReadonlyMap<string, string>;
  /** Gives the sandbox other credentials, and the secret that has them. */
  readonly rotate: (sandbox: Sandbox) => object;
  /** Where requests go when the secret names no address: the vendor's own. */
  readonly addresses: readonly { readonly path: string; readonly urls: readonly string[] }[];
  readonly catalogue: CatalogueExpectations;
  readonly plans: readonly Exchange[];
  readonly accountPlans: readonly Exchange[];
  readonly previews: readonly Exchange[];
  readonly conversions: readonly Exchange[];
  readonly refusals: readonly Exchange[];
  readonly reads: readonly FaultyRead[];
  readonly write: FaultyWrite;
}

/** A request to the gateway, what it answers, and what it sent to the provider for that. */
export interface Exchange {
  readonly name: string;
  /** Members of the secret that differ. */
  readonly secret?: object;
  readonly arrange?: (sandbox: Sandbox) => void;
  readonly request: GatewayRequest;
  readonly status: number;
  readonly body: unknown;
  readonly sent: readonly SentRequest[];
  /** The requests go out together, so they may arrive in any order. */
  readonly isSentTogether?: boolean;
}

/** A request as the provider got it, without the headers that mean nothing. */
export interface SentRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Null for none, a form as an object, all else as text. */
  readonly body: unknown;
}

export interface CatalogueExpectations {
  /** Ids in the order of the list, and by filters. */
  readonly ids: readonly string[];
  readonly filtered: readonly { readonly query: string; readonly ids: readonly string[] }[];
  /** Page sizes to follow the cursors with. */
  readonly limits: readonly number[];
  /** What the whole list costs at the provider, however many pages of ours it takes. */
  readonly sent: readonly SentRequest[];
}

/** A read to break: a request, the provider's operation that is struck. */
export interface FaultyRead {
  readonly path: string;
  readonly operation: string;
  /** What `[]` means instead of the right answer, where it is one. */
  readonly emptyList?: { readonly status: number; readonly code: string | null };
  /** What comes of one answer of five megabytes, where it is not the end; `requests`: how often the provider is asked. */
  readonly tooLarge?: { readonly status: number; readonly code: string | null; readonly requests: number };
}

/** A conversion to break. */
export interface FaultyWrite {
  readonly accountId: string;
  readonly body: object;
  /** Another request that the same account could take. */
  readonly otherBody: object;
  /** The provider's operation that converts. */
  readonly operation: string;
  /** What the provider says of wrong credentials, nothing done. */
  readonly refusedLogin: Fault;
  /** What it says of a request that is not valid. */
  readonly refusal: Fault;
}

export const connectionPath = '/v1/connections/acme';

export const conversionRequest = (
  accountId: string,
  body: object,
  { query = '', key = 'key-1' }: { readonly query?: string; readonly key?: string | null } = {},
): GatewayRequest => ({
  method: 'POST',
  path: `${connectionPath}/accounts/${accountId}/conversions${query}`,
  headers: key === null ? {} : { 'idempotency-key': key },
  body,
});

export const previewRequest = (accountId: string, body: object) =>
  conversionRequest(accountId, body, { query: '?preview=true', key: null });
