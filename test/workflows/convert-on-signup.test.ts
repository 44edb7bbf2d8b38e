import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { StateMachine, type StateMachineDefinition } from 'aws-local-stepfunctions';
import { problemTypes } from '../../shared/domain/problem.ts';
import { type SignupBench, type SignupBenchOptions, startSignupBench } from './signup-bench.ts';

const text = readFileSync(new URL('../../workflows/convert-on-signup.asl.json', import.meta.url), 'utf8');
const functionArn = 'arn:aws:lambda:us-east-1:111122223333:function:plan-gateway-dev-on-signup';

/** As CloudFormation deploys it. */
const definition: StateMachineDefinition = JSON.parse(text.replace(/\$\{OnSignupFunctionArn\}/g, functionArn));
const stateMachine = new StateMachine(definition);

const signup = { connection: 'demo-fusebill', accountId: '70001', idempotencyKey: 'signup-8841' };

interface Execution {
  /** What the execution ends with, or the error and the cause that it fails with. */
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
  /** The states in the order in which they were entered. */
  readonly states: readonly string[];
  readonly invocations: number;
}

/** Runs the deployed definition against on-signup. No time passes; `beforeEach` plays what happens meanwhile. */
const execute = async (
  bench: SignupBench,
  input: object,
  beforeEach: (invocation: number) => void | Promise<void> = () => {},
): Promise<Execution> => {
  let invocations = 0;
  const execution = stateMachine.run(JSON.parse(JSON.stringify(input)), {
    overrides: {
      taskResourceLocalHandlers: {
        Convert: async (event) => {
          invocations += 1;
          await beforeEach(invocations);
          return JSON.parse(JSON.stringify(await bench.signUp(event)));
        },
      },
      waitTimeOverrides: { 'Wait until it is known': 0 },
      retryIntervalOverrides: { Convert: 0 },
    },
  });
  const end = execution.result.then(
    (output) => ({ output }),
    ({ cause }: { cause: Error }) => ({ error: cause.name, cause: cause.message }),
  );
  const states: string[] = [];
  for await (const event of execution.eventLogs) {
    if (event.type === 'StateEntered') {
      states.push(event.state.name);
    }
  }
  return { ...(await end), states, invocations };
};

const loseRequest = ({ sandbox }: SignupBench) =>
  sandbox.faults.add({ provider: 'fusebill', operation: 'SubscriptionActivation', fault: { kind: 'drop-before' } });

const effectsOf = ({ sandbox }: SignupBench) =>
  sandbox.world.journal.entries().map(({ operation, accountId }) => [operation, accountId]);

const oneEffect = [['SubscriptionActivation', '70001']];

describe('an execution', () => {
  test('ends with the conversion, and converts once however often it is started', async () => {
    const bench = await startSignupBench();

    const first = await execute(bench, signup);
    const second = await execute(bench, signup);

    expect(first).toMatchObject({
      output: { status: 'succeeded', outcome: 'converted', accountId: '70001', planId: '88' },
      states: ['Convert', 'What came of it', 'Converted'],
      invocations: 1,
    });
    expect(second).toEqual(first);
    expect(effectsOf(bench)).toEqual(oneEffect);
  });

  test('waits for one whose request got lost, until the gateway has repeated it', async () => {
    const bench = await startSignupBench();
    loseRequest(bench);

    const { output, states, invocations } = await execute(bench, signup, async (invocation) => {
      if (invocation > 1) {
        bench.advance(30_000);
        await bench.reconcile();
      }
    });

    expect(output).toMatchObject({ status: 'succeeded', outcome: 'converted', attempts: 2 });
    expect(states.slice(0, 4)).toEqual(['Convert', 'What came of it', 'Wait until it is known', 'Convert']);
    expect(states.at(-1)).toBe('Converted');
    // The settle time is five minutes.
    expect(invocations).toBeGreaterThan(10);
    expect(invocations).toBeLessThan(20);
    expect(effectsOf(bench)).toEqual(oneEffect);
  });

  test('waits for one whose request is on its way, and finds it converted', async () => {
    const bench = await startSignupBench();
    bench.sandbox.faults.add({
      provider: 'fusebill',
      operation: 'SubscriptionActivation',
      fault: { kind: 'late-effect', connection: 'destroy' },
    });

    const { output, invocations } = await execute(bench, signup, (invocation) => {
      if (invocation === 3) {
        bench.sandbox.faults.applyLateEffects();
      }
    });

    expect(output).toMatchObject({ status: 'succeeded', outcome: 'converted', attempts: 1 });
    expect(invocations).toBe(3);
    expect(effectsOf(bench)).toEqual(oneEffect);
  });

  test('fails with ConversionRejected and the problem where the conversion is rejected', async () => {
    const bench = await startSignupBench();

    const { error, cause, states, invocations } = await execute(bench, { ...signup, accountId: '70006' });

    expect(error).toBe('ConversionRejected');
    expect(cause).toMatch(
      /^not_in_trial: The account plan is suspended on plan 90, not a trial\. Conversion cnv_[0-9A-Z]{26}\.$/,
    );
    expect(states.at(-1)).toBe('Rejected');
    expect(invocations).toBe(1);
    expect(effectsOf(bench)).toEqual([]);
  });

  test('takes the event of EventBridge as it comes', async () => {
    const bench = await startSignupBench();

    const { output } = await execute(bench, { 'detail-type': 'signup.completed', source: 'shop', detail: signup });

    expect(output).toMatchObject({ status: 'succeeded', accountId: '70001' });
    expect(effectsOf(bench)).toEqual(oneEffect);
  });
});

describe('an invocation that fails', () => {
  const failingUntil = (last: number, name: string) => (invocation: number) => {
    if (invocation <= last) {
      throw Object.assign(new Error('from outside'), { name });
    }
  };

  test.each([
    'ledger_unavailable',
    'secrets_unavailable',
    'provider_unavailable',
    'provider_timeout',
    'provider_rate_limited',
    'provider_response_invalid',
    'conversion_in_progress',
    'internal_error',
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.ClientExecutionTimeoutException',
    'Lambda.TooManyRequestsException',
    'Lambda.ResourceNotReadyException',
    'Lambda.EC2ThrottledException',
    'Lambda.ENILimitReachedException',
    'Lambda.Unknown',
    'Runtime.ExitError',
    'Runtime.OutOfMemory',
    'Sandbox.Timedout',
  ])('with %s is repeated', async (name) => {
    const bench = await startSignupBench();

    const { output, invocations } = await execute(bench, signup, failingUntil(2, name));

    expect(output).toMatchObject({ status: 'succeeded' });
    expect(invocations).toBe(3);
    expect(effectsOf(bench)).toEqual(oneEffect);
  });

  test('through a rate limit of the provider is repeated, and converts', async () => {
    const bench = await startSignupBench();
    bench.sandbox.faults.add({
      provider: 'fusebill',
      operation: 'SubscriptionActivation',
      fault: { kind: 'status', status: 429 },
    });

    const { output, invocations } = await execute(bench, signup);

    expect(output).toMatchObject({ status: 'succeeded' });
    expect(invocations).toBe(2);
    expect(effectsOf(bench)).toEqual(oneEffect);
  });

  const broken: SignupBenchOptions = { secrets: () => ({ broken: { provider: 'fusebill' } }) };

  test.each([
    ['invalid_request', { plan: '88' }],
    ['connection_not_found', { connection: 'demo-nobody' }],
    ['secret_invalid', { connection: 'broken' }],
    ['account_not_found', { accountId: '79999' }],
    ['account_plan_ambiguous', { accountId: '70010' }],
    ['idempotency_key_reused', { planId: '88' }],
  ])('with %s fails the execution at once, by that name', async (name, change) => {
    const bench = await startSignupBench(broken);
    await bench.signUp(signup);

    const { error, cause, invocations } = await execute(bench, { ...signup, ...change });

    expect(error).toBe(name);
    expect(cause).toMatch(/\S/);
    expect(invocations).toBe(1);
    expect(effectsOf(bench)).toEqual(oneEffect);
  });

  test('for good ends the execution with its name after some attempts', async () => {
    const bench = await startSignupBench();

    const { error, invocations } = await execute(bench, signup, failingUntil(100, 'ledger_unavailable'));

    expect(error).toBe('ledger_unavailable');
    expect(invocations).toBe(21);
    expect(bench.sandbox.requests()).toEqual([]);
  });
});

describe('the definition', () => {
  const repeated = Object.values(definition.States).flatMap((state) =>
    state.Type === 'Task' ? (state.Retry ?? []).flatMap(({ ErrorEquals }) => ErrorEquals) : [],
  );

  test('repeats every problem that may pass by itself and no other', () => {
    const passing = Object.entries(problemTypes)
      .filter(([, { retryable }]) => retryable)
      .map(([code]) => code);

    expect(repeated.filter((name) => name in problemTypes).sort()).toEqual(passing.sort());
  });

  test('ends after an hour at the latest', () => {
    expect(definition.TimeoutSeconds).toBe(3_600);
  });

  test('is written in JSONPath, the only language that the runner of these tests gets right', () => {
    expect(text).not.toMatch(/QueryLanguage|\{%/);
  });
});
