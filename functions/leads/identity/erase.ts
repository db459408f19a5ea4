// A person asks to be forgotten (domain.md 4.8, erasure; row 28): what is left of him and of his journeys.

import { change, type Decision, type Fact, move } from '../decision.ts';
import type { Instant } from '../instant.ts';
import type { Lead } from '../lead.ts';
import type { Account, Person } from '../person.ts';
import { isOpen } from '../states.ts';
import { plainName } from './company-names.ts';

/** An open journey ends; a closed one keeps its state, and its story says that the person is gone. The reason must not name him. */
export function eraseJourney(
  lead: Lead,
  { personId, reason }: { readonly personId: string; readonly reason: string },
  at: Instant,
): Decision {
  const data = { personId, erasureReason: reason };
  if (!isOpen(lead.state)) {
    // Nobody asks him once more (A1-15).
    const quiet = change(lead, { winBackAt: undefined });
    return { lead: quiet, events: [goneFact({ personId, reason })] };
  }
  const { sdrId, creditId, ownerRepId } = lead;
  return {
    ...move(lead, { type: 'Erased', data: { ...data, sdrId, creditId } }, at, {}),
    messages:
      ownerRepId === undefined
        ? []
        : [
            {
              id: `${lead.leadId}-erased`,
              to: ownerRepId,
              says: { name: 'leadErased' },
            },
          ],
  };
}

/** The story of a journey that stays as it is. */
export function goneFact({
  personId,
  reason,
}: {
  readonly personId: string;
  readonly reason: string;
}): Fact {
  return { type: 'PersonErased', data: { personId, erasureReason: reason } };
}

/** Ids and counts of a person, and nothing by which he could be known. `keys` are those that are still to be deleted. */
export function tombstone(person: Person, at: Instant, keys: readonly string[]): Person {
  const { email: _e, phone: _p, title: _t, language: _l, ...rest } = person;
  return { ...rest, name: '', differences: [], consents: [], keys: [...keys], erasedAt: at };
}

/** Whether a company is called after the person, as those of one man are: then its name goes too. */
export function isNamedAfter(
  { name }: Pick<Account, 'name'>,
  person: Pick<Person, 'name'>,
): boolean {
  const [company, human] = [plainName(name ?? ''), plainName(person.name)];
  return human.length > 1 && company.includes(human);
}
