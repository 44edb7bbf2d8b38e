/**
 * The four providers, answering everything at once and always well: a customer with a subscription and a plan, whatever
 * the id. For tests of what stands before the provider.
 */
export const stubProviders: typeof fetch = async (input, init) => {
  const { pathname } = new URL(String(input));
  const [, answer] = answers.find(([pattern]) => pattern.test(pathname)) ?? [];
  return answer === undefined ? json({ message: 'Not found' }, 404) : json(answer(String(init?.body ?? '')));
};

const json = (body: unknown, status = 200): Response =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), { status });

/** Aria names its call in the body. */
const ariaAnswers: Readonly<Record<string, object>> = {
  get_client_plans_all_m: { error_code: 0, error_msg: 'OK', all_client_plans: [ariaPlan()] },
  get_acct_plans_all_m: {
    error_code: 0,
    error_msg: 'OK',
    all_acct_plans_m: [{ plan_instance_no: 500, plan_no: 20, plan_name: 'Gold', plan_instance_status_cd: 1 }],
  },
};

function ariaPlan(): object {
  return { plan_no: 20, plan_name: 'Gold', plan_level: 0, plan_type: 'Master Recurring Plan', active_ind: 1 };
}

const answers: readonly (readonly [RegExp, (body: string) => unknown])[] = [
  [/\/v2\/partner\//, () => ({ status: 'Trial', plan_type: 1 })],
  [/\/token$/, () => ({ access_token: 'token-of-v3-secret', expires_in: 3600, token_type: 'Bearer' })],
  [/\/v3\/partner\//, () => ({ plan_type: 'GOLD', billing_status: 'Open' })],
  [/\/plans\/?$/i, () => [fusebillPlan]],
  [/\/plans\/[^/]+\/planProducts$/i, () => []],
  [/\/plans\/[^/]+$/i, () => fusebillPlan],
  [/\/subscriptions$/i, () => []],
  [/\/customers\/[^/]+$/i, () => ({ id: 70001 })],
  [/\/core$|Dispatcher$/, (body) => ariaAnswers[/rest_call=(\w+)/.exec(body)?.[1] ?? ''] ?? ariaRefusal],
];

const ariaRefusal = { error_code: 1009, error_msg: 'Account does not exist.' };

const fusebillPlan = {
  id: 88,
  code: 'TEAM',
  name: 'Team',
  status: 'Active',
  planFrequencies: [
    { id: 417, numberOfIntervals: 1, interval: 'Monthly', status: 'Active', setupFees: [], charges: [] },
  ],
};
