import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { createProblem } from '../../shared/domain/problem.ts';
import { failed, type Result, success } from '../../shared/domain/result.ts';
import type { HttpAnswer } from '../../shared/lambda/answer.ts';

/**
 * `GET /docs` where `asset` is undefined, else the file of that name which the page loads from below `docs/`. Every other
 * name is `route_not_found`.
 */
export const answerPageFile = async (
  asset: string | undefined,
  acceptEncoding: string | undefined,
): Promise<Result<HttpAnswer>> => {
  const file = asset === undefined ? html : assets.get(asset);
  if (file === undefined) {
    return failed(
      createProblem('route_not_found', 'This API has no such route. GET /openapi.json lists those it has.'),
    );
  }
  const headers = { ...pageHeaders, 'content-type': `${file.mediaType}; charset=utf-8` };
  return success(
    acceptsGzip(acceptEncoding)
      ? { status: 200, headers: { ...headers, 'content-encoding': 'gzip' }, bytes: await compressOnce(file) }
      : { status: 200, headers, text: await file.read() },
  );
};

interface PageFile {
  readonly mediaType: string;
  read(): Promise<string>;
}

// The addresses are relative, so that the page works below a stage or the path of a domain name as well.
const html: PageFile = {
  mediaType: 'text/html',
  read: async () => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Plan Gateway API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="docs/swagger-ui.css">
<script src="docs/swagger-ui-bundle.js" defer></script>
<script src="docs/start.js" defer></script>
</head>
<body>
<div id="api"></div>
<noscript>This page is made by a script. The document that it shows: <a href="openapi.json">openapi.json</a></noscript>
</body>
</html>
`,
};

// Without `validatorUrl: null`, Swagger UI shows a badge of its makers' service, which fetches the document.
const start: PageFile = {
  mediaType: 'text/javascript',
  read: async () => `SwaggerUIBundle({
  dom_id: '#api',
  url: new URL('openapi.json', document.baseURI).href,
  validatorUrl: null,
  deepLinking: true,
  displayRequestDuration: true,
});
`,
};

/** What of the package `swagger-ui-dist` the page loads; scripts/bundle-functions.ts puts it beside the bundle. */
export const swaggerUiFiles = ['swagger-ui-bundle.js', 'swagger-ui.css'] as const;

const swaggerUi = (name: (typeof swaggerUiFiles)[number], mediaType: string): readonly [string, PageFile] => [
  name,
  {
    mediaType,
    read: async () => {
      const path = createRequire(import.meta.url).resolve(`swagger-ui-dist/${name}`);
      return withoutSourceMap(await readFile(path, 'utf8'));
    },
  },
];

/** A browser whose tools are open asks for the map that the last line names, and it is not here. */
const withoutSourceMap = (text: string): string => {
  const lastLineAt = text.trimEnd().lastIndexOf('\n') + 1;
  return /^\/[/*]# sourceMappingURL=/.test(text.slice(lastLineAt)) ? text.slice(0, lastLineAt) : text;
};

const assets: ReadonlyMap<string, PageFile> = new Map([
  ['start.js', start],
  swaggerUi('swagger-ui-bundle.js', 'text/javascript'),
  swaggerUi('swagger-ui.css', 'text/css'),
]);

const pageHeaders = {
  // Swagger UI has its icons as `data:` in its style sheet.
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  vary: 'accept-encoding',
};

const compressed = new Map<PageFile, Promise<Uint8Array>>();

const compressOnce = (file: PageFile): Promise<Uint8Array> => {
  const bytes = compressed.get(file) ?? file.read().then((text) => promisify(gzip)(text));
  compressed.set(file, bytes);
  return bytes;
};

/** https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3, where a coding with `q=0` is one that is refused. */
const acceptsGzip = (acceptEncoding = ''): boolean => {
  const qualities = new Map(
    acceptEncoding.split(',').map((part) => {
      const [coding = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
      const quality = parameters.find((parameter) => /^q\s*=/.test(parameter));
      return [coding, quality === undefined ? 1 : Number(quality.slice(quality.indexOf('=') + 1))] as const;
    }),
  );
  return (qualities.get('gzip') ?? qualities.get('*') ?? 0) > 0;
};
