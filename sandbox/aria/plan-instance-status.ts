/**
 * Status codes of a plan instance:
 * https://knowledge.ariasystems.net/Users_Guide/Finance/Payments_and_Credits/Payments/Direct_Post_Payment_Handler/Master_Plan_Instance_Status_Codes
 */
export const planInstanceStatusLabels: ReadonlyMap<number, string> = new Map([
  [-3, 'Terminated'],
  [-2, 'Cancelled'],
  [-1, 'Suspended'],
  [0, 'Inactive'],
  [1, 'Active'],
  [2, 'Pending Cancellation'],
  [3, 'Pending Termination'],
  [31, 'Pending Installation'],
  [32, 'Pending Activation'],
  [41, 'Trial'],
  [61, 'Active Non-Billable'],
]);

export const isBillableStatus = (statusCode: number): boolean => [1, 2, 3].includes(statusCode);

/**
 * Aria says that the new status must be legal for the current one and publishes no table. Taken: an ended instance stays
 * as it ended, only a pending one may begin its trial, nothing becomes pending again. The present status once more is
 * accepted and is a change: a second write must show in the journal, not vanish in a refusal.
 */
export const isLegalStatusChange = (from: number, to: number): boolean => {
  if (from === to) {
    return true;
  }
  if (from === -2 || from === -3) {
    return false;
  }
  return [31, 32, 41].includes(to) ? from === 31 || from === 32 : true;
};
