// Every function's code as one file: ESM for Node 24, minified, with a source map.

import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { functions, lakeFunctions } from '../catalog.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What no function reaches, and what stands for it in a bundle. */
const NEVER_REACHED = [
  {
    // Every schema of zod can say itself as JSON Schema, for which it carries 19 kB. Only `npm run openapi` and `npm run events` ask.
    filter: /zod\/v4\/core\/(?:to-json-schema|json-schema-processors)\.js$/,
    contents: `const notHere = () => () => { throw new Error('No function says its schemas as JSON Schema: infra/aws/bundles.ts'); };
module.exports = { createToJSONSchemaMethod: notHere, createStandardJSONSchemaMethod: notHere };`,
  },
  {
    // Follows values that hold themselves, which no JSON does: 3 kB. Without it zod parses as its smaller edition does.
    filter: /zod\/v4\/core\/memoizer\.js$/,
    contents: `export class $ZodCyclicError extends Error {}
const none = () => undefined;
export { none as memoizer, none as isRecursiveSchema, none as isBackEdge };`,
  },
  {
    // SHA-256 in JavaScript, for a Node without its own: 3 kB.
    filter: /checksum\/sha256\/Sha256Js\.js$/,
    contents: 'export const Sha256Js = undefined;',
  },
  {
    // Signs messages of event streams, which no service that we call has: 2 kB.
    filter: /signature-v4\/dist-es\/HeaderFormatter\.js$/,
    contents: 'export class HeaderFormatter {}',
  },
  {
    // Signs a URL instead of a request: 1 kB.
    filter: /signature-v4\/dist-es\/moveHeadersToQuery\.js$/,
    contents: 'export const moveHeadersToQuery = undefined;',
  },
  {
    // Asks for page after page: the store's pages are its own (reads.ts). 1 kB.
    filter: /lib-dynamodb\/dist-es\/pagination\/\w+Paginator\.js$/,
    contents: 'export {};',
  },
  {
    // Of the retry mode `adaptive`, which nobody asks for: 3 kB.
    filter: /util-retry\/DefaultRateLimiter\.js$/,
    contents: 'export const DefaultRateLimiter = undefined;',
  },
  {
    // That mode itself: 1 kB.
    filter: /util-retry\/AdaptiveRetryStrategy\.js$/,
    contents: 'export const AdaptiveRetryStrategy = undefined;',
  },
  {
    // An Error of its own, written for browsers that know no classes: 3 kB. This one is the same.
    filter: /libphonenumber-js\/es6\/ParseError\.js$/,
    contents:
      "export default class ParseError extends Error { constructor(code) { super(code); this.name = 'ParseError'; } }",
  },
  {
    // Keeps lines of a log back until something fails, which nobody asks for: 1 kB.
    filter: /powertools\/logger\/lib\/esm\/logBuffer\.js$/,
    contents: 'export const CircularMap = undefined;',
  },
  {
    // Warns of a Node that the SDK will know no more: Lambda runs the one that the stack names. 1 kB.
    filter: /submodules\/client\/emitWarningIfUnsupportedVersion\.js$/,
    contents:
      'export const state = {}; export const emitWarningIfUnsupportedVersion = () => undefined;',
  },
  {
    // Asks a machine of EC2 for its region, which Lambda says in the environment: 1 kB.
    filter: /regionConfig\/getInstanceMetadataRegion\.js$/,
    contents: 'export const getInstanceMetadataRegion = async () => undefined;',
  },
] as const;

const withoutNeverReached: Plugin = {
  name: 'without-never-reached',
  setup({ onLoad }) {
    for (const { filter, contents } of NEVER_REACHED) onLoad({ filter }, () => ({ contents }));
    // Of its package.json a client wants its version alone, for the user agent: 2 kB each.
    onLoad({ filter: /@aws-sdk\/client-[a-z0-9-]+\/package\.json$/ }, ({ path }) => {
      const { version } = JSON.parse(readFileSync(path, 'utf8')) as { readonly version: string };
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

/** Writes `<folder>/<Name>/index.mjs` and its map for every function of the catalogue. Takes about a second. */
export async function bundleFunctions(folder: string): Promise<(name: string) => string> {
  mkdirSync(folder, { recursive: true });
  const entryPoints = Object.fromEntries(
    Object.entries({ ...functions, ...lakeFunctions }).map(([name, { entry }]) => [
      `${name}/index`,
      join(ROOT, entry),
    ]),
  );
  await build({
    absWorkingDir: ROOT,
    entryPoints,
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    sourcemap: true,
    // The sources are in git; the map says where a line of a stack comes from.
    sourcesContent: false,
    platform: 'node',
    target: 'node24',
    // V8 parses an arrow function in full and skims a function until it is called: 5 % of a cold start.
    supported: { arrow: false },
    format: 'esm',
    // The SDK's ES modules: its CommonJS ones cannot be shaken.
    mainFields: ['module', 'main'],
    // Some of its dependencies still call require.
    // And zod compiles a schema at its first use, which pays after hundreds of uses: a cold start has one.
    banner: {
      js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);globalThis.__zod_globalConfig={jitless:true};",
    },
    // Chinese as it is: escaped, a character is twice as long.
    charset: 'utf8',
    // Loaded only for operations that stream events, of which no service that we call has one that we use: 15 kB for nothing.
    external: ['@smithy/core/event-streams'],
    // Lambda hands a function its credentials in the environment: SSO, profiles and instance metadata are 95 kB for nothing.
    alias: {
      '@aws-sdk/credential-provider-node': join(ROOT, 'infra/aws/lambda-credentials.ts'),
      // 8 kB, of them a cache of its own.
      '@aws-sdk/middleware-endpoint-discovery': join(ROOT, 'infra/aws/no-endpoint-discovery.ts'),
    },
    plugins: [withoutNeverReached],
    logLevel: 'warning',
  });
  return (name) => join(folder, name);
}
