import { describe, expect, test } from '@jest/globals';
import { analyse } from 'scslre';
import { readPatternMakers, readPatterns } from './support/patterns.ts';

const folders = [
  'functions',
  'gateway',
  'shared',
  'sandbox',
  'local',
  'scripts',
  'workflows',
  'infrastructure',
  'bench',
];

/** What makes an expression take more than linear time, a search from every place of the text included. */
const reasonsOf = (expression: RegExp): string[] => analyse(expression).reports.map(({ type }) => type);

describe('a regular expression of the sources', () => {
  test('takes linear time, whatever it is given', () => {
    const patterns = readPatterns(folders);

    expect(patterns.length).toBeGreaterThan(100);
    expect(
      patterns
        .map(({ path, expression }) => ({ path, expression: String(expression), reasons: reasonsOf(expression) }))
        .filter(({ reasons }) => reasons.length > 0),
    ).toEqual([]);
  });

  test('is a literal, so that it can be checked', () => {
    expect(readPatternMakers(folders)).toEqual([]);
  });

  test.each([
    ['trailing zeros', /0+$/],
    ['an exponent', /[eE].*$/],
    ['trailing slashes', /\/+$/],
    ['the comment that names a source map', /\n*\/[/*]# sourceMappingURL=[^\n]*\s*$/],
    ['trailing spaces', /\s+$/],
    ['two counts of the same digits', /^\d*\.?\d+$/],
    ['nested counts', /^(a+)+$/],
  ])('would be found: %s', (_, expression) => {
    expect(reasonsOf(expression)).not.toEqual([]);
  });
});
