// Which part of the offline target a request is for: AWS's own protocol, the offline routes, the pages, or the product's API.

import { Crowded } from '../../emulator/door.ts';
import { type GatewayRequest, tooLarge } from '../../emulator/http/gateway.ts';
import { type GatewayResponse, json, problem } from '../../emulator/http/problem.ts';
import {
  foreignSite,
  isPreflight,
  misdirected,
  notForSite,
  preflight,
  readableBy,
} from './doors.ts';
import { answerOffline, type OfflineParts } from './offline-routes.ts';
import { staticFile } from './static-files.ts';

interface FrontDoorParts extends OfflineParts {
  readonly webFolder: string;
  /** Websites whose pages may send forms. */
  readonly sites: () => Promise<readonly string[]>;
}

type Head = Omit<GatewayRequest, 'body' | 'sourceIp'>;

const LARGEST_WIRE = 16 * 1024 * 1024;
const LARGEST_OFFLINE = 64 * 1024;

export class FrontDoor {
  readonly #parts: FrontDoorParts;

  constructor(parts: FrontDoorParts) {
    this.#parts = parts;
  }

  /** What can be said before the body is read: an answer, or how many bytes it may have. */
  admit(head: Head): GatewayResponse | number {
    const elsewhere = misdirected(head);
    if (elsewhere) return elsewhere;
    const site = foreignSite(head);
    if (site && !this.#isPublic(head)) return notForSite(site);
    if (site && isPreflight(head)) return LARGEST_OFFLINE;
    const limit = this.#ownLimit(head);
    if (limit === undefined) return this.#parts.emulator.gateway.admit(head);
    return Number(head.headers['content-length'] ?? 0) > limit ? tooLarge(limit) : limit;
  }

  /** Its own page may ask anything; pages of other websites that the policy names may send what the public sends. */
  async answer(request: GatewayRequest): Promise<GatewayResponse> {
    const site = foreignSite(request);
    if (site === undefined) return await this.#answer(request);
    const isKnown = this.#isPublic(request) && (await this.#parts.sites()).includes(site);
    if (!isKnown) return notForSite(site);
    if (isPreflight(request)) return preflight(site, request);
    const answer = await this.#answer(request);
    return { ...answer, headers: { ...answer.headers, ...readableBy(site) } };
  }

  async #answer(request: GatewayRequest): Promise<GatewayResponse> {
    try {
      return await this.#done(request);
    } catch (error) {
      if (error instanceof Crowded) return unavailable(request, error.message);
      throw error;
    }
  }

  async #done(request: GatewayRequest): Promise<GatewayResponse> {
    const { gateway, queue } = this.#parts.emulator;
    const target = request.headers['x-amz-target'];
    if (isWire(request)) {
      return await queue.fromOutside(String(target), () => this.#wire(target ?? '', request));
    }
    const path = request.target.split('?')[0] ?? '/';
    if (path.startsWith('/_local/')) {
      const url = parseUrl(request.target);
      if (!url) return problem(400, 'MALFORMED', 'the path is not percent-encoded UTF-8');
      const body = request.body?.toString('utf8') ?? '';
      return await answerOffline(this.#parts, { method: request.method, url, body });
    }
    if (isPage(request)) {
      const file = parseUrl(request.target) && (await staticFile(this.#parts.webFolder, path));
      return file || problem(404, 'NOT_FOUND', `there is no ${path} here`);
    }
    const name = `${request.method} ${path}`;
    // What only reads leads to no work; what is public may be a picture on a page, which counts a visit.
    if (isRead(request) && !this.#isPublic(request)) {
      return await queue.beside(name, () => gateway.handle(request));
    }
    return await queue.fromOutside(name, () => gateway.handle(request));
  }

  #isPublic(head: Head): boolean {
    return this.#ownLimit(head) === undefined && this.#parts.emulator.gateway.isPublic(head.target);
  }

  #ownLimit(head: Head): number | undefined {
    if (isWire(head)) return LARGEST_WIRE;
    if (isPage(head) || head.target.startsWith('/_local/')) return LARGEST_OFFLINE;
    return undefined;
  }

  async #wire(target: string, request: GatewayRequest): Promise<GatewayResponse> {
    if (request.method !== 'POST') {
      return problem(405, 'METHOD_NOT_ALLOWED', '/_aws takes POST', { allow: 'POST' });
    }
    return await this.#parts.emulator.wire(target, request.body?.toString('utf8') ?? '');
  }
}

/** Nothing was done for this one: he may come again in a few seconds. AWS's clients do so by themselves. */
export function unavailable(request: Head, detail: string): GatewayResponse {
  const retry = { 'retry-after': '5' };
  if (!isWire(request)) return problem(503, 'UNAVAILABLE', detail, retry);
  const body = { __type: 'ServiceUnavailable', message: detail };
  return json(503, body, { ...retry, 'x-amzn-errortype': 'ServiceUnavailable' });
}

function isWire({ headers, target }: Head): boolean {
  return headers['x-amz-target'] !== undefined || /^\/_aws(?:[/?]|$)/.test(target);
}

function isRead({ method }: Pick<Head, 'method'>): boolean {
  return method === 'GET' || method === 'HEAD';
}

function isPage({ method, target }: Head): boolean {
  if (!isRead({ method })) return false;
  return target === '/' || target.startsWith('/?') || target.startsWith('/web/');
}

/** Undefined when the path is not percent-encoded UTF-8. */
function parseUrl(target: string): URL | undefined {
  try {
    const url = new URL(target, 'http://127.0.0.1');
    decodeURIComponent(url.pathname);
    return url;
  } catch {
    return undefined;
  }
}
