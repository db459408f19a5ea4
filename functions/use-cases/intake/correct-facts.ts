// Staff put a lead right: what they say of it themselves, and what they take over or drop of what forms said otherwise (4.8).

import { Forbidden } from '../../leads/errors.ts';
import {
  type Decided,
  type DecidedPerson,
  decidedOn,
} from '../../leads/intake/decided-differences.ts';
import {
  type FactsBody,
  factsByStaff,
  scopeIn,
  tagsIn,
} from '../../leads/intake/facts-by-staff.ts';
import type { Lead } from '../../leads/lead.ts';
import { partiesOf } from '../../leads/party.ts';
import type { Account, Person } from '../../leads/person.ts';
import { present } from '../../leads/present.ts';
import { IllegalTransition } from '../../leads/states.ts';
import type { Actor, Change, Command, Deps } from '../../ports.ts';
import type { LeadDetail } from '../answers/lead-answers.ts';
import { commitLead } from '../commit/commit-lead.ts';
import { leadOrNotFound, refuseErased, refuseOtherSdr } from '../commit/guards.ts';
import { locksMoved } from '../commit/locks.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { rulesNow } from '../commit/rules-now.ts';
import { accountNow, peopleNow } from '../follow-pointers.ts';
import { readLead } from '../reading/read-lead.ts';
import { idsOfPeople } from '../view-people.ts';
import { accountRows, personRows } from './decided-rows.ts';

/**
 * 1. Whose lead it is, and whether it may still be put right. 2. Which differences are decided, and on which rows they are.
 * 3. The lead by what is so now: scored, graded, and routed anew where it waits. 4. One transaction.
 */
export async function correctFacts(
  deps: Deps,
  command: Command,
  leadId: Lead['leadId'],
  { takeOver = [], drop = [], ...sent }: FactsBody,
): Promise<LeadDetail> {
  await retryLostRace(async () => {
    const { store } = deps;
    const lead = await leadOrNotFound(deps, leadId);
    await refuseWrongHands(deps, lead, command.by);
    const [touches, rules] = await Promise.all([store.touchesOf(leadId), rulesNow(deps)]);
    const people = await peopleNow(store, idsOfPeople(lead, touches));
    const account =
      lead.accountId === undefined ? undefined : await accountNow(store, lead.accountId);
    const person = people.get(lead.personId);
    const decided = decidedOn(lead, people, { takeOver, drop });
    const { name: _, ...company } = decided.company;
    const own = decided.people.get(person?.personId ?? '')?.values ?? {};
    const { at, by } = command;
    const decision = factsByStaff(
      lead,
      {
        ...company,
        ...present({ language: own.language }),
        ...sent,
        ...scopeIn(sent, rules.policy),
        ...present({ tags: sent.tags && tagsIn(sent.tags, rules.policy), title: own.title }),
        contact: own.email !== undefined || own.phone !== undefined,
        settled: decided.settled,
        tookOver: decided.tookOver,
        dropped: decided.dropped,
      },
      {
        ...{ at, rules, touches, person, by: by.sub },
        isParty: by.kind !== 'ops' || partiesOf(lead).includes(by.sub),
      },
    );
    const changes = await rowsBeside(deps, {
      before: lead,
      after: decision.lead,
      decided,
      person,
      account,
    });
    await commitLead(deps, command, { before: lead, decision, changes, rules });
  });
  return readLead(deps, command, leadId);
}

/** An SDR and a rep put right what is theirs; a lead that goes on in another, or whose person is erased, is nobody's to change. */
async function refuseWrongHands(deps: Deps, lead: Lead, by: Actor): Promise<void> {
  refuseOtherSdr(lead, by);
  if (by.kind === 'rep' && lead.ownerRepId !== by.sub)
    throw new Forbidden(
      `lead ${lead.leadId} is not yours; you can put right what you have accepted`,
      'NOT_YOUR_LEAD',
    );
  if (lead.state === 'MERGED') throw new IllegalTransition(lead.state, 'FactsCorrected');
  await refuseErased(deps, lead, 'FactsCorrected');
}

interface Beside {
  readonly before: Lead;
  readonly after: Lead;
  readonly decided: Decided;
  readonly person: Person | undefined;
  readonly account: Account | undefined;
}

/** People and company as they are called and reached now; for another product line also the locks, and where its person's form finds it. */
async function rowsBeside(
  deps: Deps,
  { before, after, decided, person, account }: Beside,
): Promise<readonly Change[]> {
  const moved = before.productLine !== after.productLine;
  const undecided = (one: Person): DecidedPerson => ({
    person: one,
    values: {},
    fields: [],
    dropped: [],
  });
  const people = new Map(decided.people);
  if (moved && person && !people.has(person.personId))
    people.set(person.personId, undecided(person));
  const rows = await Promise.all(
    [...people.values()].map((one) =>
      personRows(
        deps,
        one,
        moved && one.person.personId === person?.personId
          ? leadsMoved(one.person, before, after)
          : undefined,
      ),
    ),
  );
  const { name } = decided.company;
  return [
    ...rows.flat(),
    ...(account && typeof name === 'string' ? await accountRows(deps, account, name) : []),
    ...(moved ? await locksMoved(deps, before, after) : []),
  ];
}

/** The lead is his last one in the other product line now. */
function leadsMoved({ leads }: Person, before: Lead, after: Lead): Person['leads'] {
  const others = Object.entries(leads).filter(
    ([line, id]) => line !== before.productLine || id !== before.leadId,
  );
  return { ...Object.fromEntries(others), [after.productLine]: after.leadId };
}
