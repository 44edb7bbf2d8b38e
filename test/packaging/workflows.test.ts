import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  createEmptyServiceDirectory,
  packagingTimeoutMs,
  readTemplate,
  resourcesOf,
  runServerlessPackage,
  type ServiceDirectory,
  type Template,
} from './serverless-package.ts';

const onSignup = { 'Fn::GetAtt': ['OnDashsignupLambdaFunction', 'Arn'] };
const deadLetters = { 'Fn::GetAtt': ['SignupDeadLetters', 'Arn'] };
const signupRule = { 'Fn::GetAtt': ['SignupRule', 'Arn'] };

let service: ServiceDirectory;

beforeAll(async () => {
  service = await createEmptyServiceDirectory();
}, packagingTimeoutMs);

afterAll(() => rm(service.path, { recursive: true, force: true }));

const packageWith = async (environment: Readonly<Record<string, string>>): Promise<Template> => {
  const { exitCode, output } = await runServerlessPackage(service, environment);
  if (exitCode !== 0) {
    throw new Error(output);
  }
  return readTemplate(service);
};

const signupRules = (template: Template) =>
  resourcesOf(template, 'AWS::Events::Rule')
    .map(({ Properties }) => Properties)
    .filter(({ EventPattern }) => EventPattern !== undefined);

describe('the package without a bus for signups', () => {
  let template: Template;

  beforeAll(async () => {
    template = await packageWith({});
  }, packagingTimeoutMs);

  test('has the state machine of the file, with the function put in by CloudFormation', () => {
    const definition = readFileSync(new URL('../../workflows/convert-on-signup.asl.json', import.meta.url), 'utf8');

    expect(resourcesOf(template, 'AWS::StepFunctions::StateMachine').map(({ Properties }) => Properties)).toEqual([
      {
        StateMachineName: 'plan-gateway-dev-convert-on-signup',
        StateMachineType: 'STANDARD',
        RoleArn: { 'Fn::GetAtt': ['ConvertOnSignupRole', 'Arn'] },
        Definition: JSON.parse(definition),
        DefinitionSubstitutions: { OnSignupFunctionArn: onSignup },
      },
    ]);
    // CloudFormation fills in what is written so, and nothing else.
    expect(definition.match(/\$\{[^}]*\}/g)).toEqual([['$', '{OnSignupFunctionArn}'].join('')]);
  });

  test('lets the state machine invoke that one function and nothing more', () => {
    const role = template.Resources.ConvertOnSignupRole?.Properties;

    expect(role).toEqual({
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
      Policies: [
        {
          PolicyName: 'workflow',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: onSignup }],
          },
        },
      ],
    });
  });

  test('keeps a signup that stays refused for fourteen days', () => {
    expect(template.Resources.SignupDeadLetters?.Properties).toEqual({
      MessageRetentionPeriod: 1_209_600,
      SqsManagedSseEnabled: true,
    });
    expect(resourcesOf(template, 'AWS::Lambda::EventInvokeConfig').map(({ Properties }) => Properties)).toEqual([
      {
        FunctionName: { Ref: 'OnDashsignupLambdaFunction' },
        Qualifier: '$LATEST',
        MaximumRetryAttempts: 2,
        DestinationConfig: { OnFailure: { Destination: deadLetters } },
      },
    ]);
  });

  test('listens to no bus', () => {
    expect(signupRules(template)).toEqual([]);
    expect(template.Resources).not.toHaveProperty('SignupRulePermission');
    expect(template.Resources).not.toHaveProperty('SignupDeadLettersPolicy');
  });
});

describe.each(['signups', 'arn:aws:events:us-east-1:111122223333:event-bus/signups'])(
  'the package with the bus %s',
  (bus) => {
    let template: Template;

    beforeAll(async () => {
      template = await packageWith({ SIGNUP_EVENT_BUS_NAME: bus });
    }, packagingTimeoutMs);

    test('has a rule for completed signups, whoever tells of them', () => {
      expect(signupRules(template)).toEqual([
        {
          Description: 'Converts the trial of every signup that was completed',
          EventBusName: bus,
          EventPattern: { 'detail-type': ['signup.completed'] },
          State: 'ENABLED',
          Targets: [
            {
              Id: 'on-signup',
              Arn: onSignup,
              RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
              DeadLetterConfig: { Arn: deadLetters },
            },
          ],
        },
      ]);
    });

    test('lets that rule alone invoke the function, and send what cannot be delivered to the queue', () => {
      expect(template.Resources.SignupRulePermission?.Properties).toEqual({
        FunctionName: onSignup,
        Action: 'lambda:InvokeFunction',
        Principal: 'events.amazonaws.com',
        SourceArn: signupRule,
      });
      expect(template.Resources.SignupDeadLettersPolicy?.Properties).toEqual({
        Queues: [{ Ref: 'SignupDeadLetters' }],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'events.amazonaws.com' },
              Action: 'sqs:SendMessage',
              Resource: deadLetters,
              Condition: { ArnEquals: { 'aws:SourceArn': signupRule } },
            },
          ],
        },
      });
    });
  },
);

test.each(['two words', 'arn:aws:sqs:us-east-1:111122223333:signups', 'arn:aws:events:us-east-1:1:event-bus/signups'])(
  'packaging with the bus %j stops with a sentence',
  async (bus) => {
    const { exitCode, output } = await runServerlessPackage(service, { SIGNUP_EVENT_BUS_NAME: bus });

    expect(exitCode).toBe(1);
    expect(output.trim()).toBe(
      'The setting SIGNUP_EVENT_BUS_NAME is not valid: must be the name or the ARN of an EventBridge bus.',
    );
  },
);
