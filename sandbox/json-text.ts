/** The value of a JSON text, or undefined where it is none. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/**
 * A JSON object whose members are JSON texts already: vendors print numbers (`47.50000`) as `JSON.stringify` cannot.
 */
export const printObject = (members: Readonly<Record<string, string>>): string =>
  `{${Object.entries(members)
    .map(([name, text]) => `${JSON.stringify(name)}:${text}`)
    .join(',')}}`;

export const printList = (items: readonly string[]): string => `[${items.join(',')}]`;
