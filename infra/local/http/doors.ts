// Who may come to which door of the offline target: it stands on somebody's own machine, beside every page that his browser shows.

import { type GatewayResponse, problem } from '../../emulator/http/problem.ts';

interface Head {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Names of this machine that no name server can give to another page (DNS rebinding). */
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

/** Refuses a request that was meant for another host, whatever led it here. */
export function misdirected({ target, headers }: Head): GatewayResponse | undefined {
  const { host = '' } = headers;
  if (LOOPBACK.test(host) && target.startsWith('/')) return undefined;
  const message = `${host.slice(0, 60) || 'no host'} is not here; ask for localhost or 127.0.0.1`;
  return problem(421, 'MISDIRECTED', message);
}

/**
 * The website whose page sends it, when that is not this one: what its Origin says; where the browser says no more than that it is
 * another's, as of a picture, `another site`.
 */
export function foreignSite({ headers }: Pick<Head, 'headers'>): string | undefined {
  const { origin, host, 'sec-fetch-site': from, 'sec-fetch-mode': mode } = headers;
  if (origin !== undefined)
    return origin.toLowerCase() === `http://${host}`.toLowerCase() ? undefined : origin;
  const follows = mode === 'navigate';
  return !follows && (from === 'cross-site' || from === 'same-site') ? 'another site' : undefined;
}

/** What a page of that website gets for an answer that is not for it. */
export function notForSite(site: string): GatewayResponse {
  const message = `pages of ${site.slice(0, 100)} may not ask this; forms of a website go in once the policy's origins name it`;
  return problem(403, 'FORBIDDEN', message);
}

export function isPreflight({ method, headers }: Pick<Head, 'method' | 'headers'>): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
}

/** The browser asks whether a page of that website may send a form (CORS). */
export function preflight(site: string, { headers }: Pick<Head, 'headers'>): GatewayResponse {
  const isPrivate = headers['access-control-request-private-network'] !== undefined;
  return {
    statusCode: 204,
    headers: {
      ...readableBy(site),
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'content-type, idempotency-key',
      'access-control-max-age': '600',
      ...(isPrivate ? { 'access-control-allow-private-network': 'true' } : {}),
    },
    body: '',
  };
}

export function readableBy(site: string): Readonly<Record<string, string>> {
  return { 'access-control-allow-origin': site, vary: 'origin' };
}
