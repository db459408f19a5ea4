// Which differences of a lead staff take over or drop, by the paths under which they are shown (api.md, PATCH /v1/leads/{leadId}).

import { type Difference, lastSaid } from '../differences.ts';
import { type FieldProblem, Invalid } from '../errors.ts';
import type { Lead } from '../lead.ts';
import type { Person } from '../person.ts';

type Decision = 'takeOver' | 'drop';

/** What a person is from now on, and which of his differences are done with. */
export interface DecidedPerson {
  readonly person: Person;
  readonly values: Partial<Pick<Person, 'name' | 'email' | 'phone' | 'title' | 'language'>>;
  readonly fields: readonly string[];
  /** Those that are not his. */
  readonly dropped: readonly Difference[];
}

export interface Decided {
  readonly people: ReadonlyMap<string, DecidedPerson>;
  /** Taken over of what is said of the company: `name` is the account's. */
  readonly company: Readonly<Record<string, string | number>>;
  /** Fields of the lead's own differences that are decided. */
  readonly settled: readonly string[];
  readonly tookOver: readonly string[];
  readonly dropped: readonly string[];
}

interface Found {
  readonly path: string;
  readonly how: Decision;
  readonly person?: Person | undefined;
  readonly difference: Difference;
}

/** The last value said under each path. Throws INVALID for a path that is no open difference, and for one that is named twice. */
export function decidedOn(
  lead: Lead,
  people: ReadonlyMap<string, Person>,
  paths: Readonly<Record<Decision, readonly string[]>>,
): Decided {
  const problems: FieldProblem[] = [];
  const found: Found[] = [];
  for (const how of ['takeOver', 'drop'] as const)
    for (const [index, path] of paths[how].entries()) {
      const one = differenceAt(lead, people, path);
      const isTwice = found.some((other) => other.path === path);
      if (one && !isTwice) found.push({ path, how, ...one });
      else problems.push({ path: `${how}.${index}`, message: isTwice ? TWICE : NOT_OPEN });
    }
  if (problems.length > 0) throw new Invalid(problems);
  const taken = found.filter(({ how }) => how === 'takeOver');
  const ofCompany = (one: Found) => one.person === undefined;
  return {
    people: byPerson(found),
    company: Object.fromEntries(
      taken.filter(ofCompany).map(({ difference }) => entryOf(difference)),
    ),
    settled: found.filter(ofCompany).map(({ difference }) => difference.field),
    tookOver: taken.map(({ difference }) => difference.field),
    dropped: found.filter(({ how }) => how === 'drop').map(({ difference }) => difference.field),
  };
}

const TWICE = 'is named twice; take it over or drop it, once';
const NOT_OPEN = 'is no open difference of this lead (any more); take its path from the lead';

function differenceAt(
  lead: Lead,
  people: ReadonlyMap<string, Person>,
  path: string,
): Pick<Found, 'person' | 'difference'> | undefined {
  const [whose = '', field = ''] = path.split('.', 2);
  if (whose === 'company') {
    const difference = lastSaid(lead.differences, field);
    return difference && { difference };
  }
  const person = people.get(whose === 'person' ? lead.personId : whose);
  const difference = person && lastSaid(person.differences, field);
  return difference && { person, difference };
}

function byPerson(found: readonly Found[]): ReadonlyMap<string, DecidedPerson> {
  const people = new Map<string, DecidedPerson>();
  for (const { person, how, difference } of found) {
    if (!person) continue;
    const known = people.get(person.personId) ?? { person, values: {}, fields: [], dropped: [] };
    const { field } = difference;
    const others = person.differences.filter((one) => one.field === field && one !== difference);
    people.set(person.personId, {
      person,
      fields: [...known.fields, field],
      values:
        how === 'takeOver'
          ? { ...known.values, ...Object.fromEntries([entryOf(difference)]) }
          : known.values,
      // Who takes over the last word has done with those before it.
      dropped: how === 'drop' ? [...known.dropped, ...others, difference] : known.dropped,
    });
  }
  return people;
}

function entryOf({ field, value }: Difference): [string, string | number] {
  return [field, value];
}
