import { SaxesParser } from 'saxes';
import type { NotificationField } from './notification-fields.ts';

/**
 * The elements without children, with their text, in the order of the document; null where it is not well-formed. Read as
 * a stream without a tree, so that no document takes more time or memory than its length allows.
 */
export const readXmlLeaves = (text: string): readonly NotificationField[] | null => {
  // Aria declares neither; without them there is nothing to expand and nothing to fetch.
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) {
    return null;
  }
  const parser = new SaxesParser();
  const leaves: NotificationField[] = [];
  let depth = 0;
  let leaf: { readonly name: string; value: string } | null = null;
  const append = (part: string) => {
    if (leaf !== null) {
      leaf.value += part;
    }
  };
  parser.on('opentag', ({ name }) => {
    depth += 1;
    if (depth > maximumDepth) {
      parser.fail('nested deeper than any notification');
    }
    leaf = { name, value: '' };
  });
  parser.on('text', append);
  parser.on('cdata', append);
  parser.on('closetag', () => {
    depth -= 1;
    if (leaf !== null) {
      leaves.push(leaf);
    }
    leaf = null;
  });
  // The parser has no other way to stop, and would go on to the end of a document that is broken at its start.
  parser.on('error', (error) => {
    throw error;
  });
  try {
    parser.write(text).close();
    return leaves;
  } catch {
    return null;
  }
};

/** The published samples are five elements deep. */
const maximumDepth = 32;
