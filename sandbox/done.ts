/** What somebody at the controls asked for, or why it cannot be: `status` is how the control server answers that. */
export type Done<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly status: 400 | 404; readonly error: string };

export const done = <Value>(value: Value): Done<Value> => ({ ok: true, value });

export const impossible = (error: string) => ({ ok: false, status: 400, error }) as const;

/** `thing` as in "account 4711 at acme-billing". */
export const notFound = (thing: string, known: readonly string[]) =>
  ({ ok: false, status: 404, error: `There is no ${thing}. There ${listOf(known)}` }) as const;

const listOf = (known: readonly string[]): string => {
  const shown = known.slice(0, longestList);
  const others = known.length - shown.length;
  return known.length === 0 ? 'are none.' : `are: ${shown.join(', ')}${others > 0 ? ` and ${others} more` : ''}.`;
};

const longestList = 40;
