import * as z from 'zod';
import { jsonAnswer, type SimulatedAnswer, type SimulatedRequest } from '../simulated-provider.ts';
import type { SandboxWorld } from '../world.ts';
import { refuse, refuseUnknown } from './answers.ts';
import { describeInvoice, firstCharges, startBilling } from './billing.ts';
import { readBody } from './body.ts';
import { printCustomer } from './customer-wire.ts';
import { printPreview, printSideEffects } from './invoice-wire.ts';
import { parametersOf } from './parameters.ts';
import type { FusebillState } from './state.ts';
import { readActivationParameters } from './subscription-activation.ts';
import { timestamp } from './wire-values.ts';

const previewSchema = z.object({ customerId: z.string().regex(/^[1-9]\d{0,18}$/) });

const activationSchema = previewSchema.extend({
  activateAllSubscriptions: z.boolean(),
  activateAllDraftPurchases: z.boolean(),
  temporarilyDisableAutoPost: z.boolean(),
});

/**
 * `POST /v1/customerActivation`: Draft customers only, else 409. With `activateAllSubscriptions` it bills everything that
 * the customer has waiting. A preview needs the customerId alone and changes nothing.
 * https://developer.staxbill.com/reference/activate-customer
 */
export const activateCustomer = (
  state: FusebillState,
  world: SandboxWorld,
  request: SimulatedRequest,
): SimulatedAnswer => {
  const parameters = readActivationParameters(parametersOf(request.query));
  if (!parameters.ok) {
    return parameters.refusal;
  }
  const named = readBody(request, previewSchema);
  if (!named.ok) {
    return named.refusal;
  }
  const customer = state.customers.get(named.value.customerId);
  if (customer === undefined) {
    return refuseUnknown('Customer', named.value.customerId);
  }
  if (customer.status !== 'Draft') {
    return refuse(409, `Customer with id ${customer.id} is ${customer.status} and cannot be activated.`);
  }
  const waiting = [...state.subscriptions.values()].filter(
    ({ customerId, status }) => customerId === customer.id && (status === 'Draft' || status === 'Provisioning'),
  );
  if (parameters.value.preview) {
    const charges = waiting.flatMap((subscription) => firstCharges(state, subscription, parameters.value));
    const invoicePreview = printPreview(charges, timestamp(world.clock.now()));
    return jsonAnswer(200, { ...printCustomer({ ...customer, status: 'Active' }), invoicePreview });
  }
  const body = readBody(request, activationSchema);
  if (!body.ok) {
    return body.refusal;
  }
  customer.status = 'Active';
  const options = {
    showZeroDollarCharges: parameters.value.showZeroDollarCharges,
    temporarilyDisableAutoPost: body.value.temporarilyDisableAutoPost,
  };
  const activated = body.value.activateAllSubscriptions ? waiting : [];
  const invoices = activated.map((subscription) => startBilling(state, subscription, { world, options }));
  world.journal.record({
    provider: 'fusebill',
    operation: 'customerActivation',
    accountId: customer.id,
    subscriptionId: null,
    change: {
      status: ['Draft', 'Active'],
      activatedSubscriptions: activated.map(({ id }) => id),
      invoices: invoices.map(describeInvoice),
    },
  });
  return jsonAnswer(200, {
    ...printCustomer(customer),
    ...(parameters.value.sideEffects ? { sideeffects: printSideEffects(customer, invoices[0] ?? null) } : {}),
  });
};
