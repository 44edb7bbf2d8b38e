/** One element of an Aria message. Text is escaped, a list holds elements that are printed already. */
export const element = (name: string, content: string | readonly string[]): string => {
  const inside = typeof content === 'string' ? escapeText(content) : content.join('');
  return inside === '' ? `<${name}/>` : `<${name}>${inside}</${name}>`;
};

export const xmlDocument = (root: string, elements: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, elements)}\n`;

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
