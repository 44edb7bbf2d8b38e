import { demoSecrets } from '../local/demo-secrets.ts';
import { startSecretsManager } from '../local/secrets-manager.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { systemClock } from '../shared/domain/clock.ts';
import { createSecretStore } from '../shared/secrets/secret-store.ts';
import { createSecretsManagerSource } from '../shared/secrets/secrets-manager.ts';
import { pointAwsAt } from '../test/support/aws-clients.ts';
import { createFunctionBench } from '../test/support/function-bench.ts';
import { send } from '../test/support/request-event.ts';
import type { Report } from './figures.ts';
import { interleave, wallClock } from './interleave.ts';

export interface SharingOptions {
  readonly requestCount: number;
  readonly rounds: number;
  readonly warmUps: number;
}

/**
 * Many first requests at once to a new container, which are to share one fetch of the secret and one of the token; and the
 * time that sharing saves, against each fetching the secret itself.
 */
export const shareSecrets = async ({ requestCount, ...options }: SharingOptions): Promise<Report> => {
  const sandbox = await startSandbox();
  const secretsManager = await startSecretsManager();
  const connection = 'demo-constant-contact-v3';
  secretsManager.put(secretPrefix + connection, demoSecrets(sandbox)[connection] ?? {});
  pointAwsAt({ secretsManager: secretsManager.url });
  const source = createSecretsManagerSource();
  const everyRequest = Array.from({ length: requestCount });

  try {
    const { handlers } = createFunctionBench({ clock: systemClock, fetch: globalThis.fetch, secretSource: source });
    const answers = await Promise.all(
      everyRequest.map(() =>
        send(handlers['get-account-plan'], {
          path: `/v1/connections/${connection}/accounts/a07et3000001/plan`,
          pathParameters: { connection, accountId: 'a07et3000001' },
        }),
      ),
    );
    if (answers.some(({ status }) => status !== 200)) {
      throw new Error('get-account-plan did not answer 200 to every request.');
    }
    const secretReads = secretsManager.calls('GetSecretValue');
    const tokens = sandbox.requests().filter(({ operation }) => operation === 'POST token').length;

    const samplesOf = await interleave(
      {
        throughStore: () => {
          const store = createSecretStore(source, {
            prefix: secretPrefix,
            ttlMs: 300_000,
            clock: systemClock,
            isConnectionName: () => true,
          });
          return Promise.all(everyRequest.map(() => store.read(connection)));
        },
        eachItself: () => Promise.all(everyRequest.map(() => source.read(secretPrefix + connection))),
      },
      { ...options, now: wallClock },
    );
    return {
      title: `secrets: ${requestCount} first requests at once`,
      figures: [
        { measured: 'GetSecretValue', unit: 'times', samples: [secretReads], target: { of: 'median', atMost: 1 } },
        {
          measured: 'tokens fetched from Constant Contact v3',
          unit: 'times',
          samples: [tokens],
          target: { of: 'median', atMost: 1 },
        },
        {
          measured: 'the secret for all of them',
          unit: 'ms',
          samples: samplesOf('throughStore'),
          baseline: { name: 'a GetSecretValue for each', samples: samplesOf('eachItself') },
        },
      ],
    };
  } finally {
    await Promise.all([sandbox.close(), secretsManager.close()]);
  }
};

const secretPrefix = 'plan-gateway/local/';
