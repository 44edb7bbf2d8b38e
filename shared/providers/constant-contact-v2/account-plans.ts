import type { AccountPlanRead } from '../../domain/provider.ts';
import { failed, type Result, success } from '../../domain/result.ts';
import { tryParseExactJson } from '../../http/exact-json.ts';
import { problemOfInvalidAnswer } from '../../http/provider-problem.ts';
import { redactJson } from '../../http/redaction.ts';
import type { Connected } from './client.ts';
import { toAccountPlan } from './mapping.ts';
import { wirePlanSchema } from './wire.ts';

/** An account has one plan. */
export const listAccountPlans = async (
  { credentials, secretValues, context, client }: Connected,
  accountId: string,
): Promise<Result<readonly AccountPlanRead[]>> => {
  const answer = await client.getPlan(accountId);
  if (!answer.ok) {
    return answer;
  }
  const { status, text } = answer.value;
  const body = tryParseExactJson(text);
  const parsed = wirePlanSchema.safeParse(body);
  if (!parsed.success) {
    const what = parsed.error.issues[0]?.path.join('.') || 'the body';
    return failed(problemOfInvalidAnswer(client.purpose('read'), status, what));
  }
  const { currency, planNames } = credentials;
  const { connection } = context;
  return success([
    {
      accountPlan: toAccountPlan({ connection, accountId, currency, planNames }, parsed.data),
      isAddOn: false,
      endedAt: null,
      isReplaced: false,
      hasDiscounts: false,
      raw: redactJson(body, secretValues),
    },
  ]);
};
