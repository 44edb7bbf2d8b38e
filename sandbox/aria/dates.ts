/** Aria's dates are `yyyy-mm-dd`; the sandbox's tenant keeps UTC. */
export const toDate = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);

export const isDate = (text: string): boolean => {
  const timeMs = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(timeMs) && toDate(timeMs) === text;
};

export const addDays = (date: string, days: number): string => toDate(Date.parse(date) + days * 86_400_000);

/** One billing period later. `periodType` 1 is days, 2 weeks, 3 or none months; a short month ends on its last day. */
export const addPeriod = (date: string, interval: number, periodType: 1 | 2 | 3 | null): string => {
  if (periodType === 1 || periodType === 2) {
    return addDays(date, periodType === 1 ? interval : interval * 7);
  }
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const lastDay = new Date(Date.UTC(year, month + interval, 0)).getUTCDate();
  return toDate(Date.UTC(year, month - 1 + interval, Math.min(day, lastDay)));
};
