// Stands for the Lambda runtime: imports a module and tells how long after the start of the process that was done. Plain
// JavaScript, so that nothing has to be stripped first.
const { module, events = [] } = JSON.parse(process.argv[2]);
const { handler } = await import(module);
const importedMs = performance.now();

const answers = [];
for (const event of events) {
  const startedAt = performance.now();
  const { statusCode } = await handler(event, { awsRequestId: 'bench', getRemainingTimeInMillis: () => 28_000 });
  answers.push({ status: statusCode, durationMs: performance.now() - startedAt });
}

console.log(JSON.stringify({ importedMs, answers }));
process.exit(0);
