import type { Sandbox } from '../sandbox/sandbox.ts';

/** One connection a provider, leading to the sandbox with the credentials that its seed accepts. By connection name. */
export const demoSecrets = ({ urls, providers }: Sandbox): Readonly<Record<string, object>> => {
  const { constantContactV2, constantContactV3, aria, fusebill } = providers;
  return {
    'demo-constant-contact-v2': {
      provider: 'constant-contact-v2',
      ...constantContactV2.state.credentials,
      ...urls.constantContactV2,
      webhookSecret: constantContactV2.state.webhookSecret,
      currency: 'USD',
      planNames: { 2: 'Email', 3: 'Email Plus', 4: 'Toolkit' },
    },
    'demo-constant-contact-v3': {
      provider: 'constant-contact-v3',
      ...constantContactV3.state.credentials,
      ...urls.constantContactV3,
      ...(constantContactV3.state.webhookSecret !== null && { webhookSecret: constantContactV3.state.webhookSecret }),
    },
    'demo-aria': {
      provider: 'aria',
      clientNo: aria.state.settings.clientNo,
      authKey: aria.state.settings.authKey,
      ...(aria.state.settings.webhook !== null && { webhook: aria.state.settings.webhook }),
      ...urls.aria,
    },
    'demo-fusebill': {
      provider: 'fusebill',
      apiKey: fusebill.state.apiKey,
      webhook: fusebill.state.webhook,
      ...urls.fusebill,
      trialPlanCodes: ['TRIAL0'],
    },
  };
};
