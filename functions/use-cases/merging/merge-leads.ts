// Ops say that two leads are one: state, events, pointers and log in one transaction; finish-merge.ts does the rest (4.8, 4.13).

import { change, type Decision, type Fact } from '../../leads/decision.ts';
import { Invalid } from '../../leads/errors.ts';
import { mergeIdOf } from '../../leads/ids.ts';
import { type Instant, plus } from '../../leads/instant.ts';
import type { Lead } from '../../leads/lead.ts';
import {
  absorb,
  areOneJourney,
  endBy,
  inOrder,
  joinAccounts,
  joinPeople,
  type Merge,
  ownersDiffer,
  refuseMerge,
} from '../../leads/merging/merge.ts';
import type { MergeLog } from '../../leads/merging/merge-log.ts';
import type { Account, Person, Touch } from '../../leads/person.ts';
import { present } from '../../leads/present.ts';
import type { Rules } from '../../leads/rules.ts';
import { isOpen } from '../../leads/states.ts';
import { type Change, type Command, type Deps, type Rows, system, type Told } from '../../ports.ts';
import type { Merged } from '../answers/customer-answers.ts';
import { put, replace } from '../commit/changes.ts';
import { commitLead } from '../commit/commit-lead.ts';
import { leadOrNotFound } from '../commit/guards.ts';
import { LOCKS_AT_ONCE, lockIds } from '../commit/locks.ts';
import { projectCredit } from '../commit/project-credit.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { rulesNow } from '../commit/rules-now.ts';
import { toldEvents } from '../commit/told-events.ts';
import { accountNow, personNow } from '../follow-pointers.ts';
import { endJourney } from '../identity/end-journey.ts';
import { settleCredit } from '../opportunity/settle-opportunity.ts';

export interface MergeAsked {
  readonly into: Lead['leadId'];
  /** Not only one company: the two people are one. */
  readonly samePerson?: boolean | undefined;
}

/** One side of a merge, with the rows that its pointers lead to. */
interface Side {
  readonly lead: Lead;
  readonly person: Person | undefined;
  readonly account: Account | undefined;
}

interface MergeTerms {
  readonly rules: Rules;
  readonly mergeId: string;
  readonly samePerson: boolean;
}

/** Merges the lead with `into`: the journeys when both are open in one product line, else their people and accounts. Throws ILLEGAL_TRANSITION, INVALID. */
export async function mergeLeads(
  deps: Deps,
  command: Command,
  leadId: Lead['leadId'],
  { into, samePerson = false }: MergeAsked,
): Promise<Merged> {
  return retryLostRace(async () => {
    const lead = await leadOrNotFound(deps, leadId);
    const other = await deps.store.lead(into);
    if (!other) throw new Invalid([{ path: 'into', message: 'is no lead; check the id' }]);
    refuseMerge(lead, other);
    await confirmOverdue(deps, command, [lead, other]);
    const rules = await rulesNow(deps);
    const [one, two] = await Promise.all([sideOf(deps, lead), sideOf(deps, other)]);
    const known = one.person?.personId === two.person?.personId;
    const isErased = [one, two].some(({ person }) => person?.erasedAt !== undefined);
    if (samePerson && !known && isErased) {
      const message = 'is not possible: one of the two is erased; merge the companies only';
      throw new Invalid([{ path: 'samePerson', message }]);
    }
    const merging = { rules, samePerson: samePerson || known };
    const idFor = (told: Lead) => mergeIdOf(told.leadId, command.at, command.requestId);
    if (areOneJourney(lead, other)) {
      const [survivor, ended] = inOrder(lead, other);
      const sides = survivor === lead ? ([one, two] as const) : ([two, one] as const);
      return mergeJourneys(deps, command, {
        ...merging,
        mergeId: idFor(ended),
        sides,
      });
    }
    // A won deal keeps its company and people; the other side joins them.
    return joinSides(deps, command, {
      ...merging,
      mergeId: idFor(lead),
      sides: lead.state === 'WON' && other.state !== 'WON' ? [one, two] : [two, one],
      named: one,
    });
  });
}

/**
 * Credits whose own clock is late: left to the merge, the row of their pair would have to be written twice in one transaction.
 * What is confirmed here changes its lead, so the merge that goes on loses the race and begins again.
 */
async function confirmOverdue(
  deps: Deps,
  { at, requestId }: Command,
  leads: readonly Lead[],
): Promise<void> {
  for (const { creditId } of leads)
    if (creditId) await settleCredit(deps, system(at, requestId), creditId);
}

async function sideOf({ store }: Deps, lead: Lead): Promise<Side> {
  const [person, account] = await Promise.all([
    personNow(store, lead.personId),
    lead.accountId === undefined ? undefined : accountNow(store, lead.accountId),
  ]);
  return { lead, person, account };
}

type Sides = readonly [survivor: Side, other: Side];

/** Two open journeys, same product line: one goes on with what both know, the other ends. */
async function mergeJourneys(
  deps: Deps,
  command: Command,
  { sides, ...merging }: MergeTerms & { readonly sides: Sides },
): Promise<Merged> {
  const { at } = command;
  const { rules, mergeId } = merging;
  const [survivor, ended] = sides;
  const lists = await Promise.all(sides.map(({ lead }) => deps.store.touchesOf(lead.leadId)));
  const { personId } = survivor.lead;
  const theirs = [ended.lead.personId, ended.person?.personId];
  const isTheirs = (touch: Touch) => merging.samePerson && theirs.includes(touch.personId);
  const touches = lists.flat().map((one) => (isTheirs(one) ? { ...one, personId } : one));
  const merge: Merge = { at, ...merging, touches };
  const absorbed = absorb(survivor.lead, ended.lead, merge);
  const { lead, events } = absorbed;
  const credit = await projectCredit(deps, command, { lead, events });
  const goesOn = { ...absorbed, events: [...events, ...credit.events] };
  const { changes, log, messages } = joined(sides, { ...merging, at: command.at });
  const stored = mergeLog(command, rules, ended.lead, survivor.lead.leadId, {
    ...log,
    id: mergeId,
    ended: { before: ended.lead },
    survivor: { before: survivor.lead, after: goesOn.lead },
  });
  const more: Change[] = [
    ...changes,
    ...credit.changes,
    ...(await passedOn(deps, ended.lead, goesOn.lead)),
    put('mergeLog', stored),
  ];
  const answer = { leadId: ended.lead.leadId, mergedInto: survivor.lead.leadId, mergeId };
  await endJourney(deps, command, ended.lead, {
    reason: 'MERGED',
    end: (journey) => {
      const end = endBy(journey, survivor.lead, merge);
      return { ...end, messages: [...(end.messages ?? []), ...messages] };
    },
    changes: more,
    alsoTold: [toldOf(command, survivor.lead, goesOn)],
    answer,
  });
  return answer;
}

/** No journey ends: people and accounts are joined, and an open journey of a customer becomes an expansion. */
async function joinSides(
  deps: Deps,
  command: Command,
  { sides, named, ...merging }: MergeTerms & { readonly sides: Sides; readonly named: Side },
): Promise<Merged> {
  const { changes, log, messages } = joined(sides, { ...merging, at: command.at });
  if (changes.length === 0) {
    const message = 'is of the same company and person already; nothing is left to merge';
    throw new Invalid([{ path: 'into', message }]);
  }
  const { mergeId, rules } = merging;
  const other = sides.find((side) => side !== named) ?? named;
  const isCustomer = sides.some(({ lead }) => lead.state === 'WON');
  const after = (lead: Lead): Lead => {
    const expands = isCustomer && isOpen(lead.state);
    return change(lead, { mergeId, ...present({ expansion: expands ? true : undefined }) });
  };
  const facts = (lead: Lead): Fact[] => [
    {
      type: 'AccountsMerged',
      data: {
        mergeId,
        with: lead === named.lead ? other.lead.leadId : named.lead.leadId,
        accountId: sides[0].account?.accountId,
        mergedAccountId: log.mergedAccountId,
        mergedPersonId: log.mergedPersonId,
        ...present({ expansion: after(lead).expansion ? true : undefined }),
      },
    },
  ];
  const stored = mergeLog(command, rules, named.lead, other.lead.leadId, {
    ...log,
    id: mergeId,
    expansions: [named.lead.expansion === true, other.lead.expansion === true],
  });
  const answer = { leadId: named.lead.leadId, mergedInto: null, mergeId };
  await commitLead(deps, command, {
    before: named.lead,
    decision: { lead: after(named.lead), events: facts(named.lead), messages },
    changes: [...changes, put('mergeLog', stored)],
    alsoTold: [toldOf(command, other.lead, { lead: after(other.lead), events: facts(other.lead) })],
    answer,
  });
  return answer;
}

/** The rows of people and accounts after the merge, and what its log keeps of them. */
function joined(
  [kept, other]: Sides,
  { samePerson, mergeId, at }: MergeTerms & Pick<Command, 'at'>,
): {
  readonly changes: readonly Change[];
  readonly log: Partial<MergeLog>;
  readonly messages: NonNullable<Decision['messages']>;
} {
  const people = peopleOf(kept, other, samePerson ? at : undefined);
  const both = kept.account && other.account;
  const differ = both && kept.account.accountId !== other.account.accountId;
  const accounts = differ && joinAccounts(kept.account, other.account);
  const owners = [kept.account?.ownerRepId, other.account?.ownerRepId].filter(
    (id) => id !== undefined,
  );
  return {
    changes: [
      ...people.changes,
      ...(accounts && differ
        ? [
            replace('account', kept.account, accounts.account),
            replace('account', other.account, accounts.other),
          ]
        : []),
    ],
    log: {
      ...people.log,
      ...(accounts && differ
        ? {
            account: { before: kept.account, after: accounts.account },
            mergedAccountId: other.account.accountId,
          }
        : {}),
    },
    messages:
      accounts && new Set(owners).size > 1
        ? [ownersDiffer(`${mergeId}-account`, owners, accounts.account.accountId)]
        : [],
  };
}

function peopleOf(
  kept: Side,
  other: Side,
  samePersonSince: Instant | undefined,
): { readonly changes: readonly Change[]; readonly log: Partial<MergeLog> } {
  if (!kept.person || !other.person || kept.person.personId === other.person.personId)
    return { changes: [], log: {} };
  if (samePersonSince === undefined) {
    // He is part of the other's purchase now, and of the company if nothing says which is his.
    const { accountId = kept.account?.accountId } = other.person;
    const joins = areOneJourney(kept.lead, other.lead);
    const after = {
      ...other.person,
      ...present({
        accountId,
        joined: joins ? [...other.person.joined, kept.lead.leadId] : undefined,
      }),
    };
    const changed = joins || other.person.accountId !== accountId;
    return {
      changes: changed ? [replace('person', other.person, after)] : [],
      log: {},
    };
  }
  const together = joinPeople(kept.person, other.person, samePersonSince);
  return {
    changes: [
      replace('person', kept.person, together.person),
      replace('person', other.person, together.other),
    ],
    log: {
      person: { before: kept.person, after: together.person },
      mergedPersonId: other.person.personId,
    },
  };
}

/** Locks of the journey that ends which the other holds from now on, so that whoever writes finds it. */
async function passedOn({ store }: Deps, ended: Lead, survivor: Lead): Promise<readonly Change[]> {
  const wanted = new Set(lockIds(survivor));
  const locks = [...(await store.locks(lockIds(ended))).values()];
  return locks
    .filter((lock) => wanted.has(lock.id) && lock.leadId === ended.leadId)
    .slice(0, LOCKS_AT_ONCE)
    .map((before) => replace('lock', before, { ...before, leadId: survivor.leadId }));
}

function mergeLog(
  { at, by }: Command,
  { policy }: Rules,
  { leadId }: Lead,
  otherLeadId: Lead['leadId'],
  log: Partial<MergeLog> & { readonly id: string },
): Rows['mergeLog'] {
  const undoUntil: Instant = plus(at, policy.identity.undoMergeWithin);
  return { leadId, version: 0, at, by: by.sub, undoUntil, otherLeadId, ...log };
}

/** A decision about another row of the transaction, as its own story tells it. */
export function toldOf(
  { at, by }: Pick<Command, 'at' | 'by'>,
  before: Lead,
  { lead, events, messages = [] }: Decision,
): Told {
  return {
    scope: before.leadId,
    change: replace('lead', before, lead),
    events: toldEvents(events, { at, by }, { messages, lead }),
  };
}
