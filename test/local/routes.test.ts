import { describe, expect, test } from '@jest/globals';
import { matchRoute, readRoutes } from '../../local/routes.ts';

describe('the routes of serverless.yml', () => {
  test('are those of the API, each with its function', () => {
    expect(readRoutes().map(({ routeKey, functionName }) => `${routeKey} -> ${functionName}`)).toEqual([
      'GET /v1/connections -> list-connections',
      'GET /v1/connections/{connection}/plans -> list-plans',
      'GET /v1/connections/{connection}/plans/{planId} -> get-plan',
      'GET /v1/connections/{connection}/accounts/{accountId}/plan -> get-account-plan',
      'POST /v1/connections/{connection}/accounts/{accountId}/conversions -> convert-trial',
      'GET /v1/connections/{connection}/accounts/{accountId}/conversions/{conversionId} -> get-conversion',
      'POST /v1/connections/{connection}/webhooks -> receive-webhook',
      'POST /v1/connections/{connection}/plans -> create-plan',
      'PATCH /v1/connections/{connection}/plans/{planId} -> edit-plan',
      'POST /v1/connections/{connection}/plans/{planId}/rate-schedules -> add-rate-schedule',
      'PATCH /v1/connections/{connection}/plans/{planId}/rate-schedules/{rateScheduleId} -> edit-rate-schedule',
      'GET /openapi.json -> api-docs',
      'GET /docs -> api-docs',
      'GET /docs/{asset} -> api-docs',
      '$default -> route-not-found',
    ]);
  });
});

describe('of several routes that fit', () => {
  const routes = [
    { routeKey: 'ANY /a/{x}', functionName: 'variable' },
    { routeKey: 'GET /a/b', functionName: 'spelled-out' },
  ];

  test('the one that is spelled out furthest is taken', () => {
    expect(matchRoute(routes, 'GET', '/a/b')?.route.functionName).toBe('spelled-out');
    expect(matchRoute(routes, 'PUT', '/a/b')).toEqual({ route: routes[0], pathParameters: { x: 'b' } });
  });

  test('none is taken where none fits and there is no default', () => {
    expect(matchRoute(routes, 'GET', '/c')).toBeNull();
  });
});
