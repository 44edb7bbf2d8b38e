import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface ScriptProcess {
  /** Gives the output so far as soon as `text` is in it; rejects when the process ends without it. */
  outputHolds(text: string): Promise<string>;
  /** Sends the signal, and SIGKILL two seconds later, which then shows in `exit`. */
  stop(signal: NodeJS.Signals): void;
  readonly exit: Promise<ScriptExit>;
}

export interface ScriptExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  readonly errors: string;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

const running = new Set<ChildProcess>();

/** For `afterEach`: a test that failed half-way leaves nothing behind. */
export const killLeftOverScripts = (): void => {
  for (const child of running) {
    child.kill('SIGKILL');
  }
};

/** Runs a script of the repository with nothing in its environment but `environment`. */
export const runScript = (
  file: string,
  environment: Readonly<Record<string, string>>,
  scriptArguments: readonly string[] = [],
): ScriptProcess => run(process.execPath, [file, ...scriptArguments], environment);

/** The same through `npm run`, without what package.json has before it. */
export const runNpmScript = (name: string, environment: Readonly<Record<string, string>>): ScriptProcess =>
  run('npm', ['run', '--ignore-scripts', name], {
    PATH: process.env.PATH ?? '',
    HOME: process.env.HOME ?? '',
    ...environment,
  });

const run = (
  command: string,
  commandArguments: readonly string[],
  environment: Readonly<Record<string, string>>,
): ScriptProcess => {
  const child = spawn(command, [...commandArguments], { cwd: root, env: { ...environment } });
  running.add(child);
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const exit = new Promise<ScriptExit>((resolve) => {
    child.on('close', (code, signal) => {
      running.delete(child);
      resolve({ code, signal, output, errors });
    });
  });
  return {
    outputHolds: (text) =>
      new Promise((resolve, reject) => {
        const check = () => {
          if (output.includes(text)) {
            resolve(output);
          }
        };
        child.stdout.on('data', check);
        exit.then(() => reject(new Error(`It ended without saying "${text}": ${output}${errors}`)));
        check();
      }),
    stop: (signal) => {
      child.kill(signal);
      const kill = setTimeout(() => child.kill('SIGKILL'), 2_000);
      exit.then(() => clearTimeout(kill));
    },
    exit,
  };
};
