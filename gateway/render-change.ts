import type { ChangePlace, RenderChange } from '../shared/account-changes/context.ts';
import { kindOf } from '../shared/account-changes/kinds/kinds.ts';
import type { AccountChange } from '../shared/domain/account-change.ts';
import { type Conversion, conversionSchema } from '../shared/domain/conversion.ts';
import { renderProblem } from '../shared/lambda/answer.ts';

/** A change as the conversion that it is, with its members in the order of the schema. */
export const conversionOf = (change: AccountChange): Conversion => conversionSchema.parse(change);

/** Where a change is read: among the conversions, or among the changes. */
export const changePath = ({ kind, connection, accountId, changeId }: ChangePlace): string => {
  const account = `/v1/connections/${connection}/accounts/${encodeURIComponent(accountId)}`;
  return `${account}/${kindOf({ kind }).words.noun}s/${changeId}`;
};

export const renderChange: RenderChange = {
  success: (change, outcome) => ({
    status: outcome === 'done' ? 201 : 200,
    contentType: 'application/json; charset=utf-8',
    body: JSON.stringify(conversionOf(change)),
  }),
  rejection: (problem, place, changeWith) => {
    const { status, contentType, document } = renderProblem(problem, place);
    const change = changeWith(document);
    const body = JSON.stringify({ ...document, [kindOf(change).words.noun]: conversionOf(change) });
    return { change, answer: { status, contentType, body } };
  },
  locationOf: changePath,
};
