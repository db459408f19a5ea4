// No no becomes a yes without the person (4.12, 19), whatever is said where, in whatever order, and by whichever merges.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  after,
  confirmedBy,
  isRefused,
  LINK_LASTS,
  news,
  partedConsents,
  standing,
  strictestOf,
} from '../../functions/leads/identity/consent.ts';
import { Instant, plus } from '../../functions/leads/instant.ts';
import { Person } from '../../functions/leads/person.ts';
import { CHANNELS, type Channel } from '../../functions/leads/statement.ts';
import { runs } from './commands.ts';

interface Hear {
  readonly do: 'hear';
  readonly who: number;
  readonly where: 'form' | 'inbound' | 'import' | 'call' | 'unsubscribe';
  readonly email: boolean | undefined;
  readonly phone: boolean | undefined;
}

type Step =
  | Hear
  | { readonly do: 'optIn'; readonly who: number; readonly link: number }
  | { readonly do: 'merge' | 'unmerge'; readonly who: number; readonly into: number }
  | { readonly do: 'wait'; readonly hours: number };

const who = fc.nat({ max: 2 });
const answer = fc.constantFrom(true, false, undefined);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('hear' as const),
      who,
      where: fc.constantFrom('form', 'form', 'inbound', 'import', 'call', 'unsubscribe'),
      email: answer,
      phone: answer,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('optIn' as const), who, link: fc.nat({ max: 5 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('merge', 'unmerge'), who, into: who }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('wait' as const), hours: fc.nat({ max: 900 }) }),
  },
);

interface Merged {
  readonly log: { readonly before: Person; readonly after: Person };
  readonly kept: number;
  readonly other: Person;
}

/** Three people as rows, and what was sent to them. */
class Town {
  at = Instant.parse('2026-09-14T01:30:00.000Z');
  people: Person[];
  /** Merged people: who goes on in their place. */
  readonly merged = new Map<number, Merged>();
  readonly links: Instant[] = [];

  constructor(old: readonly { readonly email?: boolean; readonly gone: boolean }[]) {
    this.people = old.map(({ email, gone }, n) =>
      Person.parse({
        personId: `pers_${n}`,
        version: 1,
        name: `Person ${n}`,
        ...(n === 0 ? {} : { email: `p${n}@mail.example` }),
        phone: `+861380000000${n}`,
        // As the release before stored it.
        consent: { privacyPolicy: '2025-01', ...(email === undefined ? {} : { email }) },
        ...(gone ? { unsubscribed: { email: this.at } } : {}),
        leads: {},
        createdAt: this.at,
      }),
    );
  }

  /** The row that others read in his place. */
  now(n: number): number {
    const merged = this.merged.get(n);
    return merged ? this.now(merged.kept) : n;
  }

  row(n: number): Person {
    const person = this.people[n];
    if (!person) throw new RangeError(`nobody is ${n}`);
    return person;
  }

  /** Which channels the person himself has allowed in it. */
  does(step: Step): readonly Channel[] {
    if (step.do === 'wait') {
      this.at = plus(this.at, `PT${step.hours}H`);
      return [];
    }
    const n = this.now(step.who);
    const person = this.row(n);
    if (step.do === 'optIn') {
      const sentAt = this.links[step.link];
      if (!sentAt || plus(sentAt, LINK_LASTS) <= this.at) return [];
      const channels = confirmedBy(person, sentAt);
      const yes = Object.fromEntries(channels.map((channel) => [channel, true]));
      this.say(n, yes, 'optIn');
      return channels;
    }
    if (step.do !== 'hear')
      return step.do === 'merge' ? this.merge(step.who, step.into) : this.unmerge(step.who);
    const { where, email, phone } = step;
    this.say(n, where === 'unsubscribe' ? { email: false } : { email, phone }, where);
    return where === 'call' ? CHANNELS.filter((channel) => step[channel] === true) : [];
  }

  private say(
    n: number,
    answers: Parameters<typeof news>[1],
    where: Parameters<typeof news>[2]['where'],
  ) {
    const person = this.row(n);
    const said = news(person, answers, { at: this.at, where, by: 'somebody' });
    if (said.some(({ says }) => says === 'unconfirmed')) this.links.push(this.at);
    this.people[n] = after(person, said);
  }

  private merge(who: number, into: number): readonly Channel[] {
    const [n, kept] = [this.now(who), this.now(into)];
    if (n === kept || n !== who) return [];
    const [other, before] = [this.row(n), this.row(kept)];
    const joined: Person = { ...other, ...before, ...strictestOf(before, other, this.at) };
    this.people[kept] = joined;
    this.merged.set(n, { log: { before, after: joined }, kept, other });
    return [];
  }

  private unmerge(who: number): readonly Channel[] {
    const merged = this.merged.get(who);
    // What was merged on is undone first.
    if (!merged || this.merged.has(merged.kept)) return [];
    const last = [...this.merged].filter(([, one]) => one.kept === merged.kept).at(-1);
    if (last?.[0] !== who) return [];
    const person = this.row(merged.kept);
    const two = partedConsents({ person, ...merged.log }, merged.other);
    this.people[merged.kept] = { ...merged.log.before, ...two.person };
    this.people[who] = { ...merged.other, ...two.other };
    this.merged.delete(who);
    return [];
  }
}

const old = fc.record({ email: fc.boolean(), gone: fc.boolean() }, { requiredKeys: ['gone'] });

describe('a no', () => {
  it('becomes a yes by nobody but the person (4.12, 19)', () => {
    fc.assert(
      fc.property(
        fc.tuple(old, old, old),
        fc.array(step, { minLength: 5, maxLength: 40 }),
        (people, steps) => {
          const town = new Town(people);
          // Of each person by himself, whoever goes on in his place: whether his own last word was a no.
          const no = [0, 1, 2].map((n) =>
            Object.fromEntries(CHANNELS.map((one) => [one, isRefused(town.row(n), one)])),
          );
          for (const step of steps) {
            const asked = 'who' in step ? town.now(step.who) : -1;
            const allowed = town.does(step);
            for (const n of [0, 1, 2]) {
              const words = no[n] ?? {};
              for (const channel of CHANNELS) {
                const isHeard = allowed.includes(channel) && town.now(n) === asked;
                if (isHeard) words[channel] = false;
                const answers = step.do === 'hear' ? step : undefined;
                const says = answers?.where === 'unsubscribe' ? { email: false } : answers;
                const isRefusing =
                  says !== undefined && channel in says && Reflect.get(says, channel) === false;
                if (isRefusing && town.now(n) === asked) words[channel] = true;
                if (words[channel]) expect(isRefused(town.row(town.now(n)), channel)).toBe(true);
              }
            }
          }
        },
      ),
      runs(500),
    );
  });

  it('is what stands of the list, and a link is sent at most once in thirty days', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) => {
        const town = new Town([{ gone: false }, { gone: false }, { gone: false }]);
        for (const step of steps) if (step.do === 'hear' || step.do === 'wait') town.does(step);

        for (const person of town.people)
          for (const channel of CHANNELS) {
            const said = person.consents.filter((one) => one.channel === channel);
            expect(standing(person, channel)).toBe(said.at(-1)?.says);
            const asked = said.filter(({ says }) => says === 'unconfirmed');
            for (const [index, { at }] of asked.slice(1).entries()) {
              const before = asked[index]?.at ?? at;
              const isOver = plus(before, LINK_LASTS) <= at;
              const isUsed = said.some(
                (one) => one.says === 'yes' && one.at >= before && one.at <= at,
              );
              expect(isOver || isUsed).toBe(true);
            }
          }
      }),
      runs(300),
    );
  });
});
