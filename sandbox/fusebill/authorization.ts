import { readBasicCredentials } from '../basic-credentials.ts';
import type { SimulatedAnswer } from '../simulated-provider.ts';
import { refuse } from './answers.ts';

/**
 * Null when the header holds the key as it was issued, raw after `Basic `. The key is Base64 of `0:` and a secret already:
 * what was encoded again, or another scheme, is badly formatted and answers 400, not 401.
 * https://developer.staxbill.com/reference/authentication and https://developer.staxbill.com/reference/errors
 */
export const checkAuthorization = (apiKey: string, header: string | undefined): SimulatedAnswer | null => {
  if (header === undefined) {
    return refuse(401, 'Authorization is missing.');
  }
  const credentials = readBasicCredentials(header);
  if (credentials === null || credentials.username !== '0' || credentials.password === '') {
    return refuse(400, 'Authorization key is not in the correct format.');
  }
  return header.slice('Basic '.length) === apiKey ? null : refuse(401, 'Authorization key is not valid.');
};
