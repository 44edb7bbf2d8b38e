import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { readFunctionNames } from '../../local/routes.ts';
import { bundleFunctions, type FunctionBundle } from '../../scripts/bundle-functions.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** For whoever bundles or packages: ten seconds, and minutes on a machine that is busy. */
export const packagingTimeoutMs = 200_000;

/** A directory that stands for the repository, so that a test run leaves dist/ and .serverless/ of the user alone. */
export interface ServiceDirectory {
  readonly path: string;
  readonly bundles: readonly FunctionBundle[];
}

export const bundleIntoServiceDirectory = async (): Promise<ServiceDirectory> => {
  const path = await createServiceDirectory();
  return { path, bundles: await bundleFunctions(join(path, 'dist/functions')) };
};

/** The same with empty functions, which is much faster, for tests of the template alone. */
export const createEmptyServiceDirectory = async (): Promise<ServiceDirectory> => {
  const path = await createServiceDirectory();
  for (const name of readFunctionNames()) {
    await mkdir(join(path, 'dist/functions', name), { recursive: true });
    await writeFile(join(path, 'dist/functions', name, 'handler.mjs'), '');
  }
  return { path, bundles: [] };
};

const createServiceDirectory = async (): Promise<string> => {
  const path = await mkdtemp(join(tmpdir(), 'plan-gateway-'));
  await cp(join(root, 'serverless.yml'), join(path, 'serverless.yml'));
  await symlink(join(root, 'infrastructure'), join(path, 'infrastructure'));
  await symlink(join(root, 'workflows'), join(path, 'workflows'));
  return path;
};

export interface PackagingRun {
  readonly exitCode: number;
  readonly output: string;
}

/** `serverless package` with no AWS account, no home directory and nothing else from the environment. */
export const runServerlessPackage = (
  service: ServiceDirectory,
  environment: Readonly<Record<string, string>>,
  options: readonly string[] = [],
): Promise<PackagingRun> =>
  new Promise((resolve) => {
    const script = join(root, 'node_modules/serverless/bin/serverless.js');
    execFile(
      process.execPath,
      [script, 'package', ...options],
      { cwd: service.path, env: { HOME: service.path, PATH: dirname(process.execPath), ...environment } },
      (error, stdout, stderr) => {
        const code = error?.code;
        resolve({ exitCode: error === null ? 0 : typeof code === 'number' ? code : 1, output: stdout + stderr });
      },
    );
  });

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: CloudFormation has a shape of its own for each resource.
  readonly Properties: Readonly<Record<string, any>>;
  readonly DeletionPolicy?: string;
  readonly DependsOn?: readonly string[];
}

export const readTemplate = async (service: ServiceDirectory): Promise<Template> =>
  JSON.parse(await readFile(join(service.path, '.serverless/cloudformation-template-update-stack.json'), 'utf8'));

export const resourcesOf = (template: Template, type: string): readonly Resource[] =>
  Object.values(template.Resources).filter(({ Type }) => Type === type);

/** The authorization that each route of the API asks for. */
export const routesOf = (template: Template): Readonly<Record<string, { type: string; scopes: string[] }>> =>
  Object.fromEntries(
    resourcesOf(template, 'AWS::ApiGatewayV2::Route').map(({ Properties }) => [
      Properties.RouteKey,
      { type: Properties.AuthorizationType ?? 'NONE', scopes: Properties.AuthorizationScopes ?? [] },
    ]),
  );

/** The files of every zip, by function name. */
export const readArtifacts = async (
  service: ServiceDirectory,
): Promise<ReadonlyMap<string, Readonly<Record<string, Uint8Array>>>> => {
  const directory = join(service.path, '.serverless');
  const names = (await readdir(directory)).filter((name) => name.endsWith('.zip'));
  const artifacts = await Promise.all(
    names.map(
      async (name) => [name.slice(0, -'.zip'.length), unzipSync(await readFile(join(directory, name)))] as const,
    ),
  );
  return new Map(artifacts);
};
