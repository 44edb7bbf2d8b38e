import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import * as z from 'zod';
import { browserHeaders } from '../shared/lambda/standard-headers.ts';

/** A function of the HTTP API as Lambda runs it. */
export type Handler = (event: APIGatewayProxyEventV2, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;

/** What goes back over HTTP. */
export interface GatewayAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: Buffer;
}

/**
 * Runs a handler as Lambda behind API Gateway would, with `timeoutMs` to finish. One that throws, or gives something that
 * is no answer, is 500; one that does not settle in time is 503; its late answer is dropped. Never rejects.
 */
export const invoke = async (
  handler: Handler,
  event: APIGatewayProxyEventV2,
  { functionName, timeoutMs }: { readonly functionName: string; readonly timeoutMs: number },
): Promise<GatewayAnswer> => {
  const endsAt = performance.now() + timeoutMs;
  const context = createContext(functionName, event.requestContext.requestId, () =>
    Math.max(0, Math.floor(endsAt - performance.now())),
  );
  let timer: NodeJS.Timeout | undefined;
  const timeOut = new Promise<GatewayAnswer>((resolve) => {
    timer = setTimeout(() => {
      console.error(`${functionName}: timed out after ${timeoutMs} ms.`);
      resolve(gatewayMessage(503, 'Service Unavailable'));
    }, timeoutMs);
  });
  try {
    return await Promise.race([run(handler, event, context), timeOut]);
  } finally {
    clearTimeout(timer);
  }
};

/** An answer of API Gateway itself, in its own shape, but for what browsers are told: the one in AWS cannot be made to. */
export const gatewayMessage = (status: number, message: string): GatewayAnswer => ({
  status,
  headers: { 'content-type': 'application/json', ...browserHeaders },
  cookies: [],
  body: Buffer.from(JSON.stringify({ message })),
});

const run = async (handler: Handler, event: APIGatewayProxyEventV2, context: Context): Promise<GatewayAnswer> => {
  const failure = gatewayMessage(500, 'Internal Server Error');
  try {
    const result = resultSchema.safeParse(await handler(event, context));
    if (!result.success) {
      console.error(`${context.functionName}: gave no answer that API Gateway understands: ${result.error.message}`);
      return failure;
    }
    const { statusCode, headers, cookies, body, isBase64Encoded } = result.data;
    const answerBytes = Buffer.byteLength(JSON.stringify(result.data));
    if (answerBytes > maximumAnswerBytes) {
      console.error(`${context.functionName}: answered with ${answerBytes} bytes, more than Lambda passes on.`);
      return failure;
    }
    return { status: statusCode, headers, cookies, body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8') };
  } catch (error) {
    console.error(`${context.functionName}: threw`, error);
    return failure;
  }
};

/** Of the JSON that holds the answer: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const maximumAnswerBytes = 6 * 1024 * 1024;

const resultSchema = z.object({
  statusCode: z.int().min(200).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String)).default({}),
  cookies: z.array(z.string()).default([]),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
});

/** What Lambda tells a function of its invocation. */
export const createContext = (
  functionName: string,
  requestId: string,
  getRemainingTimeInMillis: () => number,
): Context => ({
  functionName,
  functionVersion: '$LATEST',
  invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
  memoryLimitInMB: '512',
  awsRequestId: requestId,
  logGroupName: `/aws/lambda/${functionName}`,
  logStreamName: 'local',
  callbackWaitsForEmptyEventLoop: false,
  getRemainingTimeInMillis,
  done: () => {},
  fail: () => {},
  succeed: () => {},
});
