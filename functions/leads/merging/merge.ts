// Two rows turn out to be one purchase, one company or one person: which goes on, and with what (domain.md 4.8, merge rows; row 28).

import { type Changes, chain, change, type Decision, type Message, move } from '../decision.ts';
import { type Difference, withDifferences } from '../differences.ts';
import { Invalid } from '../errors.ts';
import { strictestOf } from '../identity/consent.ts';
import { type Instant, latest } from '../instant.ts';
import { about, type Lead } from '../lead.ts';
import type { Saying } from '../messages/sayings.ts';
import { weighNews } from '../nurture/nurture.ts';
import { type Account, type Person, touchFacts } from '../person.ts';
import { present } from '../present.ts';
import type { Now } from '../rules.ts';
import { isSameLine } from '../scopes.ts';
import { standingAnew } from '../scoring/standing.ts';
import { IllegalTransition, isOpen } from '../states.ts';

/** Refuses what cannot be merged: one with itself, or one that is part of another already, or erased. */
export function refuseMerge(lead: Lead, into: Lead): void {
  if (lead.state === 'MERGED' || lead.state === 'ERASED')
    throw new IllegalTransition(lead.state, 'Merged');
  const problem = {
    [lead.leadId]: 'is the lead itself; name the other one',
    ...(into.state === 'MERGED'
      ? { [into.leadId]: `was merged into ${into.mergedInto}; name that one` }
      : {}),
    ...(into.state === 'ERASED'
      ? { [into.leadId]: 'is erased; nothing is left to merge into' }
      : {}),
  }[into.leadId];
  if (problem) throw new Invalid([{ path: 'into', message: problem }]);
}

/** Two journeys become one only when both are open and about the same product line; a won one stays as it is. */
export function areOneJourney(one: Lead, other: Lead): boolean {
  return isOpen(one.state) && isOpen(other.state) && isSameLine(one.productLine, other.productLine);
}

/** The most advanced goes on, then the oldest, whichever way it was asked for. */
export function inOrder(one: Lead, other: Lead): readonly [survivor: Lead, ended: Lead] {
  const order =
    about(other.state).advance - about(one.state).advance ||
    one.openedAt.localeCompare(other.openedAt) ||
    one.leadId.localeCompare(other.leadId);
  return order <= 0 ? [one, other] : [other, one];
}

/** An event stays within what a row and the bus take, and all of them within a transaction: nobody has more touches than that. */
const TOLD_AT_ONCE = 200;
const MOST_TOLD = 40 * TOLD_AT_ONCE;

export interface Merge extends Now {
  readonly mergeId: string;
  readonly samePerson: boolean;
}

/** What the journey that goes on takes over. `touches` are those of both; the score is theirs, not a sum of scores. */
export function absorb(survivor: Lead, ended: Lead, merge: Merge): Decision {
  const { at, rules, mergeId, samePerson } = merge;
  const others = samePerson ? [] : [ended.personId];
  const rested = [survivor, ended].toSorted((a, b) =>
    (b.nurturedAt ?? '').localeCompare(a.nurturedAt ?? ''),
  )[0];
  const coolDownUntil = latestOf(survivor.coolDownUntil, ended.coolDownUntil);
  const changes: Changes = {
    mergeId,
    mergedFrom: [...survivor.mergedFrom, ended.leadId],
    accountId: survivor.accountId ?? ended.accountId,
    companyName: survivor.companyName ?? ended.companyName,
    exclusions: union(survivor.exclusions, ended.exclusions),
    buyingGroup: union(survivor.buyingGroup, [...ended.buyingGroup, ...others]).filter(
      (id) => id !== survivor.personId,
    ),
    heldFor: union(survivor.heldFor, [...ended.heldFor, ...others]),
    claims: union(survivor.claims, ended.claims),
    recordings: union(survivor.recordings, ended.recordings),
    tags: union(survivor.tags, ended.tags),
    differences: withDifferences(survivor.differences, ended.differences),
    firstSource: earliestSource(survivor, ended),
    handRaise: survivor.handRaise ?? ended.handRaise,
    expansion: survivor.expansion ?? ended.expansion,
    // A duplicate must not be a way round the rest and the call that it asks for (A0-6).
    coolDownUntil,
    ...present({ nurturedAt: rested?.nurturedAt, nurtureReason: rested?.nurtureReason }),
    engagementFrom: latestOf(survivor.engagementFrom, ended.engagementFrom),
    lastActivityAt: latest(survivor.lastActivityAt, ended.lastActivityAt),
    staleAt: latest(survivor.staleAt, ended.staleAt),
  };
  const joined = restingLonger(change(survivor, changes), survivor.coolDownUntil);
  const [brought, ...more] = broughtBy(ended, merge.touches);
  const heard: Decision = {
    lead: standingAnew(joined, { at, rules, touches: merge.touches }),
    events: [
      // Its SDR gets an assist where this one's has the credit (4.9).
      {
        type: 'LeadMergedIn',
        data: present({
          ...{ from: ended.leadId, mergeId, sdrId: ended.sdrId },
          touches: brought,
        }),
      },
      ...more.map((touches) => ({
        ...{ type: 'TouchesMergedIn' as const, data: { from: ended.leadId, mergeId, touches } },
      })),
    ],
    messages: told(survivor, mergeId, { name: 'mergedFrom', from: ended.leadId }),
  };
  return chain(heard, (listening) => weighNews(listening, merge));
}

/** What the other journey's people did, in as many parts as there are events to tell it: whose order it becomes is theirs, too (A3-13). */
function broughtBy({ leadId }: Lead, touches: Merge['touches']) {
  const theirs = touches.filter((touch) => touch.leadId === leadId).slice(0, MOST_TOLD);
  const count = Math.ceil(theirs.length / TOLD_AT_ONCE);
  return Array.from({ length: count }, (_, index) =>
    theirs.slice(index * TOLD_AT_ONCE, (index + 1) * TOLD_AT_ONCE).map(touchFacts),
  );
}

/** One at rest is looked at again when its new rest is over. */
function restingLonger(lead: Lead, before: Instant | undefined): Lead {
  const { coolDownUntil } = lead;
  if (lead.state !== 'NURTURE' || coolDownUntil === undefined || coolDownUntil === before)
    return lead;
  const revisitAt = latest(coolDownUntil, lead.revisitAt);
  return change(lead, { coolDownCheckAt: coolDownUntil, revisitAt });
}

/** The journey that ends; its offer was taken back before. `sdrId` and `creditId` are for the assist (4.9). */
export function endBy(lead: Lead, survivor: Lead, merge: Merge): Decision {
  const { at, mergeId, samePerson } = merge;
  const into = survivor.leadId;
  const { leadId: from, sdrId, creditId, ownerRepId, state } = lead;
  const data = { into, from, mergeId, samePerson, state, sdrId, creditId, ownerRepId };
  const kept = survivor.ownerRepId;
  const owners = ownerRepId && kept && ownerRepId !== kept ? [ownerRepId, kept] : [];
  return {
    ...move(lead, { type: 'Merged', data }, at, { mergedInto: into, mergeId }),
    messages: [
      ...told(lead, `${mergeId}-ended`, { name: 'mergedInto', into }),
      ...(owners.length > 0 ? [ownersDiffer(mergeId, owners, into)] : []),
    ],
  };
}

/** One person: contact data fill each other's gaps and else stand beside each other, consent is the strictest of both, channel by channel. */
export function joinPeople(
  person: Person,
  other: Person,
  at: Instant,
): { readonly person: Person; readonly other: Person } {
  const filled = { ...other, ...person };
  return {
    person: {
      ...filled,
      ...strictestOf(person, other, at),
      keys: union(person.keys, other.keys),
      leads: { ...other.leads, ...person.leads },
      joined: union(person.joined, other.joined),
      differences: withDifferences(person.differences, [
        ...otherwise(person, other, at),
        ...other.differences,
      ]),
      formerAccountIds: union(other.formerAccountIds, person.formerAccountIds),
      absorbed: [...person.absorbed, other.personId, ...other.absorbed],
    },
    other: { ...other, mergedInto: person.personId },
  };
}

/** What the two are called and reached by, where both have it: the one's is kept, the other's is shown (4.2). */
function otherwise(person: Person, other: Person, at: Instant): readonly Difference[] {
  return (['name', 'email', 'phone', 'title'] as const).flatMap((field) => {
    const value = other[field];
    return value && person[field] && value !== person[field] ? [{ field, value, at }] : [];
  });
}

/** One company: customer since the first deal of either; the owner of the one that goes on, else the other's. */
export function joinAccounts(
  account: Account,
  other: Account,
): { readonly account: Account; readonly other: Account } {
  const [customerSince] = [account.customerSince, other.customerSince]
    .filter((at) => at !== undefined)
    .toSorted();
  return {
    account: {
      ...other,
      ...account,
      ...present({ customerSince }),
      severalLeads: true,
      absorbed: [...account.absorbed, other.accountId, ...other.absorbed],
    },
    other: { ...other, mergedInto: account.accountId },
  };
}

/** Two owners of what is one now: people decide. */
export function ownersDiffer(id: string, owners: readonly string[], what: string): Message {
  return {
    id: `${id}-owners`,
    to: 'group:ops',
    says: { name: 'ownersDiffer', owners, what },
  };
}

function told({ sdrId, ownerRepId }: Lead, id: string, says: Saying): Message[] {
  const to = ownerRepId ?? sdrId;
  return to ? [{ id: `${id}-told`, to, says }] : [];
}

/** What ops have ruled on stands; else the first touch of both. */
function earliestSource(survivor: Lead, ended: Lead): Lead['firstSource'] {
  if (survivor.originalSource) return survivor.firstSource;
  if (ended.originalSource || ended.firstSource.at < survivor.firstSource.at)
    return ended.firstSource;
  return survivor.firstSource;
}

function latestOf(one: Instant | undefined, other: Instant | undefined): Instant | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return latest(one, other);
}

/** Equal ones once. */
export function union<Item>(one: readonly Item[], other: readonly Item[]): Item[] {
  return [...new Map([...one, ...other].map((item) => [JSON.stringify(item), item])).values()];
}
