import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type LocalEventBus, startEventBus } from '../../local/event-bus.ts';
import type { GatewayEvent } from '../../shared/domain/event.ts';
import type { Plan } from '../../shared/domain/plan.ts';
import { createEventBridgeBus } from '../../shared/events/eventbridge-bus.ts';
import { pointAwsAt } from '../support/aws-clients.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { createProviderContext } from '../support/provider-context.ts';

let local: LocalEventBus;

beforeEach(async () => {
  local = await startEventBus();
  pointAwsAt({ eventBridge: local.url });
});

afterEach(() => local.close());

/** An event of a plan whose description makes it large; each letter has two bytes. */
const eventOf = (sequence: number, letters: number): GatewayEvent => ({
  id: `evt_${sequence}`,
  version: '1',
  type: 'plan.changed',
  sequence,
  occurredAt: '2031-03-14T10:00:00.000Z',
  connection: 'acme',
  provider: 'aria',
  accountId: null,
  subscriptionId: null,
  before: null,
  after: { ...plan, description: 'é'.repeat(letters) },
  cause: { webhook: 'whk_1' },
});

const plan: Plan = {
  id: '1',
  connection: 'acme',
  provider: 'aria',
  code: null,
  name: null,
  reference: null,
  description: null,
  longDescription: null,
  status: 'active',
  providerStatus: null,
  level: null,
  source: 'provider',
  updatedAt: null,
  warnings: [],
  prices: [],
};

const publish = (events: readonly GatewayEvent[]) =>
  createEventBridgeBus('bus', createProviderContext({ clock: createManualClock(0) }).logger).publish(events);

test('a call takes no more events than the 256 KB that EventBridge allows, and says how many it took', async () => {
  const events = [1, 2, 3, 4, 5, 6].map((sequence) => eventOf(sequence, 30_000));

  expect(await publish(events)).toEqual({ ok: true, value: 4 });
  expect(local.events().map(({ detail }) => detail)).toEqual(events.slice(0, 4));
});

test('an event that is larger than that goes alone, so that EventBridge decides', async () => {
  expect(await publish([eventOf(1, 130_000), eventOf(2, 1)])).toEqual({ ok: true, value: 1 });
});
