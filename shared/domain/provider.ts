import type * as z from 'zod';
import type { ChangeKind, ChangeRequest } from './account-change.ts';
import type { AccountPlan, AccountPlanStatus } from './account-plan.ts';
import type { CatalogueWrite } from './catalogue-write.ts';
import type { Clock, Deadline, Random } from './clock.ts';
import type { Collection } from './collection.ts';
import type { Draft } from './draft.ts';
import type { Logger } from './logger.ts';
import type { Money } from './money.ts';
import type { Plan } from './plan.ts';
import type { NewPlan, PlanPatch } from './plan-administration.ts';
import type { FieldError, Problem } from './problem.ts';
import type { ProviderId } from './provider-id.ts';
import type { NewRateSchedule, RateSchedulePatch } from './rate-schedule-administration.ts';
import type { Result } from './result.ts';
import type { Warning } from './warning.ts';
import type { WebhookReceiver } from './webhook.ts';

export type { CatalogueWrite, Draft };

/**
 * A kind of billing system, as the rest of the gateway knows it: a plain object that `defineProvider` makes, one folder in
 * `shared/providers`. What it cannot do is absent, and the gateway answers 501 for it.
 */
export interface Provider {
  readonly id: ProviderId;
  /** As people call it. */
  readonly name: string;
  /** The vendor's own hosts: `acme.example` stands for itself and for every name that ends in `.acme.example`. */
  readonly hosts: readonly string[];
  /** Strict schemas of `providerOptions`, by the kinds of changes that it makes; also shown in the OpenAPI document. */
  readonly changeOptions: { readonly [Kind in ChangeKind]?: z.ZodType };
  /** Checks the content of a connection's secret. Failures name the field and never show a value. */
  configure(secret: unknown): Result<ConfiguredProvider, readonly FieldError[]>;
}

/** A provider with one connection's credentials; lives as long as the secret's content, and may keep a token. */
export interface ConfiguredProvider {
  /** Values that must not appear in a log line, an error or an answer. */
  readonly secretValues: readonly string[];
  /** The addresses that will be called, each with the member of the secret that has it. */
  readonly addresses: readonly { readonly path: string; readonly url: string }[];
  readonly identifiers: IdentifierRules;
  /** Whether two plan ids name one plan. Two plans that nobody knows are not one. */
  readonly isSamePlan: IsSamePlan;
  /** Its notifications; absent where it sends none. */
  readonly webhook?: WebhookReceiver;
  /** The operations over one request's context. Cheap: called once a request. */
  connect(context: ProviderContext): ProviderOperations;
}

/** The rules for ids, where this provider has one beyond the general one. */
export interface IdentifierRules {
  readonly account?: IdentifierRule;
  readonly plan?: IdentifierRule;
  readonly subscription?: IdentifierRule;
  readonly rateSchedule?: IdentifierRule;
}

export type IsSamePlan = (left: string | null, right: string | null) => boolean;

export interface IdentifierRule {
  matches(identifier: string): boolean;
  readonly message: string;
}

/** Everything that a provider needs from outside while it serves one request. */
export interface ProviderContext {
  readonly connection: string;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly random: Random;
  readonly deadline: Deadline;
  readonly logger: Logger;
}

export interface ProviderOperations {
  /**
   * One page of the catalogue, counted from 0, in the provider's own page size and in an order that does not change
   * while the catalogue does not. A provider without paging gives everything as page 0.
   */
  readonly listPlans?: (page: number) => Promise<Result<CataloguePage>>;
  /** One plan with its prices filled. */
  readonly getPlan?: (planId: string) => Promise<Result<PlanRead>>;
  /** The provider's own template for creating a subscription to a plan, as it came. */
  readonly getSubscriptionTemplate?: (planId: string, interval: TemplateInterval) => Promise<Result<unknown>>;
  /** Every account plan of one account, ended ones included; an empty list when the account exists and has none. */
  readonly listAccountPlans?: (accountId: string) => Promise<Result<readonly AccountPlanRead[]>>;
  /** By kind; a kind that this provider or this connection does not have is absent. */
  readonly changes: Partial<Readonly<Record<ChangeKind, ChangeOperations>>>;
  readonly catalogueEdits?: CatalogueEditOperations;
}

export interface TemplateInterval {
  readonly interval: 'monthly' | 'yearly';
  readonly numberOfIntervals: number;
}

export interface CataloguePage {
  readonly plans: readonly PlanRead[];
  readonly isLast: boolean;
}

export interface PlanRead {
  readonly plan: Plan;
  /** The provider's own object, for `?include=raw`; null where no call of the provider stands behind the plan. */
  readonly raw: unknown;
}

export interface AccountPlanRead {
  readonly accountPlan: AccountPlan;
  /** Chosen only when it is named. */
  readonly isAddOn: boolean;
  /** When it ended, where the provider says; orders the ended ones. */
  readonly endedAt: string | null;
  /** True where the provider says that it ended because another subscription took its place. */
  readonly isReplaced: boolean;
  /** True when discounts or coupons hang on it. */
  readonly hasDiscounts: boolean;
  readonly raw: unknown;
}

/**
 * How one kind of change is made at one provider. The functions are steps without a memory: what they need beyond the
 * arguments is in the draft, which is plain JSON, so that any instance can take up a change that another began.
 */
export interface ChangeOperations {
  /** Statuses from which this provider makes the change. */
  readonly from: readonly AccountPlanStatus[];
  /** Checks what can be checked before anything is read: members this provider lacks or needs. */
  parseRequest(request: ChangeRequest): Result<ChangeRequest>;
  /** The one write for this request and this account plan, or why there cannot be one. Sends nothing. */
  draft(request: ChangeRequest, account: AccountPlanRead): Result<Draft>;
  /** Reads what the write needs beyond the account plan, before it is stored. Absent where there is no such thing. */
  completeDraft?(draft: Draft): Promise<Result<Draft>>;
  /** Asks the provider to simulate the write. Absent where it cannot. */
  preview?(draft: Draft): Promise<Result<NativePreview>> | null;
  /**
   * Sends the write, once, and never again by itself. `attempt` is 1, or 2 for the one repeat after an unknown outcome,
   * when the provider's "already used" may mean "already done".
   */
  send(draft: Draft, attempt: number): Promise<SendResult>;
}

export interface NativePreview {
  readonly charges: Money | null;
  readonly warnings: readonly Warning[];
}

export type SendResult =
  /** The provider said clearly that it did it. */
  | { readonly kind: 'accepted'; readonly collection: Collection; readonly warnings: readonly Warning[] }
  /** It is certain that nothing was done. `problem.outcome` is `not_executed`. */
  | { readonly kind: 'refused'; readonly problem: Problem; readonly collection: Collection }
  /** Refused because of the state: a read tells whether it is already done. */
  | { readonly kind: 'conflict'; readonly problem: Problem }
  /** Nobody knows. `problem.outcome` is `unknown`. */
  | { readonly kind: 'unknown'; readonly problem: Problem };

/**
 * How the catalogue is changed at one provider, in steps without a memory, as with conversions: prepare reads and checks and
 * sends nothing that changes anything; what it gives is stored; `send` sends it once; `find` reads whether it is done.
 */
export interface CatalogueEditOperations {
  /** Fails with `already_exists` (extension `planId`) where the code is in use. */
  prepareCreatePlan(plan: NewPlan): Promise<Result<CatalogueWrite>>;
  /**
   * Absent where the connection does not allow it. Fails with `plan_not_found`; with `invalid_request` where the patch does
   * not fit the plan as it is; with `provider_conflict` where the plan holds what could not be sent back.
   */
  prepareEditPlan?(planId: string, patch: PlanPatch): Promise<Result<CatalogueWrite>>;
  /** Fails with `plan_not_found`, `invalid_request`, or `already_exists` (extensions `planId`, `rateScheduleId`). */
  prepareAddRateSchedule(planId: string, schedule: NewRateSchedule): Promise<Result<CatalogueWrite>>;
  /** Fails with `plan_not_found`, `rate_schedule_not_found`, `invalid_request`, `provider_conflict`. */
  prepareEditRateSchedule(
    planId: string,
    rateScheduleId: string,
    patch: RateSchedulePatch,
  ): Promise<Result<CatalogueWrite>>;
  /** Sends the write, once, and never again by itself. */
  send(write: CatalogueWrite): Promise<CatalogueSendResult>;
  /** Reads whether the provider's state is what the write wanted. Fails only where it could not be read. */
  find(write: CatalogueWrite): Promise<Result<CatalogueWriteFinding>>;
}

export type CatalogueSendResult =
  /** The provider said clearly that it did it. `planId` is that of the new plan where one was created. */
  | { readonly kind: 'accepted'; readonly planId: string }
  /** It is certain that nothing was done. `problem.outcome` is `not_executed`. */
  | { readonly kind: 'refused'; readonly problem: Problem }
  /** Nobody knows. `problem.outcome` is `unknown`. */
  | { readonly kind: 'unknown'; readonly problem: Problem };

export type CatalogueWriteFinding =
  /** `rateScheduleId`: the schedule that was added or changed, null where the write is about a plan. */
  | { readonly kind: 'done'; readonly read: PlanRead; readonly rateScheduleId: string | null }
  /** Not so now. A write that was given up may still arrive. */
  | { readonly kind: 'not_done' }
  /** Nothing that can be read would tell. */
  | { readonly kind: 'cannot_tell' };
