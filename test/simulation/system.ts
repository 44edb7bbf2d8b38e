import { definition as convertTrialFunction } from '../../functions/convert-trial/handler.ts';
import { definition as getAccountPlanFunction } from '../../functions/get-account-plan/handler.ts';
import { definition as getConversionFunction } from '../../functions/get-conversion/handler.ts';
import { processWebhooks } from '../../functions/process-webhook/handler.ts';
import { publishEvents } from '../../functions/publish-events/handler.ts';
import { definition as receiveWebhookFunction } from '../../functions/receive-webhook/handler.ts';
import { reconcileDue } from '../../functions/reconcile-conversions/handler.ts';
import { createServices } from '../../gateway/services.ts';
import { createHttpHandler } from '../../shared/lambda/http-function.ts';
import { parseSettings } from '../../shared/lambda/settings.ts';
import { providers } from '../../shared/providers/registry.ts';

/** The code under test: the functions as they are deployed, but for what lies outside of them. */
export const system = {
  convertTrialFunction,
  createHttpHandler,
  createServices,
  getAccountPlanFunction,
  getConversionFunction,
  parseSettings,
  processWebhooks,
  providers,
  publishEvents,
  receiveWebhookFunction,
  reconcileDue,
};

export type System = typeof system;
