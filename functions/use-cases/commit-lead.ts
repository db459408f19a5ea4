// How every use case writes: a decision about a lead becomes one transaction with whatever else it changes.

import { change, type Decision } from '../leads/decision.ts';
import { Forbidden, LeadError, LostRace, NotFound } from '../leads/errors.ts';
import type { LeadId } from '../leads/ids.ts';
import type { Lead } from '../leads/lead.ts';
import type { Offer } from '../leads/offer/offer.ts';
import type { Opportunity } from '../leads/opportunity/opportunity.ts';
import type { Account, Person } from '../leads/person.ts';
import { type Rules, rulesOf } from '../leads/rules.ts';
import { IllegalTransition, isOpen } from '../leads/states.ts';
import type { Change, Command, Deps, Receipt, Store, Told } from '../ports.ts';
import { accountNow, personNow } from './follow-pointers.ts';
import { projectCredit } from './project-credit.ts';
import { toldEvents } from './told-events.ts';

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

/** A rep acts on the leads he owns. Whose it was before learns its state; whose it never was learns nothing: NOT_YOUR_LEAD. */
export async function refuseForeignLead({ store }: Deps, lead: Lead, sub: string): Promise<void> {
  const { leadId, ownerRepId } = lead;
  if (ownerRepId === sub) return;
  const offers = ownerRepId ? [] : await store.offersOf(leadId);
  if (offers.some(({ repId }) => repId === sub)) return;
  throw new Forbidden(
    `lead ${leadId} is another rep's; you can act on your own only`,
    'NOT_YOUR_LEAD',
  );
}

/** Whose person is erased says nothing new of him: nobody would take it out again. 409. */
export async function refuseErased({ store }: Deps, lead: Lead, event: string): Promise<void> {
  if (isOpen(lead.state)) return;
  const person = await personNow(store, lead.personId);
  if (lead.state === 'ERASED' || person?.erasedAt !== undefined)
    throw new IllegalTransition(lead.state, event);
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
  readonly opportunity?: { readonly before?: Opportunity; readonly after: Opportunity };
  /** Rows whose own stories tell of it, such as the other side of a merge. */
  readonly alsoTold?: readonly Told[];
  readonly answer?: Answer;
  /** By which it was decided: its events say their version, and offers' the time worked. */
  readonly rules?: Rules;
}

/** Under which ids a journey of this customer may be locked: those of everybody whom a merge has made one with him (4.13), persons first. */
export function lockIdsOf(
  {
    person,
    account,
  }: { readonly person: Person | undefined; readonly account: Account | undefined },
  productLine: string,
): readonly string[] {
  const holders = [
    ...(person ? [person.personId, ...person.absorbed] : []),
    ...(account ? [account.accountId, ...account.absorbed] : []),
  ];
  return holders.map((id) => `${id}|${productLine}`);
}

/** Ids of the locks that an open lead holds: one for its person, one for its account, and those of people merged into it (invariant 1). */
export function lockIds({
  personId,
  accountId,
  heldFor,
  productLine,
}: Pick<Lead, 'personId' | 'accountId' | 'heldFor' | 'productLine'>): string[] {
  const holders = new Set([personId, accountId, ...heldFor].filter((id) => id !== undefined));
  return [...holders].map((id) => `${id}|${productLine}`);
}

/**
 * Writes the lead, its events, its offer or opportunity and the rest in one transaction, with what the events do to the SDR's
 * credit. Frees the locks of a lead that closes, takes those of one that is opened again. Returns the stored lead. Throws LostRace,
 * and COLLISION when another journey holds a lock.
 */
export async function commitLead(deps: Deps, command: Command, write: Write): Promise<Lead> {
  const {
    before,
    decision,
    changes = [],
    alsoTold = [],
    offer,
    opportunity,
    answer,
    rules,
  } = write;
  const { events, messages = [] } = decision;
  if (decision.lead === before && events.length === 0 && changes.length === 0 && !offer)
    return before;
  const after = opportunity ? waitingFor(decision.lead, opportunity.after) : decision.lead;
  const credit = await projectCredit(deps, command, { lead: after, events, opportunity });
  const told = [...events, ...credit.events];
  const sent = [...messages, ...credit.messages];
  await deps.store.commit({
    scope: before.leadId,
    changes: [
      { kind: 'lead', before, after },
      ...(offer ? [{ kind: 'offer' as const, before: offer.before, after: offer.after }] : []),
      ...(opportunity
        ? [
            {
              kind: 'opportunity' as const,
              before: opportunity.before,
              after: opportunity.after,
            },
          ]
        : []),
      ...changes,
      ...credit.changes,
      ...(await lockChanges(deps, { before, after, settled: changes })),
    ],
    events: toldEvents(told, command, {
      ...{ messages: sent, lead: after, offer, opportunity, rules },
    }),
    alsoTold,
    receipt: answer && receiptOf(command, before, answer),
  });
  return { ...after, version: before.version + 1 };
}

/** An open row always has a next instant (4.1, principle 7): in OPPORTUNITY it is that of the open one, not of one cancelled before. */
function waitingFor(lead: Lead, { opportunityId, nextInstant }: Opportunity): Lead {
  return lead.state === 'OPPORTUNITY' && lead.opportunityId === opportunityId
    ? change(lead, { opportunityInstant: nextInstant })
    : lead;
}

/**
 * A journey that closes lets its person and account go; one that is opened again must find them free (invariant 1). Locks that
 * `settled` passes on by itself are left to it.
 */
async function lockChanges(
  { store }: Deps,
  {
    before,
    after,
    settled,
  }: { readonly before: Lead; readonly after: Lead; readonly settled: readonly Change[] },
): Promise<readonly Change[]> {
  if (isOpen(before.state) === isOpen(after.state)) return [];
  const passedOn = new Set(
    settled.flatMap((one) => (one.kind === 'lock' && one.after ? [one.after.id] : [])),
  );
  const ids = lockIds(isOpen(after.state) ? after : before).filter((id) => !passedOn.has(id));
  if (!isOpen(after.state)) {
    return [...(await store.locks(ids)).values()]
      .filter((lock) => lock.leadId === before.leadId)
      .map((lock) => ({ kind: 'lock', before: lock }));
  }
  if (ids.length === 0) return [];
  const held = await store.locks([...new Set([...ids, ...(await lockIdsNow(store, after))])]);
  const other = [...held.values()].find((lock) => lock.leadId !== after.leadId);
  if (other) throw new OtherJourneyOpen(after, other.leadId);
  return ids.map((id) => ({
    kind: 'lock',
    before: held.get(id),
    after: { id, version: 0, leadId: after.leadId },
  }));
}

async function lockIdsNow(
  store: Store,
  { personId, accountId, productLine }: Lead,
): Promise<readonly string[]> {
  const [person, account] = await Promise.all([
    personNow(store, personId),
    accountId === undefined ? undefined : accountNow(store, accountId),
  ]);
  return lockIdsOf({ person, account }, productLine);
}

/** There is another open journey of the same person or account and product line: only one can be open (invariant 1). 409. */
export class OtherJourneyOpen extends LeadError {
  override readonly name = 'OtherJourneyOpen';
  constructor({ leadId, productLine }: Lead, other: LeadId) {
    super(
      `lead ${leadId} cannot be opened again: ${other} is open for the same customer in ${productLine}; go on there`,
      { code: 'COLLISION', status: 409, extra: { leadId: other } },
    );
  }
}

/** The answer as it is kept; one that repeats what was found out about a person is kept where an erasure finds it. */
function receiptOf(
  { receipt }: Command,
  { leadId }: Lead,
  { status, body }: Answer,
): Receipt | undefined {
  const kept = receipt?.(status, body);
  const tells =
    typeof body === 'object' && body !== null && ('firstSource' in body || 'notes' in body);
  return kept && tells ? { ...kept, leadId } : kept;
}
