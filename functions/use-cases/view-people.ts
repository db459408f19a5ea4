// Everybody who has a part in a lead's purchase, by name, with what he did (4.2): whoever may see the lead sees them all.

import type { Lead } from '../leads/lead.ts';
import type { Account, Person, Touch } from '../leads/person.ts';
import { present } from '../leads/present.ts';
import type { Deed, DifferenceView, MemberView, PersonView } from './answers/lead-answers.ts';

interface Shown {
  readonly lead: Lead;
  readonly touches: readonly Touch[];
  /** By id, each as known now. */
  readonly people: ReadonlyMap<string, Person>;
  readonly account: Account | undefined;
}

/** Ids of everybody who belongs to the lead or left a touch with it. */
export function idsOfPeople(
  { personId, buyingGroup }: Lead,
  touches: readonly Touch[],
): readonly string[] {
  return [...new Set([personId, ...buyingGroup, ...touches.map((touch) => touch.personId)])];
}

/** Its own person, and the others; who is erased is nobody any more. */
export function membersOf({ lead, touches, people }: Omit<Shown, 'account'>): {
  readonly person: MemberView | undefined;
  readonly buyingGroup: readonly MemberView[];
} {
  const own = people.get(lead.personId);
  const ids = idsOfPeople(lead, touches);
  const all = new Map(ids.flatMap((id) => people.get(id) ?? []).map((one) => [one.personId, one]));
  const others = [...all.values()].filter(
    ({ personId, erasedAt }) => personId !== own?.personId && erasedAt === undefined,
  );
  const view = (person: Person): MemberView => ({
    ...personView(person),
    deeds: touches
      .filter((touch) => people.get(touch.personId)?.personId === person.personId)
      .toSorted((a, b) => a.at.localeCompare(b.at))
      .map(deedOf),
  });
  return { person: own && view(own), buyingGroup: others.map(view) };
}

export function personView({
  leads: _,
  version: _v,
  keys: _k,
  differences: _d,
  ...shown
}: Person): PersonView {
  return shown;
}

/** What somebody did or sent, and what he called himself in it. */
function deedOf({ touchId, at, kinds, newAnswers = {}, sender, source }: Touch): Deed {
  const { handRaise, message } = newAnswers;
  return present({
    touchId,
    at,
    kinds,
    form: source?.form,
    handRaise: typeof handRaise === 'string' ? handRaise : undefined,
    message: typeof message === 'string' ? message : undefined,
    name: sender?.name,
    title: sender?.title,
  });
}

/** What forms and merges say otherwise than is known, with the path by which staff take it over or drop it (4.8). */
export function differencesOf({ lead, touches, people, account }: Shown): DifferenceView[] {
  const { person, buyingGroup } = membersOf({ lead, touches, people });
  const members = [person, ...buyingGroup].flatMap((one) => people.get(one?.personId ?? '') ?? []);
  const known: Readonly<Record<string, unknown>> = {
    ...lead.facts,
    region: lead.region,
    name: account?.name,
  };
  return [
    ...members.flatMap((one) => {
      const whose = one.personId === person?.personId ? 'person' : one.personId;
      return one.differences.map(({ field, value: said, at, submissionId }) => ({
        path: `${whose}.${field}`,
        known: shownValue(Reflect.get(one, field)),
        said,
        ...present({ at, submissionId, name: one.name || undefined }),
      }));
    }),
    ...lead.differences.map(({ field, value: said, at, submissionId, personId = '' }) => ({
      path: `company.${field}`,
      known: shownValue(known[field]),
      said,
      ...present({ at, submissionId, name: people.get(personId)?.name || undefined }),
    })),
  ];
}

function shownValue(known: unknown): string | number | null {
  return typeof known === 'string' || typeof known === 'number' ? known : null;
}
