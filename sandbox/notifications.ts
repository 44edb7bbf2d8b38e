import * as z from 'zod';

/** What a vendor sends of its own accord, as data: a POST, whose body goes out byte for byte in UTF-8. */
export interface Notification {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Which notification of a vendor's. What one vendor knows and another does not, the vendor refuses. */
export const notificationChoiceSchema = z.strictObject({
  accountId: z.string().min(1).optional(),
  /** In the vendor's own words: `tier.increase`, `718,905`, `SubscriptionUpdated`. */
  event: z.string().min(1).optional(),
  subscriptionId: z.string().min(1).optional(),
  /** Where a vendor tells of plans too: such a notification has no account. */
  planId: z.string().min(1).optional(),
  /** Where a vendor has two forms. */
  format: z.enum(['xml', 'nvp']).optional(),
});

export type NotificationChoice = z.infer<typeof notificationChoiceSchema>;

/** When a vendor takes a notification as received. */
export interface DeliveryRule {
  readonly timeoutMs: number;
  /** The whole body of the answer; null where a 2xx is enough. */
  readonly expectedBody: string | null;
}

export interface Delivery {
  /** Null where no answer came. */
  readonly status: number | null;
  readonly body: string;
  readonly received: boolean;
  /** Why it was not received. */
  readonly problem?: string;
}

/** Sends a notification once: a vendor's retries are up to whoever calls. Never rejects. */
export const sendNotification = async (
  { headers, body }: Notification,
  url: string,
  rule: DeliveryRule,
): Promise<Delivery> => {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(rule.timeoutMs),
    });
    return judge(response, await response.text(), rule);
  } catch (error) {
    return { status: null, body: '', received: false, problem: explain(error, rule) };
  }
};

const judge = ({ status, ok }: Response, body: string, { expectedBody }: DeliveryRule): Delivery => {
  if (!ok) {
    return { status, body, received: false, problem: 'The status is not 2xx.' };
  }
  return expectedBody === null || body === expectedBody
    ? { status, body, received: true }
    : { status, body, received: false, problem: `The body is not ${expectedBody}.` };
};

const explain = (error: unknown, { timeoutMs }: DeliveryRule): string => {
  const failure = failureSchema.safeParse(error).data;
  return failure?.name === 'TimeoutError'
    ? `No answer within ${timeoutMs} ms.`
    : `The connection failed: ${failure?.cause?.code ?? error}.`;
};

/** What fetch rejects with. */
const failureSchema = z.object({
  name: z.string(),
  cause: z.object({ code: z.string() }).optional().catch(undefined),
});
