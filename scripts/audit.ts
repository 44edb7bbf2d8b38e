// npm run audit: whether something is known against the packages of the lock file. It asks the registry that npm is set to, and
// nothing else in this repository does.
import { spawnSync } from 'node:child_process';
import * as z from 'zod';

/** Counts by severity, or npm's own words where the registry gave no answer that it understands. */
export const readReport = (text: string): Readonly<Record<string, number>> | string => {
  const report = reportSchema.safeParse(parse(text));
  if (!report.success) {
    return 'npm gave no report.';
  }
  return 'metadata' in report.data ? report.data.metadata.vulnerabilities : (report.data.message ?? 'no reason given');
};

const reportSchema = z.union([
  z.object({ metadata: z.object({ vulnerabilities: z.record(z.string(), z.number()) }) }),
  z.object({ message: z.string().optional(), error: z.unknown() }),
]);

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

if (import.meta.main) {
  const { stdout } = spawnSync('npm', ['audit', '--json'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const report = readReport(stdout);
  if (typeof report === 'string') {
    console.error(`Nothing is known: the registry could not be asked (${report}).`);
    process.exitCode = 2;
  } else {
    const { total = 0, ...bySeverity } = report;
    const counts = Object.entries(bySeverity).filter(([, count]) => count > 0);
    console.log(
      total === 0
        ? 'Nothing is known against any package.'
        : `Known against ${total} packages: ${counts.map(([severity, count]) => `${count} ${severity}`).join(', ')}. npm audit lists them.`,
    );
    process.exitCode = total === 0 ? 0 : 1;
  }
}
