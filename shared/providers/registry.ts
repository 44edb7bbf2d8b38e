import type { Provider } from '../domain/provider.ts';
import type { ProviderId } from '../domain/provider-id.ts';

/** One line a provider. Loaded when a connection of that kind is first used, so that a start pays for no other. */
export const providers: Readonly<Record<ProviderId, () => Promise<Provider>>> = {
  'constant-contact-v2': () => import('./constant-contact-v2/index.ts').then(({ provider }) => provider),
  'constant-contact-v3': () => import('./constant-contact-v3/index.ts').then(({ provider }) => provider),
  aria: () => import('./aria/index.ts').then(({ provider }) => provider),
  fusebill: () => import('./fusebill/index.ts').then(({ provider }) => provider),
};
