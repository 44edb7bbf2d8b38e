import Big from 'big.js';
import * as z from 'zod';
import type { Collection } from '../../domain/collection.ts';
import { type Money, sumMoney } from '../../domain/money.ts';
import { wireBoolean, wireDecimal, wireList } from '../../http/wire-values.ts';

/**
 * What the mock invoice of a previewed activation comes to, taxes included. The answer is the subscription with
 * `invoicePreview`, and `additionalInvoicesForPreview` where there are several; each has a `total`, as in the class
 * `Fusebill.ApiWrapper.Dto.Get.InvoicePreview` of the vendor's sample client, and as
 * https://developer.staxbill.com/reference/draft-invoice-object says of `total`. No currency is in it. Null for any other shape.
 */
export const chargesOfPreview = (body: unknown): Money | null => {
  const preview = previewSchema.safeParse(body);
  if (!preview.success) {
    return null;
  }
  const { invoicePreview, additionalInvoicesForPreview } = preview.data;
  const totals = [invoicePreview, ...additionalInvoicesForPreview].map(({ total }) => total);
  const amounts = totals.flatMap((total) => (total === null ? [] : [{ unitAmount: total, quantity: '1' }]));
  return amounts.length === totals.length ? sumMoney(amounts, null) : null;
};

/**
 * What became of the money of an activation ("will activate regardless of the collection attempt failing or succeeding").
 * With `view=sideeffects` the answer has an object `sideeffects` with the resulting invoices; how they are named in it is
 * documented nowhere, so they are known by the fields of a posted invoice:
 * https://developer.staxbill.com/reference/invoice-object
 *
 * `collected` when payments cover every posted invoice and none waits for settlement. An amount still owing may be due
 * later (`terms`) or not be collected automatically at all, so it is never called a failure; drafts say nothing.
 */
export const collectionOfActivation = (body: unknown): Collection => {
  const invoices = postedInvoicesOf(body);
  if (invoices.length === 0) {
    return { status: 'unknown', detail: null };
  }
  const isCharged = invoices.some(({ invoiceAmount }) => new Big(invoiceAmount).gt(0));
  if (isCharged && invoices.every(isPaid)) {
    return { status: 'collected', detail: 'Payments cover the invoice of the activation.' };
  }
  return invoices.some(({ outstandingBalance }) => new Big(outstandingBalance).gt(0))
    ? {
        status: 'unknown',
        detail: 'The invoice of the activation has an outstanding balance; whether a collection failed is not said.',
      }
    : { status: 'unknown', detail: null };
};

const previewInvoiceSchema = z.object({ total: wireDecimal });

const previewSchema = z.object({
  invoicePreview: previewInvoiceSchema,
  additionalInvoicesForPreview: wireList(previewInvoiceSchema),
});

const requiredDecimal = wireDecimal.pipe(z.string());

const postedInvoiceSchema = z.object({
  invoiceAmount: requiredDecimal,
  totalPayments: requiredDecimal,
  outstandingBalance: requiredDecimal,
  unsettled: wireBoolean,
});

type PostedInvoice = z.output<typeof postedInvoiceSchema>;

const postedInvoicesOf = (body: unknown): PostedInvoice[] =>
  membersNamed(body, 'sideeffects')
    .flatMap((sideEffects) => membersOf(sideEffects))
    .flatMap(([, member]): unknown[] => (Array.isArray(member) ? member : [member]))
    .flatMap((candidate) => {
      const invoice = postedInvoiceSchema.safeParse(candidate);
      return invoice.success ? [invoice.data] : [];
    });

/** The page that names the object prints it in lower case, its other names in camel case. */
const membersNamed = (body: unknown, name: string): unknown[] =>
  membersOf(body).flatMap(([key, member]) => (key.toLowerCase() === name ? [member] : []));

const membersOf = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];

const isPaid = ({ invoiceAmount, totalPayments, outstandingBalance, unsettled }: PostedInvoice): boolean =>
  unsettled !== true && new Big(outstandingBalance).eq(0) && new Big(totalPayments).gte(invoiceAmount);
