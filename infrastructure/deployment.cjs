// What serverless.yml takes from the environment at packaging time, checked by the same rules that the functions use.
// CommonJS, because the framework loads it with `require`.

/** Kept as the operator set them; what is not set has its default in shared/lambda/settings.ts. */
const passedOn = [
  'SECRET_TTL_SECONDS',
  'WEBHOOK_ROTATION_SECONDS',
  'CONVERSION_SETTLE_SECONDS',
  'CONVERSION_RETENTION_DAYS',
  'CONVERSION_ALARM_MINUTES',
  'AUTH_CONNECTIONS_CLAIM',
  'AUTH_SCOPE_PREFIX',
  'PROVIDER_HOSTS',
  'DOCS',
  'LOG_LEVEL',
];

module.exports = async ({ resolveVariable }) => {
  const { parseSettings } = await import('../shared/lambda/settings.ts');
  const parsed = parseSettings({
    ...process.env,
    STAGE: await resolveVariable('sls:stage'),
    // What Lambda sets there, so that a stage which the functions would refuse is not packaged.
    AWS_LAMBDA_FUNCTION_NAME: 'plan-gateway',
  });
  if (!parsed.ok) {
    return refuse(parsed.problem);
  }
  const { stage, secretPrefix, tableName, eventBusName, auth, scopePrefix } = parsed.value;
  if (eventBusName === 'default') {
    return refuse('The setting EVENT_BUS_NAME is not valid: the stack makes its bus, and "default" is there already.');
  }
  return {
    secretPrefix,
    tableName,
    eventBusName,
    ...signupEvents(),
    environment: {
      STAGE: stage,
      SECRET_PREFIX: secretPrefix,
      TABLE_NAME: tableName,
      EVENT_BUS_NAME: eventBusName,
      AUTH: auth,
      ...Object.fromEntries(passedOn.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
    },
    ...(auth === 'iam' ? iamAccess : jwtAccess(scopePrefix)),
  };
};

/** The part of infrastructure/workflows.yml that is deployed beside what always is. */
const signupEvents = () => {
  const { SIGNUP_EVENT_BUS_NAME: name } = process.env;
  if (!name) {
    return { signupEvents: 'withoutSignupEvents' };
  }
  return /^(arn:aws[a-z-]*:events:[a-z0-9-]+:\d{12}:event-bus\/)?[A-Za-z0-9_./-]{1,256}$/.test(name)
    ? { signupEvents: 'withSignupEvents', signupEventBusName: name }
    : refuse('The setting SIGNUP_EVENT_BUS_NAME is not valid: must be the name or the ARN of an EventBridge bus.');
};

const iamAccess = {
  authorizers: {},
  plansRead: { type: 'aws_iam' },
  plansWrite: { type: 'aws_iam' },
  conversionsWrite: { type: 'aws_iam' },
};

const jwtAccess = (scopePrefix) => {
  const { AUTH_ISSUER: issuerUrl, AUTH_AUDIENCE: audience } = process.env;
  if (!issuerUrl || !audience) {
    return refuse(
      'AUTH is "jwt": set AUTH_ISSUER to the URL of the tokens\' issuer and AUTH_AUDIENCE to their audience.',
    );
  }
  // A token with either of the two is let through.
  const requiring = (scope) => ({ name: 'callers', scopes: [...new Set([scope, scopePrefix + scope])] });
  return {
    authorizers: {
      callers: { type: 'jwt', identitySource: '$request.header.Authorization', issuerUrl, audience: [audience] },
    },
    plansRead: requiring('plans:read'),
    plansWrite: requiring('plans:write'),
    conversionsWrite: requiring('conversions:write'),
  };
};

/** An exception would reach the user as a stack trace with the sentence somewhere in it. */
const refuse = (sentence) => {
  console.error(sentence);
  process.exit(1);
};
