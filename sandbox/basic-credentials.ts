export interface BasicCredentials {
  readonly username: string;
  readonly password: string;
}

/** What an `Authorization: Basic` header says (RFC 7617), or null for another scheme, bad Base64 or a missing colon. */
export const readBasicCredentials = (header: string | undefined): BasicCredentials | null => {
  const encoded = /^basic ([A-Za-z0-9+/]+={0,2})$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) {
    return null;
  }
  const bytes = Buffer.from(encoded, 'base64');
  const text = bytes.toString('utf8');
  const colon = text.indexOf(':');
  if (bytes.toString('base64') !== encoded || colon === -1) {
    return null;
  }
  return { username: text.slice(0, colon), password: text.slice(colon + 1) };
};
