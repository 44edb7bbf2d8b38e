type Environment = Record<string, string | undefined>;

/**
 * Where every AWS endpoint that is set is on this machine, fills in the region and credentials that are missing: without
 * them the SDK looks for instance metadata in the network, and fails after seconds. Nothing is touched otherwise.
 */
export const fillInLocalCredentials = (environment: Environment): void => {
  if (!isLocal(environment)) {
    return;
  }
  environment.AWS_REGION ||= environment.AWS_DEFAULT_REGION || 'us-east-1';
  if (!environment.AWS_PROFILE && !environment.AWS_ACCESS_KEY_ID) {
    environment.AWS_ACCESS_KEY_ID = 'local';
    environment.AWS_SECRET_ACCESS_KEY = 'local';
  }
};

/**
 * False where the endpoints that are set are on this machine and none is for EventBridge: then events are kept, and not sent
 * to whatever account the SDK would find.
 */
export const hasEventBus = (environment: Environment): boolean =>
  !isLocal(environment) || Boolean(environment.AWS_ENDPOINT_URL_EVENTBRIDGE) || Boolean(environment.AWS_ENDPOINT_URL);

const isLocal = (environment: Environment): boolean => {
  const endpoints = Object.entries(environment).filter(
    ([name, value]) => /^AWS_ENDPOINT_URL(_|$)/.test(name) && value !== undefined && value !== '',
  );
  return endpoints.length > 0 && endpoints.every(([, value]) => isLoopback(value ?? ''));
};

const isLoopback = (url: string): boolean =>
  URL.canParse(url) && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);
