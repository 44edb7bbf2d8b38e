// Sends requests one after the other and keeps what JSON.parse makes of the answers: the least that a gateway has to do.
import * as z from 'zod';
import { peakMemoryMb } from './peak-memory.ts';

const requestSchema = z.object({
  url: z.string(),
  method: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
});

const { requests } = z.object({ requests: z.array(requestSchema) }).parse(JSON.parse(process.argv[2] ?? ''));

const answers: unknown[] = [];
const startedAt = performance.now();
for (const { url, method, headers, body } of requests) {
  const response = await fetch(url, { method, headers, ...(body === '' ? {} : { body }) });
  answers.push(await response.json());
}
const totalMs = performance.now() - startedAt;

console.log(JSON.stringify({ planCount: 0, pageCount: answers.length, totalMs, peakMb: peakMemoryMb() }));
process.exit(0);
