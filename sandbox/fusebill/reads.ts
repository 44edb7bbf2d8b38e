import { jsonAnswer, type SimulatedAnswer } from '../simulated-provider.ts';
import { refuse, refuseUnknown } from './answers.ts';
import { printCustomer } from './customer-wire.ts';
import { answerList, type Field } from './lists.ts';
import { type Parameters, readEnum, readInteger } from './parameters.ts';
import { printPlan, printPlanProduct } from './plan-wire.ts';
import { type Plan, type PlanProduct, type Subscription, subscriptionStatuses } from './records.ts';
import { type FusebillState, productsOfPlan } from './state.ts';
import { printTemplate } from './subscription-template.ts';
import { printSubscription } from './subscription-wire.ts';

/**
 * `GET /v1/Plans/`. The vendor's table of its filters was not to be had: `code` is what clients use, `status` is in the
 * vendor's tutorial. https://developer.staxbill.com/docs/registration-page
 */
export const listPlans = (state: FusebillState, parameters: Parameters): SimulatedAnswer =>
  answerList([...state.plans.values()], parameters, {
    fields: planFields,
    maximumPageSize: state.maximumPageSize,
    print: (plan) => printPlan(state, plan),
  });

/** `GET /v1/Plans/{id}`, with `view=subscription` the template of one active frequency. */
export const readPlan = (state: FusebillState, id: string, parameters: Parameters): SimulatedAnswer => {
  const view = readEnum(parameters, 'view', ['subscription']);
  const plan = state.plans.get(id);
  if (!view.ok) {
    return view.refusal;
  }
  if (plan === undefined) {
    return refuseUnknown('Plan', id);
  }
  return view.value === null ? jsonAnswer(200, printPlan(state, plan)) : readTemplate(state, plan, parameters);
};

/** `GET /v1/plans/{id}/planProducts`: those that are no longer sold as well. */
export const listPlanProducts = (state: FusebillState, planId: string, parameters: Parameters): SimulatedAnswer =>
  state.plans.has(planId)
    ? answerList(productsOfPlan(state, planId), parameters, {
        fields: planProductFields,
        maximumPageSize: state.maximumPageSize,
        print: (product) => printPlanProduct(state, product, null),
      })
    : refuseUnknown('Plan', planId);

/** `GET /v1/customers/{id}/subscriptions`. Of the many documented filters the sandbox plays those of `subscriptionFields`. */
export const listSubscriptions = (state: FusebillState, customerId: string, parameters: Parameters): SimulatedAnswer =>
  state.customers.has(customerId)
    ? answerList(
        [...state.subscriptions.values()].filter((subscription) => subscription.customerId === customerId),
        parameters,
        {
          fields: subscriptionFields(state),
          maximumPageSize: state.maximumPageSize,
          print: (subscription) => printSubscription(state, subscription),
        },
      )
    : refuseUnknown('Customer', customerId);

export const readSubscription = (state: FusebillState, id: string): SimulatedAnswer => {
  const subscription = state.subscriptions.get(id);
  return subscription === undefined
    ? refuseUnknown('Subscription', id)
    : jsonAnswer(200, printSubscription(state, subscription));
};

export const readCustomer = (state: FusebillState, id: string): SimulatedAnswer => {
  const customer = state.customers.get(id);
  return customer === undefined ? refuseUnknown('Customer', id) : jsonAnswer(200, printCustomer(customer));
};

/** What a missing half of the pair and an unsold frequency answer is not documented: 400 and 404 here. */
const readTemplate = (state: FusebillState, plan: Plan, parameters: Parameters): SimulatedAnswer => {
  const interval = readEnum(parameters, 'interval', ['monthly', 'yearly']);
  const numberOfIntervals = readInteger(parameters, 'numberOfIntervals', { minimum: 1, fallback: null });
  if (!interval.ok) {
    return interval.refusal;
  }
  if (!numberOfIntervals.ok) {
    return numberOfIntervals.refusal;
  }
  if (interval.value === null || numberOfIntervals.value === null) {
    return refuse(400, 'interval and numberOfIntervals are required with view.');
  }
  const frequency = plan.frequencies.find(
    (candidate) =>
      candidate.interval.toLowerCase() === interval.value &&
      candidate.numberOfIntervals === numberOfIntervals.value &&
      candidate.status === 'Active',
  );
  return frequency === undefined
    ? refuse(404, `Plan with id ${plan.id} has no active frequency of ${numberOfIntervals.value} ${interval.value}.`)
    : jsonAnswer(200, printTemplate(state, plan.id, frequency));
};

const planFields: readonly Field<Plan>[] = [
  { name: 'id', kind: 'id', of: ({ id }) => id },
  { name: 'code', kind: 'text', of: ({ code }) => code },
  { name: 'status', kind: { values: ['Active', 'Retired'] }, of: ({ status }) => status },
];

const planProductFields: readonly Field<PlanProduct>[] = [
  { name: 'id', kind: 'id', of: ({ id }) => id },
  { name: 'productId', kind: 'id', of: ({ productId }) => productId },
  { name: 'code', kind: 'text', of: ({ productCode }) => String(productCode) },
  { name: 'name', kind: 'text', of: ({ productName }) => productName },
  { name: 'status', kind: { values: ['Active', 'Retired'] }, of: ({ status }) => status },
];

const subscriptionFields = (state: FusebillState): readonly Field<Subscription>[] => [
  { name: 'id', kind: 'id', of: ({ id }) => id },
  { name: 'status', kind: { values: subscriptionStatuses }, of: ({ status }) => status },
  { name: 'planCode', kind: 'text', of: ({ planId }) => state.plans.get(planId)?.code ?? null },
  { name: 'planName', kind: 'text', of: ({ planId }) => state.plans.get(planId)?.name ?? null },
  { name: 'reference', kind: 'text', of: ({ reference }) => (reference === null ? null : String(reference)) },
];
