import type { Customer } from './records.ts';
import { integer, resourceUri } from './wire-values.ts';

/** https://developer.staxbill.com/reference/customer-object. Phone, reference and company may be bare numbers. */
export const printCustomer = (customer: Customer): Record<string, unknown> => ({
  firstName: customer.firstName,
  middleName: null,
  lastName: customer.lastName,
  companyName: customer.companyName,
  suffix: null,
  primaryEmail: customer.primaryEmail,
  primaryPhone: customer.primaryPhone,
  secondaryEmail: null,
  secondaryPhone: null,
  title: null,
  reference: customer.reference,
  status: customer.status,
  customerAccountStatus: customer.customerAccountStatus,
  currency: customer.currency,
  salesforceId: null,
  netsuiteId: null,
  id: integer(customer.id),
  uri: resourceUri(`Customers/${customer.id}`),
});
