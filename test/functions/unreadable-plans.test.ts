import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { planSchema } from '../../shared/domain/plan.ts';
import { createInProcessGateway, type InProcessGateway } from '../support/in-process-gateway.ts';
import {
  closeRecordingServers,
  type RecordedRequest,
  type ServerAnswer,
  startRecordingServer,
} from '../support/recording-server.ts';

afterEach(closeRecordingServers);

/**
 * Each vendor lists five plans: 101 sound; 102 whose row cannot be read; one without an id; 103 sound but for its details;
 * 104 inactive.
 */

const fusebillFrequency = { id: 1, interval: 'Monthly', numberOfIntervals: 1, status: 'Active' };

const fusebillPlans = [
  { id: 101, name: 'Sound', status: 'Active', planFrequencies: [fusebillFrequency] },
  {
    id: 102,
    name: 'Broken',
    status: 'Active',
    planFrequencies: [{ ...fusebillFrequency, charges: [{ amount: 'do not log', currency: 'USD' }] }],
  },
  { id: null, name: 'do not log', status: 'Active', planFrequencies: [] },
  { id: 103, name: 'Half', status: 'Active', planFrequencies: [fusebillFrequency] },
  { id: 104, name: 'Old', status: 'Retired', planFrequencies: [{ ...fusebillFrequency, interval: 'Yearly' }] },
];

const fusebill = ({ target }: RecordedRequest): ServerAnswer => {
  const url = new URL(target, 'http://fusebill');
  if (url.pathname === '/v1/Plans/') {
    const [size, number] = ['pageSize', 'pageNumber'].map((name) => Number(url.searchParams.get(name)));
    return {
      status: 200,
      body: fusebillPlans.slice(Number(size) * Number(number), Number(size) * (Number(number) + 1)),
    };
  }
  const [, planId, products] = /^\/v1\/plans\/(\d+)(\/planProducts)?$/i.exec(url.pathname) ?? [];
  return {
    status: 200,
    body:
      products === undefined
        ? fusebillPlans.find(({ id }) => String(id) === planId)
        : [{ id: 9, quantity: planId === '103' ? 'do not log' : 1, orderToCashCycles: [] }],
  };
};

const ariaSchedule = {
  schedule_no: 1,
  schedule_currency: 'usd',
  currency_cd: 'usd',
  recurring_billing_interval: 1,
  recurring_billing_period_type: 3,
};

const ariaPlans = [
  { plan_no: 104, plan_name: 'Old', active_ind: 0, rate_sched: [{ ...ariaSchedule, recurring_billing_interval: 12 }] },
  { plan_no: 101, plan_name: 'Sound', active_ind: 1, rate_sched: [ariaSchedule] },
  { plan_no: '', plan_name: 'do not log', active_ind: 1, rate_sched: [] },
  { plan_no: 103, plan_name: 'Half', active_ind: 1, rate_sched: [ariaSchedule] },
  { plan_no: 102, plan_name: 'Broken', active_ind: 1, rate_sched: [{ ...ariaSchedule, schedule_no: null }] },
];

const aria = ({ target, body }: RecordedRequest): ServerAnswer => {
  const parameters = new Map<string, unknown>(
    target.startsWith('/v1/core') ? Object.entries(JSON.parse(body)) : new URLSearchParams(body),
  );
  const planNumber = String(parameters.get('plan_no'));
  const ok = (members: object): ServerAnswer => ({ status: 200, body: { error_code: 0, error_msg: 'OK', ...members } });
  const rate = { from_unit: 1, to_unit: null, rate_per_unit: planNumber === '103' ? 'do not log' : 7 };
  switch (parameters.get('rest_call')) {
    case 'get_plans_m':
      return ok({ plans: ariaPlans });
    case 'get_plan_details_m':
      return ok({ ...ariaPlans.find(({ plan_no }) => String(plan_no) === planNumber) });
    default:
      return ok({
        all_client_plan_dtls: [
          { plan_no: 999, plan_services: 'the odd services of another plan' },
          {
            plan_no: Number(planNumber),
            plan_services: [
              { is_recurring_ind: 1, all_plan_service_rates: [{ schedule_no: 1, plan_service_rates: [rate] }] },
            ],
          },
        ],
      });
  }
};

const vendors = [
  { provider: 'fusebill', react: fusebill, part: 'planFrequencies.0.charges.0.amount' },
  { provider: 'aria', react: aria, part: 'rate_sched.0.schedule_no' },
] as const;

describe.each(vendors)('a plan of $provider that cannot be read', ({ provider, react, part }) => {
  let gateway: InProcessGateway;

  const start = async (settings: object = {}) => {
    const { origin } = await startRecordingServer(react);
    const secret =
      provider === 'fusebill'
        ? { provider, apiKey: 'MDpzb21lLWxvbmctc2VjcmV0LWtleQ==', baseUrl: `${origin}/v1`, settings }
        : {
            provider,
            clientNo: 1234567,
            authKey: 'aK3yaK3yaK3yaK3yaK3yaK3yaK3yaK3y',
            coreUrl: `${origin}/v1/core`,
            adminUrl: `${origin}/AdminTools.php/Dispatcher`,
          };
    return createInProcessGateway({ shop: secret });
  };

  beforeEach(async () => {
    gateway = await start();
  });

  const list = async (query = '') => {
    const { status, body } = await gateway.send({ path: `/v1/connections/shop/plans${query}` });
    expect(status).toBe(200);
    return body as { data: Record<string, unknown>[]; nextCursor: string | null };
  };

  const idsOf = async (query: string) => (await list(query)).data.map(({ id }) => id);

  const unreadable = (id: string, detail: string) => ({
    id,
    connection: 'shop',
    provider,
    code: null,
    name: null,
    reference: null,
    description: null,
    longDescription: null,
    status: 'unknown',
    providerStatus: null,
    level: null,
    source: 'provider',
    updatedAt: null,
    warnings: [{ code: 'plan_unreadable', detail }],
    prices: [],
  });

  test('stands in the list by its id, and the others are as they are', async () => {
    const { data, nextCursor } = await list();
    expect(data.map(({ id, name, status }) => [id, name, status])).toEqual([
      ['101', 'Sound', 'active'],
      ['102', null, 'unknown'],
      ['103', 'Half', 'active'],
      ['104', 'Old', 'inactive'],
    ]);
    expect(data[1]).toEqual(unreadable('102', `The provider's row of this plan is not valid: ${part}.`));
    expect(planSchema.safeParse(data[1]).success).toBe(true);
    expect(nextCursor).toBe(null);
  });

  test('stands there with include=prices too, as one does whose prices cannot be read', async () => {
    const { data } = await list('?include=prices');
    expect(data.map(({ id, status }) => [id, status])).toEqual([
      ['101', 'active'],
      ['102', 'unknown'],
      ['103', 'unknown'],
      ['104', 'inactive'],
    ]);
    expect(data[0]?.warnings).toEqual([]);
    expect([data[1], data[2]]).toEqual([
      unreadable('102', expect.stringMatching(/^The provider's answer is not valid: /) as unknown as string),
      unreadable('103', expect.stringMatching(/^The provider's answer is not valid: /) as unknown as string),
    ]);
    expect(JSON.stringify(data)).not.toContain('do not log');
  });

  test('shows what the provider sent with include=raw', async () => {
    const { data } = await list('?include=raw');
    expect(data[1]).toMatchObject({ id: '102', raw: { [provider === 'aria' ? 'plan_no' : 'id']: 102 } });
  });

  test('is neither active nor inactive, and has no interval', async () => {
    expect(await idsOf('?status=active')).toEqual(['101', '103']);
    expect(await idsOf('?status=inactive')).toEqual(['104']);
    expect(await idsOf('?interval=month')).toEqual(['101', '103']);
    expect(await idsOf('?interval=year')).toEqual(['104']);
  });

  test.each([['?limit=1'], ['?limit=2'], ['?limit=3&include=prices']])(
    'comes exactly once to who follows the cursors of %s',
    async (query) => {
      gateway = await start({ pageSize: 2 });
      const ids: unknown[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page: Awaited<ReturnType<typeof list>> = await list(
          `${query}${cursor === '' ? '' : `&cursor=${cursor}`}`,
        );
        ids.push(...page.data.map(({ id }) => id));
        cursor = page.nextCursor;
      }
      expect(ids).toEqual(['101', '102', '103', '104']);
    },
  );

  test('is a log line where it has no id, and nothing of it stands there', async () => {
    await list();
    const lines = gateway.lines.filter((line) => line.includes('plans_without_id'));
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({ level: 'warn', provider, rows: 1, firstPlace: 2 }),
    ]);
    expect(gateway.lines.join('\n')).not.toContain('do not log');
  });

  test('is 502 where it is asked for by itself, and the others are not', async () => {
    const statuses = await Promise.all(
      ['101', '102', '103', '104'].map(async (id) => {
        const { status, body } = await gateway.send({ path: `/v1/connections/shop/plans/${id}` });
        return [id, status, (body as { code?: string }).code];
      }),
    );
    expect(statuses).toEqual([
      ['101', 200, null],
      ['102', 502, 'provider_response_invalid'],
      ['103', 502, 'provider_response_invalid'],
      ['104', 200, null],
    ]);
  });
});

/** Whether a request reads plan 104 by itself. */
const isReadOf104 = ({ target, body }: RecordedRequest): boolean =>
  target === '/v1/Plans/104' ||
  (target.startsWith('/AdminTools') && new URLSearchParams(body).get('plan_no') === '104');

const secretAt = (origin: string) => ({
  fusebill: { provider: 'fusebill', apiKey: 'MDpzb21lLWxvbmctc2VjcmV0LWtleQ==', baseUrl: `${origin}/v1` },
  aria: {
    provider: 'aria',
    clientNo: 1234567,
    authKey: 'aK3yaK3yaK3yaK3yaK3yaK3yaK3yaK3y',
    coreUrl: `${origin}/v1/core`,
    adminUrl: `${origin}/AdminTools.php/Dispatcher`,
  },
});

describe.each(vendors)('a plan of $provider whose own read', ({ provider, react }) => {
  const startWith = async (answer: ServerAnswer | ((request: RecordedRequest) => ServerAnswer)) => {
    const { origin } = await startRecordingServer((request) =>
      isReadOf104(request) ? (typeof answer === 'function' ? answer(request) : answer) : react(request),
    );
    return createInProcessGateway({ shop: secretAt(origin)[provider] });
  };

  test('fails at the provider stands in the list as unreadable, and the others are as they are', async () => {
    const gateway = await startWith({ status: 500, body: 'do not log' });

    const { status, body } = await gateway.send({ path: '/v1/connections/shop/plans?include=prices' });

    const { data } = body as unknown as { data: { id: string; warnings: { code: string; detail: string }[] }[] };
    expect([status, data.map(({ id, warnings }) => [id, warnings[0]?.code])]).toEqual([
      200,
      [
        ['101', undefined],
        ['102', 'plan_unreadable'],
        ['103', 'plan_unreadable'],
        ['104', 'plan_unreadable'],
      ],
    ]);
    expect(data[3]?.warnings).toEqual([{ code: 'plan_unreadable', detail: 'The provider answered with status 500.' }]);
    expect(JSON.stringify(data)).not.toContain('do not log');
  });

  test.each([
    [401, 502, 'provider_unauthorized'],
    [403, 502, 'provider_unauthorized'],
    [429, 429, 'provider_rate_limited'],
    [502, 503, 'provider_unavailable'],
    [503, 503, 'provider_unavailable'],
    [504, 504, 'provider_timeout'],
  ])('answers %i is the failure of the page, which says nothing of that plan: %i %s', async (given, status, code) => {
    const gateway = await startWith({ status: given });

    expect(await gateway.send({ path: '/v1/connections/shop/plans?include=prices' })).toMatchObject({
      status,
      body: { code },
    });
  });

  test('is about another plan is not valid', async () => {
    const askedFor101 = (request: RecordedRequest): RecordedRequest => ({
      ...request,
      target: request.target.replace('104', '101'),
      body: request.body.replace('plan_no=104', 'plan_no=101'),
    });
    const gateway = await startWith((request) => react(askedFor101(request)));

    const [one, { status, body }] = await Promise.all([
      gateway.send({ path: '/v1/connections/shop/plans/104' }),
      gateway.send({ path: '/v1/connections/shop/plans?include=prices' }),
    ]);

    expect(one).toMatchObject({ status: 502, body: { code: 'provider_response_invalid' } });
    expect(one.body).toMatchObject({ detail: expect.stringContaining('that of another plan') });
    const { data } = body as unknown as { data: { id: string; warnings: { detail: string }[] }[] };
    expect(status).toBe(200);
    expect(data.map(({ id }) => id)).toEqual(['101', '102', '103', '104']);
    expect(data[3]?.warnings).toEqual([
      { code: 'plan_unreadable', detail: expect.stringContaining('that of another plan') },
    ]);
  });
});

test('a catalogue of Aria without a single id is 502, and not an empty one', async () => {
  const { origin } = await startRecordingServer(() => ({
    status: 200,
    body: { error_code: 0, error_msg: 'OK', plans: [{ plan_name: 'A' }, null, 'B'] },
  }));
  const secret = { provider: 'aria', clientNo: 1, authKey: 'key-1234567890', coreUrl: origin, adminUrl: origin };
  expect(await createInProcessGateway({ shop: secret }).send({ path: '/v1/connections/shop/plans' })).toMatchObject({
    status: 502,
    body: { code: 'provider_response_invalid' },
  });
});

test('a list that is no list is still 502', async () => {
  const { origin } = await startRecordingServer(() => ({ status: 200, body: { plans: [] } }));
  const gateway = createInProcessGateway({ shop: { provider: 'fusebill', apiKey: 'key-1234567890', baseUrl: origin } });
  expect(await gateway.send({ path: '/v1/connections/shop/plans' })).toMatchObject({
    status: 502,
    body: { code: 'provider_response_invalid' },
  });
});
