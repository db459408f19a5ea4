// Every function's code as one file: ESM for Node 24, minified, with a source map.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { functions } from '../catalog.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Writes `<folder>/<Name>/index.mjs` and its map for every function of the catalogue. Takes about a second. */
export function bundleFunctions(folder: string): (name: string) => string {
  mkdirSync(folder, { recursive: true });
  const entryPoints = Object.fromEntries(
    Object.entries(functions).map(([name, { entry }]) => [`${name}/index`, join(ROOT, entry)]),
  );
  buildSync({
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
    // Loaded only for operations that stream events, of which no service that we call has one that we use: 15 kB for nothing.
    external: ['@smithy/core/event-streams'],
    // Lambda hands a function its credentials in the environment: SSO, profiles and instance metadata are 95 kB for nothing.
    alias: { '@aws-sdk/credential-provider-node': join(ROOT, 'infra/aws/lambda-credentials.ts') },
    logLevel: 'warning',
  });
  return (name) => join(folder, name);
}
