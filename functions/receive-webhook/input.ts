import * as z from 'zod';

export const input = z.object({
  path: z.object({
    /** Any text: that a name cannot exist is told in the same way as that it does not. */
    connection: z.string(),
  }),
  /** Other members are let through, and so is a token that is given twice, which then is none. */
  query: z.object({ token: z.string().optional().catch(undefined) }),
  headers: z.record(z.string(), z.string()),
  body: z.instanceof(Uint8Array),
});
