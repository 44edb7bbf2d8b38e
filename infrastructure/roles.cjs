// One role a function, each with what that function does and nothing else.
// CommonJS, because the framework loads it with `require`.

const table = { 'Fn::GetAtt': ['Table', 'Arn'] };

const allow = (actions, resource) => ({ Effect: 'Allow', Action: actions, Resource: resource });

/** What a function may do beside writing its own log. */
const rightsOver = (secretPrefix) => ({
  readSecrets: [
    allow(['secretsmanager:GetSecretValue'], {
      'Fn::Sub': `arn:\${AWS::Partition}:secretsmanager:\${AWS::Region}:\${AWS::AccountId}:secret:${secretPrefix}*`,
    }),
    // Secrets Manager knows no narrower resource for it; the names alone are seen.
    allow(['secretsmanager:ListSecrets'], '*'),
  ],
  keepLedger: [allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], table)],
  findDue: [allow(['dynamodb:Query'], { 'Fn::Sub': `\${Table.Arn}/index/gsi1` })],
  // The one function that anybody on the internet can call may write and read nothing back.
  storeNotifications: [allow(['dynamodb:PutItem'], table)],
  readStream: [
    allow(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], {
      'Fn::GetAtt': ['Table', 'StreamArn'],
    }),
    allow(['dynamodb:ListStreams'], '*'),
    // What the stream gave up on.
    allow(['sqs:SendMessage'], { 'Fn::GetAtt': ['StreamFailures', 'Arn'] }),
  ],
  publishEvents: [allow(['events:PutEvents'], { 'Fn::GetAtt': ['EventBus', 'Arn'] })],
  // Lambda sends what an asynchronous invocation failed with in the function's own name.
  keepRefusedSignups: [allow(['sqs:SendMessage'], { 'Fn::GetAtt': ['SignupDeadLetters', 'Arn'] })],
});

const doneBy = {
  'list-connections': ['readSecrets'],
  'list-plans': ['readSecrets'],
  'get-plan': ['readSecrets'],
  'get-account-plan': ['readSecrets'],
  'convert-trial': ['readSecrets', 'keepLedger'],
  'create-plan': ['readSecrets', 'keepLedger'],
  'edit-plan': ['readSecrets', 'keepLedger'],
  'add-rate-schedule': ['readSecrets', 'keepLedger'],
  'edit-rate-schedule': ['readSecrets', 'keepLedger'],
  'get-conversion': ['readSecrets', 'keepLedger'],
  'reconcile-conversions': ['readSecrets', 'keepLedger', 'findDue'],
  'receive-webhook': ['readSecrets', 'storeNotifications'],
  'process-webhook': ['readSecrets', 'keepLedger', 'findDue', 'readStream'],
  'publish-events': ['keepLedger', 'findDue', 'readStream', 'publishEvents'],
  'api-docs': [],
  'route-not-found': [],
  'on-signup': ['readSecrets', 'keepLedger', 'keepRefusedSignups'],
};

const role = (service, policyName, statements) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
    },
    Policies: [{ PolicyName: policyName, PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
  },
});

/** `GetPlan` of `get-plan`. */
const pascalCase = (name) => name.replace(/(?:^|-)([a-z])/g, (_, letter) => letter.toUpperCase());

/** `GetDashplan` of `get-plan`, as the framework names what it makes for a function. */
const frameworkCase = (name) => name[0].toUpperCase() + name.slice(1).replaceAll('-', 'Dash');

module.exports = async ({ resolveVariable }) => {
  const rights = rightsOver(await resolveVariable('self:custom.deployment.secretPrefix'));
  const roleOf = ([name, does]) => [
    `${pascalCase(name)}Role`,
    role('lambda.amazonaws.com', 'function', [
      allow(['logs:CreateLogStream', 'logs:PutLogEvents'], {
        'Fn::GetAtt': [`${frameworkCase(name)}LogGroup`, 'Arn'],
      }),
      ...does.flatMap((right) => rights[right]),
    ]),
  ];
  return {
    Resources: {
      ...Object.fromEntries(Object.entries(doneBy).map(roleOf)),
      // Of the state machine, and no function's.
      ConvertOnSignupRole: role('states.amazonaws.com', 'workflow', [
        allow(['lambda:InvokeFunction'], { 'Fn::GetAtt': ['OnDashsignupLambdaFunction', 'Arn'] }),
      ]),
    },
  };
};
