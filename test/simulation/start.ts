/** The first moment of every simulation. */
export const startMs = Date.UTC(2031, 2, 1, 12, 0, 0);
