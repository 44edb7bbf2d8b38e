import { createProblem, type Problem } from './problem.ts';
import type { ProviderId } from './provider-id.ts';

/**
 * The most pages of one list that one request asks a vendor for. A list of ours goes on by its cursor; what has none, and
 * needs more, fails before anything is written, so that no answer is made of half an account.
 */
export const maximumVendorPages = 50;

/** `provider_response_invalid` for a list of a vendor that would not end within the bound. `what` names the list. */
export const tooManyPages = (provider: ProviderId, what: string): Problem =>
  createProblem('provider_response_invalid', `The provider has more than ${maximumVendorPages} pages of ${what}.`, {
    provider: { name: provider, status: null, code: null, message: null },
  });
