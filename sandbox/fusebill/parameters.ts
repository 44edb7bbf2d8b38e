import { type Read, read, refuse, refused, refuseEnum } from './answers.ts';

/** Query parameters by lower-case name: the vendor's own samples print `preview` and `Preview`. */
export type Parameters = ReadonlyMap<string, string>;

export const parametersOf = (query: URLSearchParams): Parameters =>
  new Map([...query].map(([name, value]) => [name.toLowerCase(), value]));

/** A whole number of at least `minimum`, `fallback` where the parameter is absent, 400 otherwise. */
export const readInteger = <F>(
  parameters: Parameters,
  name: string,
  { minimum, fallback }: { readonly minimum: number; readonly fallback: F },
): Read<number | F> => {
  const text = parameters.get(name.toLowerCase());
  if (text === undefined) {
    return read(fallback);
  }
  return /^\d{1,9}$/.test(text) && Number(text) >= minimum
    ? read(Number(text))
    : refused(refuse(400, `The value '${text}' is not valid for ${name}.`, name));
};

/** `true` or `false` in any case, false where the parameter is absent, 400 otherwise. */
export const readBoolean = (parameters: Parameters, name: string): Read<boolean> => {
  const text = parameters.get(name.toLowerCase())?.toLowerCase();
  if (text === undefined || text === 'false') {
    return read(false);
  }
  return text === 'true' ? read(true) : refused(refuse(400, `The value '${text}' is not valid for ${name}.`, name));
};

/** One of `values` to the letter, null where the parameter is absent, 500 otherwise, as the vendor does. */
export const readEnum = <T extends string>(
  parameters: Parameters,
  name: string,
  values: readonly T[],
): Read<T | null> => {
  const text = parameters.get(name.toLowerCase());
  if (text === undefined) {
    return read(null);
  }
  const value = values.find((candidate) => candidate === text);
  return value === undefined ? refused(refuseEnum(text)) : read(value);
};
