/**
 * What a caller that was written against one OpenAPI 3.1 document may meet in a later one that breaks it, a line each: a
 * path, operation, status, member or value that is gone, an input that is newly required or narrower, an answer that may
 * newly lack a member or be null. Text (descriptions, examples) breaks nobody, and neither does what was added.
 *
 * What cannot be told from the documents is taken to be breaking where it is in an input (another pattern), and let pass
 * in an answer.
 */
export const breakingDifferences = (before: unknown, after: unknown): readonly string[] => [
  ...new Set(
    entriesOf(at(before, 'paths')).flatMap(([path, item]) =>
      entriesOf(item).flatMap(([method, operation]) => {
        const place = `${method.toUpperCase()} ${path}`;
        const next = at(after, 'paths', path, method);
        return next === undefined
          ? [`${place}: is gone`]
          : compareOperations(place, operation, next, { before, after });
      }),
    ),
  ),
];

interface Documents {
  readonly before: unknown;
  readonly after: unknown;
}

const compareOperations = (place: string, before: unknown, after: unknown, documents: Documents): readonly string[] => [
  ...compareParameters(place, before, after, documents),
  ...compareBodies(place, before, after, documents),
  ...entriesOf(at(before, 'responses')).flatMap(([status, response]) => {
    const next = at(after, 'responses', status);
    return next === undefined
      ? [`${place} ${status}: is gone`]
      : [
          ...compareContents(`${place} ${status}`, at(response, 'content'), at(next, 'content'), {
            ...documents,
            direction: 'answer',
          }),
          ...entriesOf(at(response, 'headers'))
            .filter(([name]) => at(next, 'headers', name) === undefined)
            .map(([name]) => `${place} ${status} header ${name}: is gone`),
        ];
  }),
];

const parameterKey = (parameter: unknown): string => `${text(at(parameter, 'in'))} ${text(at(parameter, 'name'))}`;

const compareParameters = (place: string, before: unknown, after: unknown, documents: Documents): readonly string[] => {
  const old = new Map(itemsOf(at(before, 'parameters')).map((one) => [parameterKey(one), one]));
  const next = new Map(itemsOf(at(after, 'parameters')).map((one) => [parameterKey(one), one]));
  return [
    ...[...old].flatMap(([key, parameter]) => {
      const now = next.get(key);
      return now === undefined
        ? [`${place} ${key}: is gone`]
        : compareSchemas(`${place} ${key}`, at(parameter, 'schema'), at(now, 'schema'), {
            ...documents,
            direction: 'input',
          });
    }),
    ...[...next]
      .filter(([key, parameter]) => at(parameter, 'required') === true && at(old.get(key), 'required') !== true)
      .map(([key]) => `${place} ${key}: is required`),
  ];
};

const compareBodies = (place: string, before: unknown, after: unknown, documents: Documents): readonly string[] => {
  const old = at(before, 'requestBody');
  const next = at(after, 'requestBody');
  return [
    ...(at(next, 'required') === true && at(old, 'required') !== true ? [`${place} body: is required`] : []),
    ...compareContents(`${place} body`, at(old, 'content'), at(next, 'content'), { ...documents, direction: 'input' }),
  ];
};

interface Comparison extends Documents {
  readonly direction: 'input' | 'answer';
  /** Pairs of references that are being compared further up: schemas may hold themselves. */
  readonly seen?: readonly string[];
}

const compareContents = (place: string, before: unknown, after: unknown, comparison: Comparison): readonly string[] =>
  entriesOf(before).flatMap(([type, content]) => {
    const next = at(after, type);
    return next === undefined
      ? [`${place} ${type}: is gone`]
      : compareSchemas(place, at(content, 'schema'), at(next, 'schema'), comparison);
  });

const compareSchemas = (place: string, before: unknown, after: unknown, comparison: Comparison): readonly string[] => {
  const pair = `${text(at(before, '$ref'))} ${text(at(after, '$ref'))}`;
  const { seen = [], direction } = comparison;
  if (seen.includes(pair)) {
    return [];
  }
  const inner = { ...comparison, seen: pair === ' ' ? seen : [...seen, pair] };
  const old = shapesOf(before, comparison.before);
  const next = shapesOf(after, comparison.after);
  const wasNullable = old.some(isNull);
  const isNullable = next.some(isNull);
  return [
    ...(direction === 'input' && wasNullable && !isNullable ? [`${place}: null is refused`] : []),
    ...(direction === 'answer' && isNullable && !wasNullable ? [`${place}: may be null`] : []),
    ...pairShapes(old.filter(isNoNull), next.filter(isNoNull)).flatMap(([shape, now]) =>
      now === undefined ? [`${place}: ${nameOf(shape)} is gone`] : compareShapes(place, shape, now, inner),
    ),
  ];
};

/** The alternatives of a schema: what stands behind references, in `anyOf`, `oneOf` and lists of types, one by one. */
const shapesOf = (schema: unknown, document: unknown): readonly unknown[] => {
  const reference = at(schema, '$ref');
  if (typeof reference === 'string') {
    return shapesOf(at(document, ...reference.replace(/^#\//, '').split('/')), document);
  }
  const alternatives = [...itemsOf(at(schema, 'anyOf')), ...itemsOf(at(schema, 'oneOf'))];
  if (alternatives.length > 0) {
    return alternatives.flatMap((alternative) => shapesOf(alternative, document));
  }
  const types = at(schema, 'type');
  return isRecord(schema) && Array.isArray(types) ? types.map((type) => ({ ...schema, type })) : [schema];
};

const isNull = (shape: unknown): boolean => at(shape, 'type') === 'null';
const isNoNull = (shape: unknown): boolean => !isNull(shape);

/** Each old alternative with the new one that took its place: the one of its name, else one of its type that is left over. */
const pairShapes = (
  before: readonly unknown[],
  after: readonly unknown[],
): readonly (readonly [unknown, unknown])[] => {
  const left = [...after];
  const take = (isIt: (shape: unknown) => boolean): unknown => {
    const index = left.findIndex(isIt);
    return index < 0 ? undefined : left.splice(index, 1)[0];
  };
  const named = before.map((shape) => [shape, take((one) => nameOf(one) === nameOf(shape))] as const);
  return named.map(([shape, next]) => [shape, next ?? take((one) => at(one, 'type') === at(shape, 'type'))]);
};

/** What tells an alternative from its neighbours: its title, the constants in it, or its type. */
const nameOf = (shape: unknown): string => {
  const constants = entriesOf(at(shape, 'properties')).flatMap(([name, member]) =>
    at(member, 'const') === undefined ? [] : [`${name} ${JSON.stringify(at(member, 'const'))}`],
  );
  return (
    [at(shape, 'title'), constants.join(', '), at(shape, 'type')].map(text).find((name) => name !== '') ?? 'a value'
  );
};

const compareShapes = (place: string, before: unknown, after: unknown, comparison: Comparison): readonly string[] => {
  const { direction } = comparison;
  const type = (shape: unknown) => text(at(shape, 'type'));
  if (type(before) !== type(after)) {
    return direction === 'input' && type(after) === '' ? [] : [`${place}: is ${type(after) || 'of any type'}`];
  }
  return [
    ...compareMembers(place, before, after, comparison),
    ...compareValues(place, before, after),
    ...(direction === 'input' ? compareBounds(place, before, after) : []),
    ...(at(before, 'items') === undefined
      ? []
      : compareSchemas(`${place}[]`, at(before, 'items'), at(after, 'items'), comparison)),
  ];
};

const compareMembers = (place: string, before: unknown, after: unknown, comparison: Comparison): readonly string[] => {
  const { direction } = comparison;
  const required = (shape: unknown) => new Set(itemsOf(at(shape, 'required')));
  const [wasRequired, isRequired] = [required(before), required(after)];
  return [
    ...entriesOf(at(before, 'properties')).flatMap(([name, member]) => {
      const next = at(after, 'properties', name);
      const inner = `${place} ${name}`;
      if (next === undefined) {
        return [`${inner}: is gone`];
      }
      return [
        ...(direction === 'answer' && wasRequired.has(name) && !isRequired.has(name)
          ? [`${inner}: may be absent`]
          : []),
        ...compareSchemas(inner, member, next, comparison),
      ];
    }),
    ...(direction === 'input'
      ? [...isRequired].filter((name) => !wasRequired.has(name)).map((name) => `${place} ${text(name)}: is required`)
      : []),
  ];
};

/** Values that are gone break whoever sends them, and whoever waits for them. */
const compareValues = (place: string, before: unknown, after: unknown): readonly string[] => {
  const values = (shape: unknown) =>
    at(shape, 'const') === undefined ? itemsOf(at(shape, 'enum')) : [at(shape, 'const')];
  const [old, next] = [values(before), values(after)];
  if (old.length === 0) {
    return next.length === 0 ? [] : [`${place}: is one of a list`];
  }
  return next.length === 0
    ? []
    : old.filter((value) => !next.includes(value)).map((value) => `${place}: ${JSON.stringify(value)} is gone`);
};

const lowerBounds = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems'] as const;
const upperBounds = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems'] as const;
const forms = ['pattern', 'format'] as const;

const compareBounds = (place: string, before: unknown, after: unknown): readonly string[] => {
  const number = (shape: unknown, name: string, none: number): number => {
    const value = at(shape, name);
    return typeof value === 'number' ? value : none;
  };
  return [
    ...lowerBounds.filter(
      (name) => number(after, name, Number.NEGATIVE_INFINITY) > number(before, name, Number.NEGATIVE_INFINITY),
    ),
    ...upperBounds.filter(
      (name) => number(after, name, Number.POSITIVE_INFINITY) < number(before, name, Number.POSITIVE_INFINITY),
    ),
    ...forms.filter((name) => at(after, name) !== undefined && at(after, name) !== at(before, name)),
  ].map((name) => `${place}: ${name} is ${text(at(after, name))}`);
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What stands there, or undefined where nothing does. */
const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (found, name) => (isRecord(found) && Object.hasOwn(found, name) ? found[name] : undefined),
    value,
  );

const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  isRecord(value) ? Object.entries(value) : [];

const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const text = (value: unknown): string =>
  value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
