// How somebody acts in the company of the property tests: through the API, as whoever he is; leads and people go by numbers.

import { type Instant, instantOf, millisOf } from '../../functions/leads/instant.ts';
import type { Lead } from '../../functions/leads/lead.ts';
import type { Offer } from '../../functions/leads/offer/offer.ts';
import type { RuntimeResponse } from '../../infra/local/runtime.ts';
import type { Company, RepSpec } from '../support/company.ts';
import type { Deadline } from './commands.ts';
import type { Card, Sent, Word } from './heard.ts';

export const DAY = 86_400_000;

export const REPS: readonly RepSpec[] = [
  { repId: 'rep-a', capacity: 3 },
  { repId: 'rep-b' },
  { repId: 'rep-c', weight: 2 },
  { repId: 'rep-d', department: 'South', regions: ['CN-GD'] },
];

export interface World {
  company: Company;
  readonly leadIds: Lead['leadId'][];
  /** Answers that no request may have (5xx, 400, 401), and calls that got somebody around the contract. */
  readonly odd: string[];
  /** What people sent (4.12, 18), and what they said of being written to and called (19). */
  readonly sent: Sent[];
  readonly said: Word[];
  /** Cards that are on their way in. */
  readonly cards: Card[];
  /** How many commands have happened. */
  step: number;
  /** Step Functions failed or lied at some time: executions and the relay may have failed in between. */
  troubled: boolean;
  words: number;
  readonly dataDir: string | undefined;
}

/** Refusals are fine, faults are not. */
export async function note(
  world: World,
  what: string,
  request: Promise<RuntimeResponse>,
): Promise<RuntimeResponse> {
  const response = await request;
  if (![200, 201, 202, 403, 404, 409, 422, 429].includes(response.status))
    world.odd.push(`${what} answered ${response.status} ${JSON.stringify(response.body)}`);
  return response;
}

export function nth<Item>(list: readonly Item[], n: number): Item | undefined {
  return list[n % Math.max(1, list.length)];
}

export async function leadAt(world: World, n: number): Promise<Lead | undefined> {
  const leadId = nth(world.leadIds, n);
  return leadId && world.company.store.lead(leadId);
}

export async function offerAt(world: World, n: number): Promise<Offer | undefined> {
  const leadId = nth(world.leadIds, n);
  return leadId ? (await world.company.store.offersOf(leadId)).at(-1) : undefined;
}

export async function deadlineOf(
  world: World,
  n: number,
  what: Deadline,
): Promise<Instant | undefined> {
  const [lead, offer] = await Promise.all([leadAt(world, n), offerAt(world, n)]);
  const credit = lead?.creditId && (await world.company.store.credit(lead.creditId));
  const pending = offer?.status === 'PENDING' ? offer : undefined;
  return {
    next: pending?.nextInstant ?? lead?.nextInstant,
    accept: pending?.acceptDueAt,
    expire: pending?.expireAt,
    coolDown: lead?.coolDownUntil,
    window: lead?.oppDueAt,
    credit: credit ? credit.confirmAt : undefined,
  }[what];
}

export function fromNow(world: World, millis: number): Instant {
  return instantOf(millisOf(world.company.now) + millis);
}

/** The rep himself, or another who has no business there. */
export function actor(repId: string, right: boolean): string {
  return right ? repId : 'rep-x';
}

export function asRep(
  world: World,
  repId: string,
  path: string,
  body?: object,
): Promise<RuntimeResponse> {
  return note(world, path, world.company.as(repId, 'rep').post(path, body));
}

export function byDirector(world: World, path: string, body: object): Promise<RuntimeResponse> {
  return note(world, path, world.company.as('director-1', 'director').post(path, body));
}

export function byOps(world: World) {
  const ops = world.company.as('ops-1', 'ops');
  return {
    put: (path: string, body: object) => note(world, path, ops.put(path, body)),
    post: (path: string, body: object) => note(world, path, ops.post(path, body)),
    patch: (path: string, body: object) => note(world, path, ops.patch(path, body)),
  };
}

/** The SDR whose lead it is; whoever comes first when it is nobody's. */
export async function sdrOf(world: World, n: number) {
  const lead = await leadAt(world, n);
  return world.company.as(lead?.sdrId ?? 'sdr-1', 'sdr');
}

export async function bySdr(
  world: World,
  n: number,
  path: string,
  body?: object,
): Promise<RuntimeResponse | undefined> {
  const leadId = nth(world.leadIds, n);
  if (!leadId) return;
  const sdr = await sdrOf(world, n);
  return note(world, path, sdr.post(`/v1/leads/${leadId}/${path}`, body));
}
