export type Unit = 'ms' | 'MB' | 'times';

/** One line of a benchmark's table. */
export interface Figure {
  readonly measured: string;
  readonly unit: Unit;
  /** One for each round. */
  readonly samples: readonly number[];
  /** What the same round took otherwise: as many samples, taken in turn with the others. */
  readonly baseline?: { readonly name: string; readonly samples: readonly number[] };
  readonly target?: Target;
}

/** An upper limit for the median of the samples, or for the median of their ratios to the baseline. */
export interface Target {
  readonly of: 'median' | 'ratio';
  readonly atMost: number;
}

export interface Report {
  readonly title: string;
  readonly figures: readonly Figure[];
}

export const median = (samples: readonly number[]): number => {
  const sorted = samples.toSorted((left, right) => left - right);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
  return (lower + upper) / 2;
};

/**
 * The median of the rounds' own ratios, or null without a baseline. Round by round, because a machine that is busy for a
 * while slows both sides of a round alike.
 */
export const ratioOf = ({ samples, baseline }: Figure): number | null =>
  baseline === undefined
    ? null
    : median(samples.map((sample, round) => sample / (baseline.samples[round] ?? Number.NaN)));

/** Whether the target holds; null where there is none. */
export const isMet = (figure: Figure): boolean | null => {
  const { target, samples } = figure;
  if (target === undefined) {
    return null;
  }
  const value = target.of === 'median' ? median(samples) : ratioOf(figure);
  return value !== null && value <= target.atMost;
};

/** The report as a Markdown table with aligned columns, fit for a terminal and for a README. */
export const formatReport = ({ title, figures }: Report): string => {
  const rows = [headings, ...figures.map(toCells)];
  const widths = headings.map((_, column) => Math.max(...rows.map((cells) => (cells[column] ?? '').length)));
  const format = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => pad(cell, widths[column] ?? 0, isText(column))).join(' | ')} |`;
  const ruler = `|${widths.map((width, column) => `${'-'.repeat(width + 1)}${isText(column) ? '-' : ':'}`).join('|')}|`;
  const [first = [], ...others] = rows;
  return [`## ${title}`, '', format(first), ruler, ...others.map(format)].join('\n');
};

const headings = ['measured', 'median', 'min to max', 'baseline', 'its median', 'ratio', 'target'] as const;

const isText = (column: number): boolean => headings[column] === 'measured' || headings[column] === 'baseline';

const pad = (cell: string, width: number, isLeft: boolean): string =>
  isLeft ? cell.padEnd(width) : cell.padStart(width);

const toCells = (figure: Figure): readonly string[] => {
  const { measured, unit, samples, baseline } = figure;
  const ratio = ratioOf(figure);
  return [
    measured,
    print(median(samples), unit),
    samples.length < 2 ? '' : `${printNumber(Math.min(...samples), unit)} to ${print(Math.max(...samples), unit)}`,
    baseline?.name ?? '',
    baseline === undefined ? '' : print(median(baseline.samples), unit),
    ratio === null ? '' : ratio.toFixed(2),
    printTarget(figure),
  ];
};

const printTarget = (figure: Figure): string => {
  const { target, unit } = figure;
  if (target === undefined) {
    return '';
  }
  const limit = target.of === 'ratio' ? `ratio ${target.atMost}` : print(target.atMost, unit);
  return `at most ${limit}: ${isMet(figure) ? 'met' : 'MISSED'}`;
};

const print = (value: number, unit: Unit): string =>
  unit === 'times' ? printNumber(value, unit) : `${printNumber(value, unit)} ${unit}`;

const printNumber = (value: number, unit: Unit): string =>
  unit === 'ms' ? value.toFixed(value < 10 ? 2 : 1) : unit === 'MB' ? value.toFixed(0) : String(value);
