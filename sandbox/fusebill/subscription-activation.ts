import { jsonAnswer, type SimulatedAnswer, type SimulatedRequest } from '../simulated-provider.ts';
import type { SandboxWorld } from '../world.ts';
import { type Read, read, refuse, refuseUnknown } from './answers.ts';
import { type BillingOptions, describeInvoice, firstCharges, startBilling } from './billing.ts';
import { checkNoBody } from './body.ts';
import { printPreview, printSideEffects } from './invoice-wire.ts';
import { type Parameters, parametersOf, readBoolean, readEnum } from './parameters.ts';
import type { Customer, Subscription } from './records.ts';
import type { FusebillState } from './state.ts';
import { printSubscription } from './subscription-wire.ts';
import { timestamp } from './wire-values.ts';

/** The URL parameters of an activation: https://developer.staxbill.com/reference/activate-subscription */
export interface ActivationParameters extends BillingOptions {
  readonly preview: boolean;
  readonly sideEffects: boolean;
}

/**
 * `POST /v1/SubscriptionActivation/{id}`: from Draft or Provisioning alone, and only while the customer is Active; else 409.
 * A preview answers the subscription as it would be, with `invoicePreview`, and changes nothing.
 */
export const activateSubscription = (
  state: FusebillState,
  world: SandboxWorld,
  { id, request }: { readonly id: string; readonly request: SimulatedRequest },
): SimulatedAnswer => {
  const parameters = readActivationParameters(parametersOf(request.query));
  const subscription = state.subscriptions.get(id);
  const refusal = checkNoBody(request);
  if (refusal !== null) {
    return refusal;
  }
  if (!parameters.ok) {
    return parameters.refusal;
  }
  const customer = subscription && state.customers.get(subscription.customerId);
  if (subscription === undefined || customer === undefined) {
    return refuseUnknown('Subscription', id);
  }
  const conflict = checkActivation(subscription, customer);
  if (conflict !== null) {
    return conflict;
  }
  if (parameters.value.preview) {
    const invoicePreview = printPreview(
      firstCharges(state, subscription, parameters.value),
      timestamp(world.clock.now()),
    );
    const activated: Subscription = { ...subscription, status: 'Active' };
    return jsonAnswer(200, { ...printSubscription(state, activated), invoicePreview });
  }
  const before = subscription.status;
  const invoice = startBilling(state, subscription, { world, options: parameters.value });
  world.journal.record({
    provider: 'fusebill',
    operation: 'SubscriptionActivation',
    accountId: subscription.customerId,
    subscriptionId: subscription.id,
    change: { status: [before, subscription.status], invoice: describeInvoice(invoice) },
  });
  return jsonAnswer(200, {
    ...printSubscription(state, subscription),
    ...(parameters.value.sideEffects ? { sideeffects: printSideEffects(customer, invoice) } : {}),
  });
};

export const readActivationParameters = (parameters: Parameters): Read<ActivationParameters> => {
  const preview = readBoolean(parameters, 'preview');
  const showZeroDollarCharges = readBoolean(parameters, 'showzerodollarcharges');
  const temporarilyDisableAutoPost = readBoolean(parameters, 'temporarilyDisableAutoPost');
  const view = readEnum(parameters, 'view', ['sideeffects', 'Sideeffects']);
  if (!preview.ok) {
    return preview;
  }
  if (!showZeroDollarCharges.ok) {
    return showZeroDollarCharges;
  }
  if (!temporarilyDisableAutoPost.ok) {
    return temporarilyDisableAutoPost;
  }
  if (!view.ok) {
    return view;
  }
  return read({
    preview: preview.value,
    showZeroDollarCharges: showZeroDollarCharges.value,
    temporarilyDisableAutoPost: temporarilyDisableAutoPost.value,
    sideEffects: view.value !== null,
  });
};

/** 409 is for what is well-formed and breaks a rule; the vendor's example is this one. */
const checkActivation = (subscription: Subscription, customer: Customer): SimulatedAnswer | null => {
  if (subscription.status === 'Active') {
    return refuse(409, `Subscription with id ${subscription.id} is already active.`);
  }
  if (subscription.status !== 'Draft' && subscription.status !== 'Provisioning') {
    return refuse(409, `Subscription with id ${subscription.id} is ${subscription.status} and cannot be activated.`);
  }
  return customer.status === 'Active'
    ? null
    : refuse(409, `Customer with id ${customer.id} is ${customer.status}: its subscriptions cannot be activated.`);
};
