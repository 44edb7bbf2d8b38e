import { eventLabels } from './event-labels.ts';
import { element, xmlDocument } from './message-xml.ts';
import type { AriaAccount, AriaPlan, AriaPlanInstance, AriaSettings } from './state.ts';

/** What a class A message tells. */
export interface AccountMessage {
  readonly settings: AriaSettings;
  readonly plans: ReadonlyMap<string, AriaPlan>;
  readonly account: AriaAccount;
  readonly masters: readonly AriaPlanInstance[];
  readonly eventIds: readonly string[];
  readonly transactionId: string;
}

/**
 * https://knowledge.ariasystems.net/Developers_Guide/Event_Notifications/Event_Notification_Reference/Events_in_the_Account_and_Master_Plan_Instances_Class
 * with the samples below it. Empty elements are there; supplemental plans are told of in a part that the sandbox leaves out.
 */
export const printAccountXml = (message: AccountMessage): string =>
  xmlDocument('apf2doc', [
    element('request', elementsOf(headerOf(message))),
    element('acct_data', elementsOf(accountOf(message))),
    element('acct_contact', elementsOf({ first_name: 'Robin', last_name: 'Example', country: 'US' })),
    element(
      'master_plan_instance_data',
      message.masters.map((instance) => {
        const plan = message.plans.get(instance.planNo);
        return element('master_plan_instance', [
          ...elementsOf({
            master_plan_instance_no: instance.planInstanceNo,
            client_master_plan_instance_id: instance.clientPlanInstanceId ?? '',
            plan_no: instance.planNo,
            client_plan_id: plan?.clientPlanId ?? '',
            plan_name: plan?.name ?? '',
            plan_activation_date: instance.planDate,
            plan_termination_date: instance.deprovisionedDate ?? '',
            status_cd: String(instance.statusCode),
            resp_level_cd: '1',
          }),
          element(
            'mpi_billing_dates',
            elementsOf({ bill_day: textOf(instance.billDay), next_bill_date: instance.nextBillDate ?? '' }),
          ),
        ]);
      }),
    ),
    element(
      'event_data',
      message.eventIds.map((id) =>
        element('event', elementsOf({ event_id: id, event_label: eventLabels.get(id) ?? '' })),
      ),
    ),
  ]);

/**
 * The same as a form: what there is once, then each name of a plan instance over and over, aligned by position, the empty
 * ones too. `mpi_transistion_` is the vendor's spelling.
 */
export const printAccountPairs = (message: AccountMessage): string => {
  const { masters, plans, eventIds } = message;
  const ofEachMaster: Readonly<Record<string, (instance: AriaPlanInstance) => string>> = {
    master_plan_instance_no: ({ planInstanceNo }) => planInstanceNo,
    client_master_plan_instance_id: ({ clientPlanInstanceId }) => clientPlanInstanceId ?? '',
    mpi_plan_no: ({ planNo }) => planNo,
    mpi_client_plan_id: ({ planNo }) => plans.get(planNo)?.clientPlanId ?? '',
    mpi_plan_name: ({ planNo }) => plans.get(planNo)?.name ?? '',
    mpi_plan_activation_date: ({ planDate }) => planDate,
    mpi_plan_termination_date: ({ deprovisionedDate }) => deprovisionedDate ?? '',
    mpi_status_cd: ({ statusCode }) => String(statusCode),
    mpi_queued_status_cd: () => '',
    mpi_queued_status_change_date: () => '',
    mpi_transistion_from_plan: () => '',
    mpi_transistion_to_plan: () => '',
    mpi_plan_units: ({ units }) => units,
    mpi_dunning_state: ({ dunningState }) => String(dunningState),
    mpi_bill_day: ({ billDay }) => textOf(billDay),
    mpi_next_bill_date: ({ nextBillDate }) => nextBillDate ?? '',
    mpi_recurring_bill_thru_date: ({ nextBillDate }) => nextBillDate ?? '',
    mpi_usage_bill_thru_date: ({ nextBillDate }) => nextBillDate ?? '',
    mpi_status_date: ({ statusDate }) => statusDate,
  };
  return new URLSearchParams([
    ...Object.entries({ ...headerOf(message), ...accountOf(message) }),
    ...Object.entries(ofEachMaster).flatMap(([name, of]) =>
      masters.map((instance): Pair => [`${name}[]`, of(instance)]),
    ),
    ...eventIds.map((id): Pair => ['event_id[]', id]),
    ...eventIds.map((id): Pair => ['event_label[]', eventLabels.get(id) ?? '']),
  ]).toString();
};

type Pair = [name: string, value: string];

/** M is "modify". Changes from outside were made under no receipt. */
const headerOf = ({ settings, transactionId }: AccountMessage): Record<string, string> => ({
  version: '3.8',
  sender: 'A',
  transaction_id: transactionId,
  action: 'M',
  class_name: 'A',
  auth_key: settings.authKey,
  client_receipt_id: '',
});

/** What nobody else may see comes along, as the vendor has it: the hash of a password, a secret question, a PIN. */
const accountOf = ({ settings, account }: AccountMessage): Record<string, string> => ({
  client_no: settings.clientNo,
  acct_no: account.acctNo,
  client_acct_id: account.clientAcctId ?? '',
  userid: `user-${account.acctNo}`,
  password: '7f0c3d5e9a1b48d2sandboxPasswordHash',
  secret_question: 'sandboxSecretQuestion',
  secret_question_answer: 'sandboxSecretAnswer',
  pin: 'sandboxPin',
  status_cd: String(account.statusCode),
  notify_method: '1',
  currency: account.currency,
  test_acct: '0',
});

const elementsOf = (texts: Readonly<Record<string, string>>): string[] =>
  Object.entries(texts).map(([name, text]) => element(name, text));

const textOf = (number: number | null): string => (number === null ? '' : String(number));
