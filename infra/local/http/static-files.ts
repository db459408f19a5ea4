// The project's pages: `/` and `/web/*` from the folder web/.

import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import type { GatewayResponse } from '../../emulator/http/problem.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** Scripts, styles and calls from here only; the page has an empty picture for its icon. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** The file under the folder; undefined when there is none, or when the path leads out of it. */
export async function staticFile(
  folder: string,
  pathname: string,
): Promise<GatewayResponse | undefined> {
  const path = fileOf(pathname);
  if (path === undefined) return undefined;
  const file = normalize(join(folder, path));
  if (!file.startsWith(normalize(folder) + sep)) return undefined;
  try {
    const body = await readFile(file);
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    return {
      statusCode: 200,
      headers: {
        'content-type': type,
        'cache-control': 'no-cache',
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'referrer-policy': 'same-origin',
      },
      body,
    };
  } catch {
    return undefined;
  }
}

function fileOf(pathname: string): string | undefined {
  if (pathname === '/') return 'index.html';
  if (!pathname.startsWith('/web/') || pathname.includes('%00')) return undefined;
  const path = decodeURIComponent(pathname.slice('/web/'.length));
  return path === '' || path.endsWith('/') ? `${path}index.html` : path;
}
