import { readFileSync } from 'node:fs';

/**
 * The most memory in MB that this process has held at once. Not `maxRSS` where that can be helped: on Linux a process
 * begins with its parent's.
 */
export const peakMemoryMb = (): number => {
  const [, kilobytes] = process.platform === 'linux' ? (/VmHWM:\s+(\d+) kB/.exec(ownStatus()) ?? []) : [];
  return (kilobytes === undefined ? process.resourceUsage().maxRSS : Number(kilobytes)) / 1_024;
};

const ownStatus = (): string => readFileSync('/proc/self/status', 'utf8');
