/**
 * Tells which names are looked up in a JSON text, wherever it is parsed: schemas, helpers and mappings alike. What is walked
 * through as a whole (to be compared, printed or searched) is looked up by no name.
 */
export const recordReads = (text: string, onRead: (path: string) => void): void => {
  texts.set(text, onRead);
  if (texts.size > mostTexts) {
    const [oldest = ''] = texts.keys();
    texts.delete(oldest);
  }
};

const texts = new Map<string, (path: string) => void>();

/** Enough for what is under way at one time in a test. */
const mostTexts = 200;

const parse: (text: string, reviver?: Parameters<typeof JSON.parse>[1]) => unknown = JSON.parse;

JSON.parse = (text: string, reviver?: Parameters<typeof JSON.parse>[1]) => {
  const value = parse(text, reviver);
  const onRead = texts.get(text);
  return onRead === undefined ? value : observed(value, '', onRead);
};

const observed = (value: unknown, path: string, onRead: (path: string) => void): unknown => {
  if (typeof value !== 'object' || value === null || JSON.isRawJSON(value)) {
    return value;
  }
  const members = new Map<string | symbol, unknown>();
  const memberOf = (target: object, name: string | symbol, memberPath: string): unknown => {
    if (!members.has(name)) {
      members.set(name, observed(Reflect.get(target, name), memberPath, onRead));
    }
    return members.get(name);
  };
  if (Array.isArray(value)) {
    return new Proxy(value, {
      get: (target, name) =>
        Object.hasOwn(target, name) && name !== 'length'
          ? memberOf(target, name, `${path}[]`)
          : Reflect.get(target, name),
    });
  }
  let isWalkedThrough = false;
  const look = (target: object, name: string | symbol): void => {
    if (typeof name === 'string' && !namesOfLanguage.has(name) && /^[A-Za-z_]\w*$/.test(name)) {
      if (!(isWalkedThrough && Object.hasOwn(target, name))) {
        onRead(pathOf(path, name));
      }
    }
  };
  return new Proxy(value, {
    get: (target, name) => {
      look(target, name);
      return Object.hasOwn(target, name)
        ? memberOf(target, name, pathOf(path, String(name)))
        : Reflect.get(target, name);
    },
    has: (target, name) => {
      look(target, name);
      return Reflect.has(target, name);
    },
    ownKeys: (target) => {
      isWalkedThrough = true;
      return Reflect.ownKeys(target);
    },
  });
};

const pathOf = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

/** What JavaScript, zod and the assertions of tests ask any object for. */
const namesOfLanguage = new Set([
  ...['constructor', 'prototype', '__proto__', 'toJSON', 'toString', 'valueOf', 'then', 'length', 'size'],
  ...['asymmetricMatch', '_isMockFunction', 'nodeType', 'nodeName', 'tagName', 'hasAttribute', 'ownerDocument'],
]);
