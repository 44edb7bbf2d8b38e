/** A request that works against what the sandbox holds at first. */
export interface Example {
  readonly title: string;
  readonly method: 'GET' | 'POST';
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

const account = '/v1/connections/demo-constant-contact-v3/accounts/a07et3000001';
const conversion = JSON.stringify({ planId: 'GOLD', billingDayOfMonth: 15 });
const json = { 'Content-Type': 'application/json' };

/** In an order that tells a story: what there is, what an account is on, what a conversion would do, and doing it. */
export const examples: readonly Example[] = [
  { title: 'Which connections are there?', method: 'GET', path: '/v1/connections', headers: {}, body: null },
  {
    title: 'Which plans does one of them sell, with prices?',
    method: 'GET',
    path: '/v1/connections/demo-fusebill/plans?limit=3&include=prices',
    headers: {},
    body: null,
  },
  { title: 'What is this account on now? A trial.', method: 'GET', path: `${account}/plan`, headers: {}, body: null },
  {
    title: 'What would its conversion to GOLD do? Changes nothing.',
    method: 'POST',
    path: `${account}/conversions?preview=true`,
    headers: json,
    body: conversion,
  },
  {
    title: 'Convert it. Run it twice: the second time gives the same answer and converts nothing.',
    method: 'POST',
    path: `${account}/conversions`,
    headers: { ...json, 'Idempotency-Key': 'my-first-conversion' },
    body: conversion,
  },
];

/** Where the simulated providers are controlled, unless npm start was given another port. */
export const defaultControlUrl = 'http://127.0.0.1:3001';

/** A line to paste into a shell: an account is suspended at its provider, and the provider tells the API. */
export const notifyExample = 'npm run notify -- --provider fusebill --account 70003 --change suspend';

/** `example` as a line to paste into a shell. */
export const toCurl = ({ method, path, headers, body }: Example, apiUrl: string): string =>
  [
    'curl -si',
    ...(method === 'GET' ? [] : [`-X ${method}`]),
    `'${apiUrl}${path}'`,
    ...Object.entries(headers).map(([name, value]) => `-H '${name}: ${value}'`),
    ...(body === null ? [] : [`-d '${body}'`]),
  ].join(' ');
