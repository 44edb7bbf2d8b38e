import { demoSecrets } from '../../local/demo-secrets.ts';
import { type LocalSecretsManager, startSecretsManager } from '../../local/secrets-manager.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { type Connections, createConnections, type RequestContext } from '../../shared/connections/connections.ts';
import { createDeadline } from '../../shared/domain/clock.ts';
import { anyAddress } from '../../shared/domain/provider-address.ts';
import { providers } from '../../shared/providers/registry.ts';
import { createSecretStore } from '../../shared/secrets/secret-store.ts';
import { createSecretsManagerSource } from '../../shared/secrets/secrets-manager.ts';
import { pointAwsAt } from './aws-clients.ts';
import { judgedFetch } from './judged-fetch.ts';
import { startSandbox } from './judged-sandbox.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { createProviderContext } from './provider-context.ts';

export interface ConnectionBench {
  readonly sandbox: Sandbox;
  readonly secretsManager: LocalSecretsManager;
  readonly connections: Connections;
  readonly request: RequestContext;
  readonly clock: ManualClock;
  readonly lines: readonly string[];
  /** Makes or changes the secret of a connection. */
  putSecret(connection: string, content: string | object): void;
  close(): Promise<void>;
}

export const secretPrefix = 'plan-gateway/test/';

/**
 * Connections over the real SDK, a local Secrets Manager and the sandbox, with one connection a provider:
 * `demo-constant-contact-v2` and so on.
 */
export const startConnectionBench = async (): Promise<ConnectionBench> => {
  const sandbox = await startSandbox();
  const secretsManager = await startSecretsManager();
  pointAwsAt({ secretsManager: secretsManager.url });
  const putSecret = (connection: string, content: string | object) =>
    secretsManager.put(secretPrefix + connection, content);
  for (const [connection, secret] of Object.entries(demoSecrets(sandbox))) {
    putSecret(connection, secret);
  }

  const clock = createManualClock(Date.UTC(2031, 2, 1, 12, 0, 0));
  const lines: string[] = [];
  const { logger } = createProviderContext({ clock, lines });
  const secrets = createSecretStore(createSecretsManagerSource(), {
    prefix: secretPrefix,
    ttlMs: 300_000,
    clock,
    isConnectionName: () => true,
  });
  return {
    sandbox,
    secretsManager,
    connections: createConnections({
      secrets,
      providers,
      addressRule: anyAddress,
      fetch: judgedFetch(globalThis.fetch),
      clock,
      random: () => 0.5,
    }),
    request: { deadline: createDeadline(clock, 20_000), logger },
    clock,
    lines,
    putSecret,
    close: async () => {
      await Promise.all([sandbox.close(), secretsManager.close()]);
    },
  };
};
