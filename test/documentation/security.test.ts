import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

const root = new URL('../../', import.meta.url);
const page = readFileSync(new URL('docs/security.md', root), 'utf8');

/** By heading, the text of each point of OWASP's list. */
const points = page
  .split(/^### (?=API\d+:2023 )/m)
  .slice(1)
  .map((part) => {
    const [heading = '', ...lines] = part.split(/^## /m)[0]?.split('\n') ?? [];
    return { heading, text: lines.join('\n') };
  });

describe('the page on security', () => {
  test('goes through the ten points of OWASP for APIs, in their order', () => {
    expect(points.map(({ heading }) => heading)).toEqual([
      'API1:2023 Broken Object Level Authorization',
      'API2:2023 Broken Authentication',
      'API3:2023 Broken Object Property Level Authorization',
      'API4:2023 Unrestricted Resource Consumption',
      'API5:2023 Broken Function Level Authorization',
      'API6:2023 Unrestricted Access to Sensitive Business Flows',
      'API7:2023 Server Side Request Forgery',
      'API8:2023 Security Misconfiguration',
      'API9:2023 Improper Inventory Management',
      'API10:2023 Unsafe Consumption of APIs',
    ]);
  });

  test('says for every sentence of a point which test holds it', () => {
    const bullets = points.flatMap(({ text }) => text.split('\n').filter((line) => line.startsWith('- ')));

    expect(bullets.length).toBeGreaterThanOrEqual(20);
    expect(bullets.filter((line) => !/`test\/[a-z0-9/-]+\.test\.ts`/.test(line))).toEqual([]);
  });

  test('names no test that is not there', () => {
    const named = [...page.matchAll(/`(test\/[^`]+)`/g)].map(([, path = '']) => path);

    expect(named.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
  });
});
