// A person hears no more from us by mail, until a later form says otherwise (6; api.md, /v1/unsubscribe/{token}).

import type { Fact } from '../../leads/decision.ts';
import { NotFound } from '../../leads/errors.ts';
import { unsubscribingPerson } from '../../leads/identity/unsubscribe-token.ts';
import type { Lead } from '../../leads/lead.ts';
import type { Person } from '../../leads/person.ts';
import { isOpen } from '../../leads/states.ts';
import type { Command, Deps } from '../../ports.ts';
import { replace } from '../commit/changes.ts';
import { commitLead } from '../commit/commit-lead.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { toldEvents } from '../commit/told-events.ts';

/** Once is enough: a second click finds it done. It is told in the story of the person's open lead. Throws NotFound for a forged link. */
export async function unsubscribe(deps: Deps, command: Command, token: string): Promise<void> {
  const { store, pepper } = deps;
  const personId = unsubscribingPerson(token, pepper);
  await retryLostRace(async () => {
    const person = personId === undefined ? undefined : await theOneWhoGoesOn(deps, personId);
    if (!person) throw new NotFound('subscription', token);
    if (person.unsubscribed.email !== undefined) return;
    const unsubscribed = { ...person.unsubscribed, email: command.at };
    const change = replace('person', person, { ...person, unsubscribed });
    const by = { kind: 'customer', sub: person.personId } as const;
    const facts: Fact[] = [{ type: 'Unsubscribed', data: { channel: 'email' } }];
    const lead = await openLeadOf(deps, person);
    if (lead) {
      await commitLead(
        deps,
        { ...command, by },
        { before: lead, decision: { lead, events: facts }, changes: [change] },
      );
      return;
    }
    await store.commit({
      scope: person.personId,
      changes: [change],
      events: toldEvents(facts, { at: command.at, by }),
    });
  });
}

/** Two people found to be one are unsubscribed as one (4.13: readers follow the pointer). */
async function theOneWhoGoesOn({ store }: Deps, personId: string): Promise<Person | undefined> {
  const seen = new Set<string>();
  let person = await store.person(personId);
  while (person?.mergedInto !== undefined && !seen.has(person.personId)) {
    seen.add(person.personId);
    person = await store.person(person.mergedInto);
  }
  return person;
}

async function openLeadOf({ store }: Deps, person: Person): Promise<Lead | undefined> {
  for (const leadId of Object.values(person.leads)) {
    const lead = await store.lead(leadId);
    if (lead && isOpen(lead.state)) return lead;
  }
  return undefined;
}
