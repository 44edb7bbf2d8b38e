import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type LocalEventBus, startEventBus } from '../../local/event-bus.ts';
import type { GatewayEvent } from '../../shared/domain/event.ts';
import { createEventBridgeBus } from '../../shared/events/eventbridge-bus.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { createProviderContext } from '../support/provider-context.ts';

const event: GatewayEvent = {
  id: 'evt_cnv_1',
  version: '1',
  type: 'conversion.rejected',
  sequence: 1,
  occurredAt: '2031-03-14T10:00:00.000Z',
  connection: 'acme',
  provider: 'aria',
  accountId: '5000001',
  subscriptionId: '6000001',
  before: null,
  after: null,
  cause: { conversion: 'cnv_1' },
};

const { logger } = createProviderContext({ clock: createManualClock(0) });

let local: LocalEventBus;

beforeEach(async () => {
  local = await startEventBus();
  process.env.AWS_ENDPOINT_URL_EVENTBRIDGE = local.url;
  process.env.AWS_REGION = 'us-east-1';
  process.env.AWS_ACCESS_KEY_ID = 'local';
  process.env.AWS_SECRET_ACCESS_KEY = 'local';
});

afterEach(() => local.close());

describe('the bus', () => {
  test('gets an event through the SDK, with the source and the type that rules match on', async () => {
    const published = await createEventBridgeBus('plan-gateway-local', logger).publish([event]);

    expect(published).toEqual({ ok: true, value: 1 });
    expect(local.events()).toEqual([
      { bus: 'plan-gateway-local', source: 'plan-gateway', detailType: 'conversion.rejected', detail: event },
    ]);
  });

  test('that cannot be reached is told, so that the event is published again', async () => {
    await local.close();

    expect(await createEventBridgeBus('plan-gateway-local', logger).publish([event])).toEqual({
      ok: false,
      problem: 'unavailable',
    });
  });
});
