import Big from 'big.js';
import { sumOf, totalOf } from './charges.ts';
import { printCustomer } from './customer-wire.ts';
import type { Charge, Customer, Invoice } from './records.ts';
import { amount, decimal, integer, resourceUri } from './wire-values.ts';

/**
 * What `view=sideeffects` adds. The vendor speaks of "a sideeffects object" with the resulting invoice and prints none:
 * the names in here (`invoice`, `draftInvoice`) are the sandbox's.
 * https://developer.staxbill.com/reference/create-subscription
 */
export const printSideEffects = (customer: Customer, invoice: Invoice | null): unknown => ({
  invoice: invoice === null || invoice.invoiceNumber === null ? null : printPosted(customer, invoice),
  draftInvoice: invoice === null || invoice.invoiceNumber !== null ? null : printDraft(customer, invoice),
});

/**
 * What a preview adds as `invoicePreview`. Members from the vendor's own generated help pages, for instance
 * https://secure.fusebill.com/Help/Api/GET-v1-subscriptionproducts-parentId-items-referenceId-referenceId
 */
export const printPreview = (charges: readonly Charge[], effectiveTimestamp: string): unknown => ({
  draftCharges: charges.map((charge) => printDraftCharge(charge, effectiveTimestamp, '0')),
  subtotal: amount(sumOf(charges.map((charge) => charge.amount))),
  total: amount(totalOf(charges)),
  draftTaxes: [],
  totalTaxes: amount('0'),
  poNumber: null,
  effectiveTimestamp,
  status: 'Ready',
  draftChargeGroups: null,
  notes: null,
  shippingInstructions: null,
});

/** https://developer.staxbill.com/reference/invoice-object */
const printPosted = (customer: Customer, invoice: Invoice): unknown => {
  const total = totalOf(invoice.charges);
  const outstanding = new Big(total).minus(invoice.totalPayments).toFixed(2);
  return {
    invoiceNumber: integer(invoice.invoiceNumber ?? '0'),
    invoiceSignature: null,
    poNumber: null,
    effectiveTimestamp: invoice.effectiveTimestamp,
    postedTimestamp: invoice.effectiveTimestamp,
    modifiedTimestamp: invoice.effectiveTimestamp,
    charges: invoice.charges.map((charge) => printCharge(charge, invoice)),
    subtotal: amount(sumOf(invoice.charges.map((charge) => charge.amount))),
    invoiceAmount: amount(total),
    totalPayments: amount(invoice.totalPayments),
    unsettled: false,
    outstandingBalance: amount(outstanding),
    terms: 'Net0',
    defaultTerms: 'Net0',
    isDefaultTerms: true,
    customerId: integer(invoice.customerId),
    invoiceCustomer: printCustomer(customer),
    sumOfCreditNotes: amount('0'),
    totalWriteoffs: amount('0'),
    taxes: [],
    paymentSchedules: [
      {
        dueDateTimestamp: invoice.effectiveTimestamp,
        status: outstanding === '0.00' ? 'Paid' : 'Due',
        amount: amount(total),
        outstandingBalance: amount(outstanding),
        daysDueAfterTerm: 0,
      },
    ],
    notes: null,
    customerReferenceValue: customer.reference,
    id: integer(invoice.id),
    uri: resourceUri(`Invoices/${invoice.id}`),
  };
};

/** https://developer.staxbill.com/reference/draft-invoice-object */
const printDraft = (customer: Customer, invoice: Invoice): unknown => ({
  billingPeriodId: integer(invoice.subscriptionId),
  effectiveTimestamp: invoice.effectiveTimestamp,
  modifiedTimestamp: invoice.effectiveTimestamp,
  status: 'Ready',
  poNumber: null,
  draftCharges: invoice.charges.map((charge) => printDraftCharge(charge, invoice.effectiveTimestamp, invoice.id)),
  subtotal: amount(sumOf(invoice.charges.map((charge) => charge.amount))),
  totalDiscount: amount(sumOf(invoice.charges.map((charge) => charge.discount))),
  total: amount(totalOf(invoice.charges)),
  taxes: [],
  paymentSchedules: [],
  customer: printCustomer(customer),
  notes: null,
  shippingInstructions: null,
  customerReferenceValue: customer.reference,
  id: integer(invoice.id),
  uri: resourceUri(`DraftInvoices/${invoice.id}`),
});

const printCharge = (charge: Charge, invoice: Invoice): unknown => ({
  transactionType: 'Charge',
  quantity: decimal(charge.quantity),
  unitPrice: amount(charge.unitPrice),
  amount: amount(charge.amount),
  name: charge.name,
  description: null,
  effectiveTimestamp: invoice.effectiveTimestamp,
  customerId: integer(invoice.customerId),
  invoiceId: integer(invoice.id),
});

const printDraftCharge = (charge: Charge, effectiveTimestamp: string, draftInvoiceId: string): unknown => ({
  transactionId: 0,
  chargeTypeId: null,
  transactionType: 'Charge',
  quantity: decimal(charge.quantity),
  unitPrice: amount(charge.unitPrice),
  amount: amount(charge.amount),
  taxableAmount: amount(new Big(charge.amount).minus(charge.discount).toFixed(2)),
  subscriptionPeriodId: null,
  draftInvoiceId: integer(draftInvoiceId),
  name: charge.name,
  description: null,
  effectiveTimestamp,
  proratedUnitPrice: null,
  startServiceDate: effectiveTimestamp,
  endServiceDate: effectiveTimestamp,
  rangeQuantity: null,
  draftDiscount: null,
  draftDiscounts: [],
  status: 'Active',
});
