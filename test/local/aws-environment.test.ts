import { expect, test } from '@jest/globals';
import { fillInLocalCredentials, hasEventBus } from '../../local/aws-environment.ts';

const filledIn = (environment: Record<string, string>) => {
  const copy: Record<string, string | undefined> = { ...environment };
  fillInLocalCredentials(copy);
  return copy;
};

test('local endpoints get a region and credentials, so that nobody looks for them in the network', () => {
  expect(
    filledIn({ AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:8000', AWS_ENDPOINT_URL: 'http://localhost:4566' }),
  ).toMatchObject({ AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' });
});

test.each([
  ['no endpoint', {}],
  [
    'one of the endpoints in the network',
    { AWS_ENDPOINT_URL: 'http://localhost:1', AWS_ENDPOINT_URL_SQS: 'https://sqs.example' },
  ],
  ['a host that only begins like this machine', { AWS_ENDPOINT_URL: 'http://127.0.0.1.example.com' }],
])('with %s nothing is filled in', (_what, environment: Record<string, string>) => {
  expect(filledIn(environment)).toEqual(environment);
});

test('what is set stays', () => {
  const environment = {
    AWS_ENDPOINT_URL: 'http://[::1]:4566',
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'mine',
    AWS_SECRET_ACCESS_KEY: 'mine too',
  };

  expect(filledIn(environment)).toEqual(environment);
  expect(filledIn({ AWS_ENDPOINT_URL: 'http://localhost:1', AWS_PROFILE: 'mine' })).not.toHaveProperty(
    'AWS_ACCESS_KEY_ID',
  );
  expect(filledIn({ AWS_ENDPOINT_URL: 'http://localhost:1', AWS_DEFAULT_REGION: 'eu-west-1' }).AWS_REGION).toBe(
    'eu-west-1',
  );
});

test.each([
  [{ AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1' }, false],
  [{ AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1', AWS_ENDPOINT_URL_EVENTBRIDGE: 'http://127.0.0.1:2' }, true],
  [{ AWS_ENDPOINT_URL: 'http://localhost:4566' }, true],
  [{ AWS_ENDPOINT_URL_DYNAMODB: 'https://dynamodb.example' }, true],
  [{}, true],
])('with %j there is a bus to publish on: %s', (environment: Record<string, string>, expected) => {
  expect(hasEventBus(environment)).toBe(expected);
});
