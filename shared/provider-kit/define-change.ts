import type * as z from 'zod';
import { parseWithAbsentNulls } from '../domain/absent-nulls.ts';
import type { ChangeRequest } from '../domain/account-change.ts';
import type { AccountPlanStatus } from '../domain/account-plan.ts';
import { type Collection, notAttemptedCollection } from '../domain/collection.ts';
import { fieldErrorsOf, invalidFields } from '../domain/field-errors.ts';
import type { FieldError, Problem } from '../domain/problem.ts';
import type { AccountPlanRead, ChangeOperations, Draft, NativePreview, SendResult } from '../domain/provider.ts';
import { failed, type Result, success } from '../domain/result.ts';
import { unsentInvalidWrite } from './stored-write.ts';

/**
 * How one kind of change is made at one provider. `Client` is what the provider's `connect` gives, `Request` a request that
 * `parseRequest` took, `Options` the output of `options`, `Write` that of `write`.
 */
export interface ChangeDefinition<Client, Request extends ChangeRequest, Options, Write> {
  /** Statuses from which this provider makes the change. */
  readonly from: readonly AccountPlanStatus[];
  /** Strict schema of `providerOptions`; it stands in the OpenAPI document too. */
  readonly options: z.ZodType<Options>;
  /** Of the draft what `send` needs, `parameters` at least. A stored draft that it refuses is never sent. */
  readonly write: z.ZodType<Write>;
  /** The members beside `providerOptions` as this provider takes them, or every one that is wrong. Reads nothing. */
  parseRequest(request: ChangeRequest, client: Client): Result<Request, readonly FieldError[]>;
  /** The request with one spelling of what its options spell in several ways. Absent where there is only one. */
  spellOptions?(request: Request, options: Options): ChangeRequest;
  /** The one write for this request and this account plan, or why there cannot be one. Sends nothing. */
  draft(request: ParsedRequest<Request, Options>, account: AccountPlanRead, client: Client): Result<Draft>;
  /** Reads what the write needs beyond the account plan, before it is stored. Absent where there is no such thing. */
  completeDraft?(client: Client, write: Draft & Write): Promise<Result<Draft>>;
  /** Asks the provider to simulate the write; null where it cannot simulate this one. Absent where it cannot at all. */
  preview?(client: Client, write: Draft & Write): Promise<Result<NativePreview>> | null;
  /** Sends the write, once. `attempt` is 1, or 2 for the repeat after an unknown outcome. */
  send(client: Client, write: Draft & Write, attempt: number): Promise<SendResult>;
}

export interface ParsedRequest<Request extends ChangeRequest, Options> {
  readonly request: Request;
  readonly options: Options;
}

/** A change as `defineProvider` takes it. */
export interface DefinedChange<Client> {
  readonly options: z.ZodType;
  connect(client: Client): ChangeOperations;
}

/** What every change does alike: a request is parsed whole, and a stored draft is parsed before anything is made of it. */
export const defineChange = <Client, Request extends ChangeRequest, Options, Write>(
  definition: ChangeDefinition<Client, Request, Options, Write>,
): DefinedChange<Client> => {
  const parse = (request: ChangeRequest, client: Client): Result<ParsedRequest<Request, Options>> => {
    const members = definition.parseRequest(request, client);
    const options = parseWithAbsentNulls(definition.options, request.providerOptions ?? {});
    return members.ok && options.success
      ? success({ request: members.value, options: options.data })
      : failed(
          invalidFields([
            ...(members.ok ? [] : members.problem),
            ...(options.success ? [] : fieldErrorsOf(options.error, 'providerOptions')),
          ]),
        );
  };
  const storedWrite = (draft: Draft): (Draft & Write) | null => {
    const stored = definition.write.safeParse(draft);
    return stored.success ? { ...draft, ...stored.data } : null;
  };
  const { from, spellOptions, completeDraft, preview } = definition;
  return {
    options: definition.options,
    connect: (client) => ({
      from,
      parseRequest: (given) => {
        const parsed = parse(given, client);
        if (!parsed.ok) {
          return parsed;
        }
        const { request, options } = parsed.value;
        return success(spellOptions === undefined ? request : spellOptions(request, options));
      },
      draft: (request, account) => {
        const parsed = parse(request, client);
        return parsed.ok ? definition.draft(parsed.value, account, client) : parsed;
      },
      ...(completeDraft === undefined
        ? {}
        : {
            completeDraft: async (draft) => {
              const write = storedWrite(draft);
              return write === null ? success(draft) : completeDraft(client, write);
            },
          }),
      ...(preview === undefined
        ? {}
        : {
            preview: (draft) => {
              const write = storedWrite(draft);
              return write === null ? null : preview(client, write);
            },
          }),
      send: async (draft, attempt) => {
        const write = storedWrite(draft);
        return write === null ? refused(unsentInvalidWrite) : definition.send(client, write, attempt);
      },
    }),
  };
};

/** It is certain that nothing was done. */
export const refused = (problem: Problem, collection: Collection = notAttemptedCollection): SendResult => ({
  kind: 'refused',
  problem,
  collection,
});

/** A write that was not done, or of which nobody knows: as its problem says. */
export const unsuccessful = (problem: Problem, collection?: Collection): SendResult =>
  problem.outcome === 'not_executed' ? refused(problem, collection) : { kind: 'unknown', problem };
