// Stands for the Lambda runtime: loads a handler from a file, gives it one event, sends back what it answers.
const { handler } = await import(process.argv[2]);

process.once('message', async (event) => {
  const endsAt = Date.now() + 28_000;
  const context = { awsRequestId: 'invocation-1', getRemainingTimeInMillis: () => endsAt - Date.now() };
  // Functions of the stream answer nothing, which cannot be sent.
  process.send((await handler(event, context)) ?? null, () => process.exit(0));
});
