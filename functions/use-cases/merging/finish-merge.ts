// What a merge leaves to do once its transaction stands (4.13): touches are copied, and journeys that are doubles now are merged too. May stop half-way and run again.

import type { Lead } from '../../leads/lead.ts';
import { areOneJourney } from '../../leads/merging/merge.ts';
import type { Command, Deps } from '../../ports.ts';
import { put } from '../commit/changes.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import {
  accountNow,
  leadNow,
  leadsOf,
  peopleMergedInto,
  peopleNow,
  personNow,
} from '../follow-pointers.ts';
import { mergeLeads } from './merge-leads.ts';

/** A transaction takes a hundred actions. */
const BATCH = 90;

/** Does what is left of this merge; of one that was undone, nothing. */
export async function finishMerge(
  deps: Deps,
  command: Command,
  leadId: Lead['leadId'],
  mergeId: string,
): Promise<void> {
  const log = (await deps.store.mergeLogsOf(leadId)).find(({ id }) => id === mergeId);
  if (!log || log.undoneAt !== undefined) return;
  if (log.ended) await copyTouches(deps, leadId, log.otherLeadId);
  const lead = await leadNow(deps.store, log.otherLeadId);
  if (!lead) return;
  for (const group of await onePurchaseEach(deps, lead)) await mergeDoubles(deps, command, group);
}

/** The originals stay with the journey that ended: undoing the merge takes the copies away. */
async function copyTouches(
  { store }: Deps,
  from: Lead['leadId'],
  to: Lead['leadId'],
): Promise<void> {
  await retryLostRace(async () => {
    const [theirs, ours] = await Promise.all([store.touchesOf(from), store.touchesOf(to)]);
    const there = new Set(ours.map(({ touchId }) => touchId));
    // Of people who are one now, what both did counts as one person's (4.10).
    const people = await peopleNow(
      store,
      theirs.map(({ personId }) => personId),
    );
    const copies = theirs
      .filter(({ touchId }) => !there.has(touchId))
      .map((touch) => {
        const personId = people.get(touch.personId)?.personId ?? touch.personId;
        return put('touch', { ...touch, personId, leadId: to, copiedFrom: from, version: 0 });
      });
    for (let start = 0; start < copies.length; start += BATCH)
      await store.commit({ changes: copies.slice(start, start + BATCH) });
  });
}

/** The journeys of the company, and those of the person: in neither may two be open for one product line (invariant 1). */
async function onePurchaseEach(
  { store }: Deps,
  { accountId, personId }: Lead,
): Promise<readonly (readonly Lead[])[]> {
  const account = accountId === undefined ? undefined : await accountNow(store, accountId);
  const person = await personNow(store, personId);
  const people = person ? [person, ...(await peopleMergedInto(store, person))] : [];
  const ids = people.flatMap(({ leads }) => Object.values(leads));
  const own = await Promise.all([...new Set(ids)].map((id) => store.lead(id)));
  return [account ? await leadsOf(store, account) : [], own.filter((lead) => lead !== undefined)];
}

async function mergeDoubles(deps: Deps, command: Command, leads: readonly Lead[]): Promise<void> {
  for (const [index, one] of leads.entries())
    for (const other of leads.slice(index + 1)) {
      const [left, right] = await Promise.all([
        deps.store.lead(one.leadId),
        deps.store.lead(other.leadId),
      ]);
      if (left && right && left.leadId !== right.leadId && areOneJourney(left, right))
        await mergeLeads(deps, command, left.leadId, { into: right.leadId });
    }
}
