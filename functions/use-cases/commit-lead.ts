// How every use case writes: a decision about a lead becomes one transaction with whatever else it changes.

import type { Decision } from '../leads/decision.ts';
import { LostRace, NotFound } from '../leads/errors.ts';
import type { LeadId } from '../leads/ids.ts';
import type { Lead } from '../leads/lead.ts';
import type { Offer } from '../leads/offer.ts';
import { type Rules, rulesOf } from '../leads/rules.ts';
import { isOpen } from '../leads/states.ts';
import type { Change, Command, Deps } from '../ports.ts';

const TRIES = 5;

/** Decides again on what is stored now when somebody else wrote first; the fifth lost race is thrown. */
export async function retryLostRace<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof LostRace) || tries === TRIES) throw error;
    }
  }
}

/** The lead, or NotFound. */
export async function leadOrNotFound({ store }: Deps, leadId: LeadId): Promise<Lead> {
  const lead = await store.lead(leadId);
  if (!lead) throw new NotFound('lead', leadId);
  return lead;
}

/** The rules at this moment. */
export async function rulesNow({ store }: Deps): Promise<Rules> {
  const { policy, calendars } = await store.rules();
  return rulesOf(policy, calendars);
}

/** What a use case answers over the API, and what its receipt keeps. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

interface Write {
  readonly before: Lead;
  readonly decision: Decision;
  readonly changes?: readonly Change[];
  readonly offer?: { readonly before?: Offer; readonly after: Offer };
  readonly answer?: Answer;
}

/** Ids of the locks that an open lead holds: one for its person, one for its account (invariant 1). */
export function lockIds({
  personId,
  accountId,
  productLine,
}: Pick<Lead, 'personId' | 'accountId' | 'productLine'>): string[] {
  return [personId, accountId].filter((id) => id !== undefined).map((id) => `${id}|${productLine}`);
}

/** Writes the lead, its events, its offer and the rest in one transaction; frees the locks of a lead that closes. Returns the stored lead. Throws LostRace. */
export async function commitLead(deps: Deps, command: Command, write: Write): Promise<Lead> {
  const { before, decision, changes = [], offer, answer } = write;
  const { lead: after, events, messages = [] } = decision;
  if (after === before && events.length === 0 && changes.length === 0 && !offer) return before;
  const closing = isOpen(before.state) && !isOpen(after.state);
  const locks = closing ? [...(await deps.store.locks(lockIds(before))).values()] : [];
  const offerVersion = offer && {
    offerId: offer.after.offerId,
    offerVersion: (offer.before?.version ?? 0) + 1,
  };
  await deps.store.commit({
    scope: before.leadId,
    changes: [
      { kind: 'lead', before, after },
      ...(offer ? [{ kind: 'offer' as const, before: offer.before, after: offer.after }] : []),
      ...changes,
      ...locks
        .filter((lock) => lock.leadId === before.leadId)
        .map((lock) => ({ kind: 'lock' as const, before: lock })),
    ],
    events: events.map(({ type, data = {} }, index) => ({
      type,
      occurredAt: command.at,
      by: command.by,
      data,
      ...(offerVersion ?? {}),
      ...(index === 0 && messages.length > 0 ? { messages } : {}),
    })),
    receipt: answer && command.receipt?.(answer.status, answer.body),
  });
  return { ...after, version: before.version + 1 };
}
