import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { HttpAnswer } from '../../shared/lambda/answer.ts';
import { answerContent } from './answer-content.ts';
import { type Content, createContent, type Encoding } from './content.ts';

/**
 * `GET /docs` where `asset` is undefined, else the file of that name which the page loads from below `docs/`. Null for every
 * other name.
 */
export const answerPageFile = async (
  asset: string | undefined,
  acceptEncoding: string | undefined,
): Promise<HttpAnswer | null> => {
  if (asset === undefined) {
    return answerContent(page, acceptEncoding, { ...pageHeaders, 'content-type': 'text/html; charset=utf-8' });
  }
  for (const file of assets) {
    if ((await servedName(file)) === asset) {
      return answerContent(file.content, acceptEncoding, {
        ...pageHeaders,
        'content-type': `${file.mediaType}; charset=utf-8`,
        // Another content has another name.
        'cache-control': 'public, max-age=31536000, immutable',
      });
    }
  }
  return null;
};

interface Asset {
  readonly name: string;
  readonly mediaType: string;
  readonly content: Content;
}

/** `start.js` as `start.<hash>.js`. */
const servedName = async ({ name, content }: Asset): Promise<string> => {
  const dot = name.lastIndexOf('.');
  return `${name.slice(0, dot)}.${await content.hash()}${name.slice(dot)}`;
};

// Without `validatorUrl: null`, Swagger UI shows a badge of its makers' service, which fetches the document.
const start: Asset = {
  name: 'start.js',
  mediaType: 'text/javascript',
  content: createContent(
    async () => `SwaggerUIBundle({
  dom_id: '#api',
  url: new URL('openapi.json', document.baseURI).href,
  validatorUrl: null,
  deepLinking: true,
  displayRequestDuration: true,
});
`,
  ),
};

/** What of the package `swagger-ui-dist` the page loads; scripts/bundle-functions.ts puts it beside the bundle. */
export const swaggerUiFiles = ['swagger-ui-bundle.js', 'swagger-ui.css'] as const;

type SwaggerUiFile = (typeof swaggerUiFiles)[number];

const findSwaggerUi = (name: SwaggerUiFile): string =>
  createRequire(import.meta.url).resolve(`swagger-ui-dist/${name}`);

export const readSwaggerUi = async (name: SwaggerUiFile): Promise<string> =>
  withoutSourceMap(await readFile(findSwaggerUi(name), 'utf8'));

/** A browser whose tools are open asks for the map that the last line names, and it is not here. */
const withoutSourceMap = (code: string): string => {
  const lastLine = code.trimEnd().lastIndexOf('\n');
  return /^\/[/*]# sourceMappingURL=/.test(code.slice(lastLine + 1)) ? code.slice(0, lastLine) : code;
};

/** Where a file of the package was compressed beforehand, which is so in the zip. */
export const compressedName = (name: string, encoding: Encoding): string => `${name}.${encoding}`;

const swaggerUi = (name: SwaggerUiFile, mediaType: string): Asset => ({
  name,
  mediaType,
  content: createContent(
    () => readSwaggerUi(name),
    async (encoding) => readFile(compressedName(findSwaggerUi(name), encoding)).catch(() => null),
  ),
});

const styles = swaggerUi('swagger-ui.css', 'text/css');
const bundle = swaggerUi('swagger-ui-bundle.js', 'text/javascript');
const assets: readonly Asset[] = [styles, bundle, start];

// The addresses are relative, so that the page works below a stage or the path of a domain name as well.
const page = createContent(
  async () => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Plan Gateway API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="docs/${await servedName(styles)}">
<script src="docs/${await servedName(bundle)}" defer></script>
<script src="docs/${await servedName(start)}" defer></script>
</head>
<body>
<div id="api"></div>
<noscript>This page is made by a script. The document that it shows: <a href="openapi.json">openapi.json</a></noscript>
</body>
</html>
`,
);

const pageHeaders = {
  // Swagger UI has its icons as `data:` in its style sheet.
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};
