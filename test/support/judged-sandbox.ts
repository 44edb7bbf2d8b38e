import { type Sandbox, type SandboxOptions, startSandbox as start } from '../../sandbox/sandbox.ts';
import { judged } from './vendor-judge.ts';
import './vendor-verdict.ts';

/** The sandbox as tests run it: whatever it takes and answers is held against the vendors' own names. */
export const startSandbox = (options: Omit<SandboxOptions, 'through'> = {}): Promise<Sandbox> =>
  start({ ...options, through: judged });
