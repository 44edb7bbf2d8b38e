import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { changeRecordSchema } from '../../shared/ledger/record.ts';
import { isAllowed, transitions } from '../../shared/ledger/transitions.ts';

test('the picture of the decision record shows the steps that the simulation allows', () => {
  const steps = transitions.map(({ from, to, why }) => `    ${from ?? '[*]'} --> ${to}: ${why}\n`);
  const text = readFileSync(new URL('../../docs/adr/0009-conversion-ledger.md', import.meta.url), 'utf8');

  expect(text).toContain(`\`\`\`mermaid\nstateDiagram-v2\n${steps.join('')}\`\`\`\n`);
});

test('every phase of a record is reached and left', () => {
  const phases = changeRecordSchema.options.map(({ shape }) => shape.phase.value);

  expect(phases).toEqual(['claimed', 'writing', 'unproven', 'settled']);
  expect(phases.filter((phase) => !transitions.some(({ to }) => to === phase))).toEqual([]);
  expect(phases.filter((phase) => !transitions.some(({ from, to }) => from === phase && to !== phase))).toEqual([]);
});

test('what was settled goes on to the next claim and to nothing else, and what was sent is never a claim again', () => {
  expect(isAllowed('settled', 'writing')).toBe(false);
  expect(isAllowed('settled', 'unproven')).toBe(false);
  expect(isAllowed('writing', 'claimed')).toBe(false);
  expect(isAllowed('unproven', 'claimed')).toBe(false);
  expect(isAllowed('claimed', 'unproven')).toBe(false);
});
