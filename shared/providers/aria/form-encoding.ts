/** A value of an Admin Tools request. Members keep their order. */
export type FormValue = string | number | readonly FormValue[] | { readonly [name: string]: FormValue };

/**
 * `parameters` as `application/x-www-form-urlencoded` text in the bracket notation of Admin Tools:
 *
 * - rows: `schedule[0][schedule_name]=A&schedule[0][currency_cd]=usd`, to any depth. The index comes first:
 *   `schedule[schedule_name][0]` is answered with error 1016 or 1010.
 * - a plain list: `plan_group[]=2&plan_group[]=3`; inside a row it is indexed, `field[0][field_value][0]=x`.
 *
 * Names and values are percent-encoded, the brackets are not. An empty list or object leaves nothing.
 * https://developer.ariasystems.net/Aria_Crescendo_admintools_api/create_new_plan_m
 * https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_Admintools_API/edit_plan_m
 */
export const encodeForm = (parameters: { readonly [name: string]: FormValue }): string =>
  Object.entries(parameters)
    .flatMap(([name, value]) => (isPlainList(value) ? plainList(name, value) : pairs(percentEncoded(name), value)))
    .join('&');

const isPlainList = (value: FormValue): value is readonly Scalar[] =>
  Array.isArray(value) && value.every((item) => typeof item !== 'object');

const plainList = (name: string, items: readonly Scalar[]): string[] =>
  items.map((item) => `${percentEncoded(name)}[]=${percentEncoded(item)}`);

const pairs = (prefix: string, value: FormValue): string[] =>
  typeof value === 'object'
    ? Object.entries(value).flatMap(([key, member]) => pairs(`${prefix}[${percentEncoded(key)}]`, member))
    : [`${prefix}=${percentEncoded(value)}`];

type Scalar = string | number;

/** Half a surrogate pair has no UTF-8 form, and `encodeURIComponent` would throw. */
const percentEncoded = (value: Scalar): string => encodeURIComponent(String(value).toWellFormed());
