import * as z from 'zod';

export const input = z.object({
  path: z.object({
    /** Any text: that a name cannot exist is told in the same way as that it does not. */
    connection: z.string(),
  }),
  headers: z.record(z.string(), z.string()),
  body: z.instanceof(Uint8Array),
});
