import { afterEach, describe, expect, test } from '@jest/globals';
import { goldDetails, goldForm, prepared, startAdministration } from '../support/aria-administration-bench.ts';
import { ok } from '../support/aria-bench.ts';
import { editedPlan, editRefusal, prepareEdit } from '../support/aria-plan-edits.ts';
import { closeRecordingServers } from '../support/recording-server.ts';

afterEach(closeRecordingServers);

/** As get_plan_details_m answers them. */
const items = {
  nso_group_min_qty: 1,
  nso_group_max_qty: 3,
  nso_group_item_scope: '2',
  nso_incl_list_scope: 0,
  plan_nso_items: [
    {
      item_no: 701,
      active_ind: 1,
      min_qty: 0,
      max_qty: 5,
      item_scope: 1,
      plan_nso_price_override: [
        { rate_schedule_no: 501, client_rate_schedule_id: 'gold-usd', currency_cd: 'usd', override_price: '4.50' },
        { rate_schedule_no: 502, client_rate_schedule_id: '', currency_cd: 'GBP', override_price: 6e-7 },
      ],
    },
    { item_no: '702', active_ind: '1', min_qty: '', max_qty: null, item_scope: null, plan_nso_price_override: null },
  ],
  plan_nso_group: [
    {
      item_no: 703,
      active_ind: 1,
      plan_nso_group_price_override: [{ client_rate_schedule_id: 'gold-usd', override_price: 0 }],
    },
  ],
  plan_nso_incl_list: [
    { item_no: 704, active_ind: 1 },
    { item_no: 705, active_ind: 1 },
  ],
};

/** The same as edit_plan_m takes them. */
const itemsForm = {
  nso_group_min_qty: '1',
  nso_group_max_qty: '3',
  nso_group_item_scope: '2',
  nso_incl_list_scope: '0',
  nso_items_array: [
    {
      item_no: '701',
      nso_item_min_qty: '0',
      nso_item_max_qty: '5',
      item_scope: '1',
      nso_items_price_override: [
        { rate_schedule_no: '501', client_rate_schedule_id: 'gold-usd', override_price: '4.5' },
        { rate_schedule_no: '502', override_price: '0.0000006' },
      ],
    },
    { item_no: '702' },
  ],
  nso_group_array: [
    { item_no: '703', nso_group_price_override: [{ client_rate_schedule_id: 'gold-usd', override_price: '0' }] },
  ],
  nso_incl_list_array: ['704', '705'],
};

describe('a plan with items that is edited', () => {
  test('keeps them, under the names of the input', async () => {
    expect(await editedPlan({ name: 'Gold 2' }, { details: items })).toEqual({
      ...goldForm,
      ...itemsForm,
      plan_name: 'Gold 2',
    });
  });

  test('sends a list of items by its brackets alone, and rows by their positions', async () => {
    const bench = await startAdministration({}, { details: items });
    await bench.administration.send(await prepared(prepareEdit(bench, { name: 'x' })));
    const form = bench.sent('edit_plan_m')[0] ?? '';
    expect(form).toContain('&nso_incl_list_array[]=704&nso_incl_list_array[]=705&');
    expect(form).toContain('&nso_items_array[0][nso_items_price_override][1][override_price]=0.0000006&');
    expect(form).toContain('&nso_group_array[0][item_no]=703&');
  });

  const [first] = items.plan_nso_items;
  const [usd] = first?.plan_nso_price_override ?? [];
  const withOverride = (changes: object) => ({
    plan_nso_items: [{ ...first, plan_nso_price_override: [{ ...usd, ...changes }] }],
  });

  test.each([
    ['plan_nso_items.701.active_ind', { plan_nso_items: [{ ...first, active_ind: 0 }] }],
    ['plan_nso_items.701.colour', { plan_nso_items: [{ ...first, colour: 'red' }] }],
    ['plan_nso_items.item_no', { plan_nso_items: [{ ...first, item_no: null }] }],
    ['plan_nso_group.703.active_ind', { plan_nso_group: [{ item_no: 703, active_ind: 'false' }] }],
    ['plan_nso_incl_list.704.active_ind', { plan_nso_incl_list: [{ item_no: 704, active_ind: '0' }] }],
    ['plan_nso_items.701.plan_nso_price_override.currency_cd', withOverride({ currency_cd: 'gbp' })],
    ['plan_nso_items.701.plan_nso_price_override.override_price', withOverride({ override_price: null })],
    ['plan_nso_items.701.plan_nso_price_override.override_price', withOverride({ override_price: 'free' })],
    ['plan_nso_items.701.plan_nso_price_override.tier', withOverride({ tier: 1 })],
    [
      'plan_nso_items.701.plan_nso_price_override.rate_schedule_no (a rate schedule that the plan does not show)',
      withOverride({ rate_schedule_no: 599 }),
    ],
    [
      'plan_nso_group.703.plan_nso_group_price_override.currency_cd',
      {
        plan_nso_group: [
          {
            item_no: 703,
            active_ind: 1,
            plan_nso_group_price_override: [
              { client_rate_schedule_id: 'gold-usd', currency_cd: 'eur', override_price: 1 },
            ],
          },
        ],
      },
    ],
    ['plan_nso_group_price_override', { plan_nso_group_price_override: [{ item_no: 703, override_price: 1 }] }],
  ])('is left alone when the request has no place for %s', async (name, details) => {
    expect(await editRefusal({ name: 'x' }, { details: { ...items, ...details } })).toMatchObject({
      code: 'provider_conflict',
      detail: `The provider's call replaces what it changes, and this could not be sent back as it is: ${name}.`,
    });
  });

  test.each([
    ['is there', items, 'done'],
    [
      'is there in another order',
      {
        ...items,
        plan_nso_incl_list: items.plan_nso_incl_list.toReversed(),
        plan_nso_items: items.plan_nso_items.toReversed(),
      },
      'done',
    ],
    ['lost its bundled items', { ...items, plan_nso_items: null }, 'not_done'],
    ['lost a price', { ...items, plan_nso_group: [{ item_no: 703, active_ind: 1 }] }, 'not_done'],
    ['lost an included item', { ...items, plan_nso_incl_list: [{ item_no: 704, active_ind: 1 }] }, 'not_done'],
    ['has another quantity', { ...items, nso_group_max_qty: 4 }, 'not_done'],
  ])('is done only when what was sent %s', async (_, details, kind) => {
    const bench = await startAdministration(
      {
        get_plan_details_m: (_request, index) =>
          ok({ ...goldDetails, ...(index === 0 ? items : { ...details, plan_name: 'Gold 2' }) }),
      },
      {},
    );
    const write = await prepared(prepareEdit(bench, { name: 'Gold 2' }));
    expect(await bench.administration.find(write)).toMatchObject({ ok: true, value: { kind } });
  });
});

describe('what edit_plan_m has no parameter for', () => {
  test.each([null, '', 0, '0'])('passes where it is %j', async (nothing) => {
    const details = { acct_status_cd: nothing, rollover_acct_status_cd: nothing, plan_translation_info: nothing };
    expect(await editedPlan({ name: 'x' }, { details })).toEqual({ ...goldForm, plan_name: 'x' });
  });

  test('passes where it is a list without anything in it', async () => {
    expect(await editedPlan({ name: 'x' }, { details: { plan_translation_info: [{ locale_name: '' }] } })).toEqual({
      ...goldForm,
      plan_name: 'x',
    });
  });

  test.each([
    ['acct_status_cd', 1],
    ['rollover_acct_status_cd', -1],
    ['plan_translation_info', [{ locale_name: 'FR_CA', plan_name: 'Or', description: '' }]],
  ])('is refused by name where it is there: %s', async (name, content) => {
    expect(await editRefusal({ name: 'x' }, { details: { [name]: content } })).toMatchObject({
      code: 'provider_conflict',
      detail: `The provider's call replaces what it changes, and this could not be sent back as it is: ${name}.`,
    });
  });
});
