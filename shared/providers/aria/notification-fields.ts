import { decodeUtf8 } from '../../http/utf8.ts';

export interface NotificationField {
  readonly name: string;
  /** Always text: ids may have leading zeros, and more digits than a number holds. */
  readonly value: string;
}

/**
 * The few fields of a notification that are used, in the order in which they came and never empty; the others hold
 * passwords, pins and keys. A destination gets XML documents or name-value pairs, as it is set up; null where the body is
 * neither.
 * https://knowledge.ariasystems.net/Developers_Guide/Event_Notifications/Using_Event_Notifications/Event_Notification_Best_Practices
 */
export const readNotificationFields = async (body: Uint8Array): Promise<readonly NotificationField[] | null> => {
  // Names of customers may come in another encoding; ids and events are ASCII in all of them.
  const text = (decodeUtf8(body) ?? Buffer.from(body).toString('latin1').replace(/^ï»¿/, '')).trimStart();
  const fields = text.startsWith('<') ? await readXmlWhenNeeded(text) : readNameValuePairs(text);
  return fields === null
    ? null
    : fields
        .map(({ name, value }) => ({ name, value: value.trim() }))
        .filter(({ name, value }) => usedNames.has(name) && value !== '');
};

/** Lists are names that end in `[]` and are repeated; some encoders number their entries. */
const readNameValuePairs = (text: string): readonly NotificationField[] =>
  [...new URLSearchParams(text)].map(([name, value]) => ({ name: name.replace(/\[\d*\]$/, ''), value }));

/**
 * The parser is loaded with the first XML document: most processes never see one. It is not loaded by itself here, because
 * in a bundle `import()` of a CommonJS package gives a default and no names.
 */
const readXmlWhenNeeded = async (text: string): Promise<readonly NotificationField[] | null> => {
  const { readXmlLeaves } = await import('./notification-xml.ts');
  return readXmlLeaves(text);
};

/** All that is looked up; the rest of a body is passed over. */
export const usedNames: ReadonlySet<string> = new Set([
  ...['class', 'class_name', 'event_id', 'event_no', 'event_label'],
  ...['acct_no', 'client_acct_id', 'object_category', 'object_no'],
]);
