/** Whether two plan ids name one plan. Constant Contact spells its types in either case; the others have digits. */
export const samePlan = (left: string | null, right: string | null): boolean =>
  left !== null && right !== null && left.toLowerCase() === right.toLowerCase();
