// Ops take a merge back within 30 days: rows, pointers, locks and both stories in one transaction (4.8, undo merge).

import { change, type Fact } from '../../leads/decision.ts';
import { leadOfMerge } from '../../leads/ids.ts';
import type { Lead } from '../../leads/lead.ts';
import type { MergeLog } from '../../leads/merging/merge-log.ts';
import {
  giveBack,
  partAccounts,
  partPeople,
  refuseUndo,
  revive,
  UndoRefused,
} from '../../leads/merging/undo-merge.ts';
import type { Change, Command, Deps } from '../../ports.ts';
import type { Unmerged } from '../answers/customer-answers.ts';
import { remove, replace } from '../commit/changes.ts';
import { commitLead } from '../commit/commit-lead.ts';
import { leadOrNotFound } from '../commit/guards.ts';
import { LOCKS_AT_ONCE, lockIds, locksNow } from '../commit/locks.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { rulesNow } from '../commit/rules-now.ts';
import { accountNow, personNow } from '../follow-pointers.ts';
import { toldOf } from './merge-leads.ts';

/** Undoes the last merge of this lead, on whichever side it stands. Throws ILLEGAL_TRANSITION when there is none, twice, or too late. */
export async function unmergeLead(
  deps: Deps,
  command: Command,
  leadId: Lead['leadId'],
): Promise<Unmerged> {
  return retryLostRace(async () => {
    const asked = await leadOrNotFound(deps, leadId);
    const log = await logOf(deps, asked);
    refuseUndo(log, asked, command.at);
    const [lead, other, rules] = await Promise.all([
      leadOrNotFound(deps, log.leadId),
      leadOrNotFound(deps, log.otherLeadId),
      rulesNow(deps),
    ]);
    const people = [
      await personNow(deps.store, lead.personId),
      await personNow(deps.store, other.personId),
    ];
    if (people.some((person) => person?.erasedAt !== undefined))
      throw new UndoRefused(log, asked, 'a person of it is erased');
    const changes: Change[] = [
      replace('mergeLog', log, undone(log, command.at)),
      ...(await parted(deps, log, lead)),
    ];
    const answer: Unmerged = { leadId: lead.leadId, mergeId: log.id, undone: true };
    if (log.ended && log.survivor) {
      await refuseIfStillOne(deps, log, { lead, other });
      const given = giveBack(other, log.survivor, lead);
      const decision = revive(lead, log.ended.before, { at: command.at, rules });
      await commitLead(deps, command, {
        before: lead,
        decision,
        changes: [...changes, ...(await locksBack(deps, log, { lead, other }))],
        alsoTold: [toldOf(command, other, given)],
        answer,
      });
      return answer;
    }
    const alone = (row: Lead, expanded: boolean | undefined) =>
      change(row, { mergeId: undefined, expansion: expanded || undefined });
    const [leadExpanded, otherExpanded] = log.expansions ?? [];
    const events = (one: Lead): Fact[] => [
      { type: 'MergeUndone', data: { with: one.leadId, mergeId: log.id } },
    ];
    await commitLead(deps, command, {
      before: lead,
      decision: { lead: alone(lead, leadExpanded), events: events(other) },
      changes,
      alsoTold: [
        toldOf(command, other, {
          lead: alone(other, otherExpanded),
          events: events(lead),
        }),
      ],
      answer,
    });
    return answer;
  });
}

/** What was kept for the undoing is of two people: done with, it goes, or an erasure of one would have to look with the other. */
function undone(log: MergeLog, undoneAt: MergeLog['at']): MergeLog {
  const { ended: _e, survivor: _s, person: _p, account: _a, ...rest } = log;
  return { ...rest, undoneAt };
}

async function logOf({ store }: Deps, { leadId, mergeId }: Lead): Promise<MergeLog | undefined> {
  if (mergeId === undefined) {
    // Undone already: its log says when.
    return (await store.mergeLogsOf(leadId)).at(-1);
  }
  const logs = await store.mergeLogsOf(leadOfMerge(mergeId));
  return logs.find(({ id }) => id === mergeId);
}

/** People and accounts as two again. One that was merged on since is part of more than this merge. */
async function parted({ store }: Deps, log: MergeLog, lead: Lead): Promise<readonly Change[]> {
  const changes: Change[] = [];
  if (log.person && log.mergedPersonId !== undefined) {
    const [person, other] = await Promise.all([
      store.person(log.person.after.personId),
      store.person(log.mergedPersonId),
    ]);
    if (!person || !other || person.erasedAt)
      throw new UndoRefused(log, lead, 'the person is erased');
    refuseMergedOn(log, lead, person);
    const two = partPeople(person, other, log.person);
    changes.push(replace('person', person, two.person), replace('person', other, two.other));
  }
  if (log.account && log.mergedAccountId !== undefined) {
    const [account, other] = await Promise.all([
      store.account(log.account.after.accountId),
      store.account(log.mergedAccountId),
    ]);
    if (!account || !other) throw new UndoRefused(log, lead, 'the company is not known any more');
    refuseMergedOn(log, lead, account);
    const { mergedInto: _, ...free } = other;
    changes.push(
      replace('account', account, partAccounts(account, log.account)),
      replace('account', other, free),
    );
  }
  return changes;
}

function refuseMergedOn(
  log: MergeLog,
  lead: Lead,
  { mergedInto }: { readonly mergedInto?: string | undefined },
): void {
  if (mergedInto !== undefined)
    throw new UndoRefused(log, lead, `it was merged on into ${mergedInto}; undo that first`);
}

/** What another merge has made one person or one company cannot have two open journeys (invariant 1). */
async function refuseIfStillOne(
  { store }: Deps,
  log: MergeLog,
  { lead, other }: { readonly lead: Lead; readonly other: Lead },
): Promise<void> {
  const [one, two] = await Promise.all([
    personNow(store, lead.personId),
    personNow(store, other.personId),
  ]);
  const accounts = await Promise.all(
    [lead.accountId, other.accountId].map((id) =>
      id === undefined ? undefined : accountNow(store, id),
    ),
  );
  const [mine, theirs] = accounts.map((account) => account?.accountId);
  const taken = log.survivor?.before.accountId === undefined;
  if (log.mergedPersonId === undefined && one && one.personId === two?.personId)
    throw new UndoRefused(log, lead, 'its person was merged by itself; undo that merge first');
  if (log.mergedAccountId === undefined && mine !== undefined && mine === theirs && !taken)
    throw new UndoRefused(log, lead, 'its company was merged by itself; undo that merge first');
}

/** The locks of the revived journey: those that the other held for it, and new ones. */
async function locksBack(
  { store }: Deps,
  log: MergeLog,
  { lead, other }: { readonly lead: Lead; readonly other: Lead },
): Promise<readonly Change[]> {
  const ids = lockIds(lead);
  const [found, { held }] = await Promise.all([store.locks(ids), locksNow(store, ids)]);
  const taker = [...held.values()].find(({ leadId }) => leadId !== other.leadId);
  if (taker) throw new UndoRefused(log, lead, `lead ${taker.leadId} is open in its place`);
  const away = ids.filter((id) => found.get(id)?.leadId !== lead.leadId);
  return away
    .slice(0, LOCKS_AT_ONCE)
    .map((id) => replace('lock', found.get(id), { id, version: 0, leadId: lead.leadId }));
}

/** Takes the copies of touches out of the journey that went on; may run again. */
export async function finishUnmerge(
  { store }: Deps,
  leadId: Lead['leadId'],
  mergeId: string,
): Promise<void> {
  const log = (await store.mergeLogsOf(leadId)).find(({ id }) => id === mergeId);
  if (!log?.undoneAt) return;
  const copies = (await store.touchesOf(log.otherLeadId)).filter(
    ({ copiedFrom }) => copiedFrom === leadId,
  );
  for (const before of copies)
    await retryLostRace(() => store.commit({ changes: [remove('touch', before)] }));
}
