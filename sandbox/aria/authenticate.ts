import { readInput } from './input.ts';
import type { Row } from './parse-body.ts';
import { authenticationError, hostNotPermitted, invalidInputFormat, type Refusal } from './refusal.ts';
import type { AriaSettings } from './state.ts';

/**
 * Null for the client itself. An address that is not allow-listed for the family answers 1003, or 1004 as a wrong key
 * does: https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_API_Concepts/Web_Service_API_Prerequisites
 */
export const authenticate = (body: Row, settings: AriaSettings, family: 'core' | 'admin'): Refusal | null => {
  const input = readInput(body);
  input.requireOneOf('output_format');
  input.requireOneOf('client_no');
  input.requireOneOf('auth_key');
  const clientNo = input.long('client_no');
  const authKey = input.text('auth_key', 32);
  if (input.text('output_format', 4) !== 'json') {
    input.fail(invalidInputFormat);
  }
  const wrong = input.refusal();
  if (wrong !== null) {
    return wrong;
  }
  const refusedHost = settings.refusedHosts[family];
  if (refusedHost !== null) {
    return refusedHost === 1003 ? hostNotPermitted : authenticationError;
  }
  return clientNo === settings.clientNo && authKey === settings.authKey ? null : authenticationError;
};
