import type { HttpAnswer } from '../../shared/lambda/answer.ts';
import { type Content, chooseEncoding } from './content.ts';

/** `content`, compressed as far as the client takes it. */
export const answerContent = async (
  content: Content,
  acceptEncoding: string | undefined,
  headers: Readonly<Record<string, string>>,
): Promise<HttpAnswer> => {
  const encoding = chooseEncoding(acceptEncoding);
  const always = { ...headers, vary: 'accept-encoding' };
  return encoding === null
    ? { status: 200, headers: always, text: await content.text() }
    : {
        status: 200,
        headers: { ...always, 'content-encoding': encoding },
        bytes: await content.compressed(encoding),
      };
};

/**
 * The same for content that clients may keep and have to ask for again each time: 304 without a body where `ifNoneMatch` names
 * what it is now (https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2). The tag is weak, since it is one for every encoding.
 */
export const answerIfChanged = async (
  content: Content,
  {
    acceptEncoding,
    ifNoneMatch,
  }: { readonly acceptEncoding?: string | undefined; readonly ifNoneMatch?: string | undefined },
): Promise<HttpAnswer> => {
  const tag = `"${await content.hash()}"`;
  const headers = { etag: `W/${tag}`, 'cache-control': 'no-cache' };
  const known = (ifNoneMatch ?? '').split(',').map((entry) => entry.trim());
  return known.some((entry) => entry === '*' || entry === tag || entry === `W/${tag}`)
    ? { status: 304, headers: { ...headers, vary: 'accept-encoding' }, text: '' }
    : answerContent(content, acceptEncoding, headers);
};
