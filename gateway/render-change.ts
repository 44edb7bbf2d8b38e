import type { ChangePlace, RenderChange } from '../shared/account-changes/context.ts';
import type { AccountChange } from '../shared/domain/account-change.ts';
import { type Conversion, conversionSchema } from '../shared/domain/conversion.ts';
import { renderProblem } from '../shared/lambda/answer.ts';

/** What callers get of a change, by its kind: a conversion has an answer of its own. */
const faces = {
  convert_trial: { collection: 'conversions', member: 'conversion', statusOf: { done: 201, already: 200 } },
} as const;

/** A change as the conversion that it is, with its members in the order of the schema. */
export const conversionOf = (change: AccountChange): Conversion => conversionSchema.parse(change);

/** Where a change is read. */
export const changePath = ({ kind, connection, accountId, changeId }: ChangePlace): string =>
  `/v1/connections/${connection}/accounts/${encodeURIComponent(accountId)}/${faces[kind].collection}/${changeId}`;

export const renderChange: RenderChange = {
  success: (change, outcome) => ({
    status: faces[change.kind].statusOf[outcome],
    contentType: 'application/json; charset=utf-8',
    body: JSON.stringify(conversionOf(change)),
  }),
  rejection: (problem, place, changeWith) => {
    const { status, contentType, document } = renderProblem(problem, place);
    const change = changeWith(document);
    const body = JSON.stringify({ ...document, [faces[change.kind].member]: conversionOf(change) });
    return { change, answer: { status, contentType, body } };
  },
  locationOf: changePath,
};
