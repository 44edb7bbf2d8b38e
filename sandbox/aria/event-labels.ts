/**
 * Events that an account's notification can carry, by event_id: class 1, and two financial ones that come along with it.
 * The number of "Account Master Plan Instance Status Modified" is not published.
 * https://knowledge.ariasystems.net/Developers_Guide/Event_Notifications/Event_Notification_Reference/Events_in_the_Account_and_Master_Plan_Instances_Class
 */
export const eventLabels: ReadonlyMap<string, string> = new Map([
  ['701', 'Account Created'],
  ['704', 'Account Status Changed'],
  ['705', 'Account Status Queued for Change'],
  ['718', 'Account Master Plan Instance Modified'],
  ['719', 'Account Supplemental Plan Modified'],
  ['720', 'Account Master Service Plan Queued for Assignment'],
  ['721', 'Account Supplemental Service Plan Queued for Assignment'],
  ['724', 'Account Master Service Plan Assigned'],
  ['725', 'Account Supplemental Service Plan Assigned'],
  ['726', 'Account Master Plan Instance De-assigned'],
  ['727', 'Account Supplemental Plan De-assigned'],
  ['728', 'Account Master Plan Instance Queued for De-assignment'],
  ['729', 'Account Supplemental Plan Queued for De-assignment'],
  ['730', 'Account Master Plan Instance Queued for Modification'],
  ['731', 'Account Supplemental Plan Queued for Modification'],
  ['732', 'Service Plan Contract Pending Expiration'],
  ['744', 'MPI Dunning Degrade Date Changed'],
  ['905', 'Electronic Payment Created'],
  ['947', 'Electronic Payment Failed'],
]);
