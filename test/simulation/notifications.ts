import type { Billing } from './billing.ts';
import { connection, toEvent } from './client.ts';
import type { Dice } from './dice.ts';
import type { Sickness } from './faults.ts';
import type { Gateway } from './gateway.ts';
import type { Scheduler } from './scheduler.ts';

export interface NotificationsOptions {
  readonly billing: Billing;
  readonly scheduler: Scheduler;
  readonly dice: Dice;
  readonly sickness: Sickness;
  readonly report: (violation: string) => void;
}

/** The provider as a sender of notifications: late, in any order, some twice, each until it is taken. */
export const createNotifications = (options: NotificationsOptions) => {
  const { billing, scheduler, dice, sickness, report } = options;
  const deliver = async (accountId: string, gateway: Gateway): Promise<void> => {
    const { headers, body } = billing.notificationOf(accountId);
    const path = `/v1/connections/${connection}/webhooks`;
    const event = { ...toEvent('POST', path, { headers, pathParameters: { connection } }), body };
    for (let attempt = 0; ; attempt += 1) {
      const reply = await gateway.invoke(event, 'receive').reply;
      if (reply !== null && reply.status < 300) {
        return;
      }
      if (reply !== null && reply.status !== 503) {
        report(`webhook: a notification of the provider was answered ${reply.status} ${reply.text}`);
        return;
      }
      if (attempt > 0 && scheduler.now() > sickness.untilMs + 600_000) {
        report('webhook: a notification was not taken long after the faults.');
        return;
      }
      await scheduler.sleep(dice.between(30_000, 60_000));
    }
  };
  return {
    /** Something changed in the books of the provider. */
    send: (accountId: string, gateway: Gateway, copies: number = dice.chance(0.3) ? 2 : 1): void => {
      for (let copy = 0; copy < copies; copy += 1) {
        scheduler.after(dice.between(0, dice.chance(0.5) ? 2_000 : 90_000), () => void deliver(accountId, gateway));
      }
    },
  };
};
