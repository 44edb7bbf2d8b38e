// npm run api
import { parseSettings } from '../shared/lambda/settings.ts';
import { fillInLocalCredentials, hasEventBus } from './aws-environment.ts';
import { explainRefusedPort } from './ports.ts';
import { closeOnSignal, orStop, stopWith } from './process-life.ts';
import { serveApi } from './serve-api.ts';

const settings = parseSettings(process.env);
if (!settings.ok) {
  stopWith(settings.problem);
} else {
  const refusedPort = explainRefusedPort(settings.value.port);
  if (refusedPort !== null) {
    stopWith(`${refusedPort} Set PORT to another one.`);
  }
  fillInLocalCredentials(process.env);
  const api = await orStop(serveApi(settings.value), 'Set PORT to another one.');
  closeOnSignal(api.close);
  console.log(`Plan Gateway answers on ${api.url}`);
  if (!hasEventBus(process.env)) {
    console.log('Events are kept in the table: set AWS_ENDPOINT_URL_EVENTBRIDGE to have them published.');
  }
}
