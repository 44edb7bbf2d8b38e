import type { AriaState } from './state.ts';

/**
 * A business error: HTTP 200 with `error_code` and `error_msg`. Texts from
 * https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_API_Concepts/Aria_API_Error_Messages_Unabridged_List
 */
export interface Refusal {
  readonly refused: true;
  readonly errorCode: number;
  readonly errorMessage: string;
}

export const refuse = (errorCode: number, errorMessage: string): Refusal => ({
  refused: true,
  errorCode,
  errorMessage,
});

export const isRefusal = (value: object): value is Refusal => 'refused' in value;

/** How Admin Tools answer an id that is in use is not published. */
export const duplicateRecord = ({ settings }: Pick<AriaState, 'settings'>): Refusal =>
  refuse(settings.duplicateRecordErrorCode, 'duplicate record found');

export const missingParameter = (name: string): Refusal => refuse(1010, `Missing required parameter: ${name}`);

export const notValid = (name: string, type: 'long' | 'string' | 'double'): Refusal =>
  refuse(1016, `(${name}) is not a valid ${type}.`);

export const noDataFound = refuse(1002, 'no data found');
export const hostNotPermitted = refuse(1003, 'host not permitted');
export const authenticationError = refuse(1004, 'authentication error');
export const accountDoesNotExist = refuse(1009, 'account does not exist');
export const invalidInputFormat = refuse(1012, 'invalid input format');
export const unparsableJson = refuse(1012, 'Unable to parse input json - invalid format.');
export const objectDoesNotExist = refuse(1013, 'object does not exist');
export const invalidInput = refuse(1016, 'invalid input');
export const invalidDateFormat = refuse(1024, 'invalid date format');
export const invalidBoolean = refuse(1033, 'boolean parameter invalid');
export const invalidAssignmentDirective = refuse(1035, 'invalid assignment directive');
export const changesNotAllowedForAccountStatus = refuse(
  1049,
  'billing or plan changes not allowed due to account status',
);
export const collectionFailed = refuse(4027, 'changes not saved because the collection attempt for this change failed');
export const invalidStatusCode = refuse(5002, 'invalid account status');
export const invalidDunningState = refuse(7034, 'invalid dunning state');
export const invalidPlanInstanceNo = refuse(14046, 'Invalid plan instance number');
export const invalidClientPlanInstanceId = refuse(14047, 'Invalid client plan instance id');
export const invalidPlanStatus = refuse(14051, 'invalid plan status for the new plan');
export const provisioningNotSupported = refuse(14077, 'account status does not support plan provisioning');
export const invalidQueueDate = refuse(24009, 'invalid queue date');
export const invalidQueueDays = refuse(24010, 'invalid queue days');
