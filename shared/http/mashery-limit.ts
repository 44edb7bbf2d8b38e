import type { Answer } from './call.ts';

/** A refusal by Mashery, the gateway before some vendors' APIs, because too many calls came. Nothing was executed. */
export interface MasheryLimit {
  /** What was counted: the calls of a second, or those of a longer time, mostly a day. */
  readonly window: 'second' | 'longer';
  /** The gateway's own word in the header, where it sent one. */
  readonly code: string | null;
}

/**
 * Reads the refusal in each form in which it comes, all with 403 (429 where the vendor set it so): the header
 * `X-Mashery-Error-Code`, an error key in a body of the vendor's own shape, or the words of the stock page, which is HTML.
 * Null for every other answer, a refused key (`ERR_403_DEVELOPER_INACTIVE`) included. `errorKey` is what the body names.
 * https://support.mashery.com/docs/read/mashery_api/20_reporting/error_codes
 */
export const readMasheryLimit = ({ status, headers, text }: Answer, errorKey: string | null): MasheryLimit | null => {
  if (status !== 403 && status !== 429) {
    return null;
  }
  const code = headers.get('x-mashery-error-code');
  const counted =
    /_OVER_(QPS|RATE)/i.exec(code ?? '')?.[1] ??
    /^mashery\.not\.authorized\.over\.([a-z]+)/i.exec(errorKey ?? '')?.[1] ??
    stockPage.exec(text.slice(0, stockPageCharacters))?.[1];
  return counted === undefined ? null : { window: /^q/i.test(counted) ? 'second' : 'longer', code };
};

const stockPage = /\b(?:developer|account|service) over (qps|queries per second|rate)\b/i;

/** The page is a heading and no more. */
const stockPageCharacters = 1_000;
