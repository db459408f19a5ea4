// Whether leads are dealt evenly, and who chose otherwise (A3-8, X-8).

import { dateOfDay, dayOfDate } from '../../leads/calendar/local-days.ts';
import { counted } from '../figures/figures.ts';
import {
  type Column,
  type Components,
  count,
  countOfAll,
  lastDayOf,
  type ReportDefinition,
  type Span,
  sumOf,
} from '../report.ts';

const OFFERS = 'offers:';
const GOES_ON = ['on:', 'away:', 'out:', 'freed:', 'listed:'];

interface Days {
  readonly from: number;
  readonly count: number;
}

function daysOf(span: Span): Days {
  const from = dayOfDate(span.from);
  return { from, count: Math.max(dayOfDate(lastDayOf(span)) - from + 1, 0) };
}

/** One mark a day of the period that lies from a day to before another; without another to the end. */
function mark(marks: Uint8Array, { from }: Days, [first = '', last = '']: readonly string[]): void {
  const end = last === '' ? marks.length : dayOfDate(last) - from;
  marks.fill(1, Math.max(dayOfDate(first) - from, 0), Math.max(Math.min(end, marks.length), 0));
}

interface Going {
  readonly on: string[][];
  readonly away: string[][];
  readonly out: string[][];
  readonly freed: string[];
  readonly months: Set<string>;
}

/** What goes on for each rep. */
function going(components: Components): ReadonlyMap<string, Going> {
  const found = new Map<string, Going>();
  for (const component of components.keys()) {
    const [kind, repId = '', ...days] = component.split(':');
    if (!GOES_ON.includes(`${kind}:`)) continue;
    const one = found.get(repId) ?? { on: [], away: [], out: [], freed: [], months: new Set() };
    found.set(repId, one);
    if (kind === 'on' || kind === 'away' || kind === 'out') one[kind].push(days);
    if (kind === 'freed') one.freed.push(...days);
    if (kind === 'listed') one.months.add(days[0] ?? '');
  }
  return found;
}

/** Days of the period on which each rep was on the desk and on the month's roster, and neither away nor suspended, by rep. */
export function eligibleDays(components: Components, span: Span): ReadonlyMap<string, number> {
  const period = daysOf(span);
  const monthOf = monthsIn(span.from, period.count);
  return new Map(
    [...going(components)].map(([repId, { on, away, out, freed, months }]) => {
      const [there, missing] = [new Uint8Array(period.count), new Uint8Array(period.count)];
      for (const days of on) mark(there, period, days);
      for (const days of away) mark(missing, period, days);
      // A suspension that was lifted ends on that day.
      for (const [first = '', last = ''] of out) {
        const lifted = freed.find((day) => day >= first && day < last);
        mark(missing, period, [first, lifted ?? last]);
      }
      const isEligible = (day: number) =>
        there[day] === 1 && missing[day] === 0 && months.has(monthOf[day] ?? '');
      return [repId, there.reduce((sum, _, day) => sum + (isEligible(day) ? 1 : 0), 0)] as const;
    }),
  );
}

/** The month of each day. */
function monthsIn(from: string, count: number): readonly string[] {
  const first = dayOfDate(from);
  return Array.from({ length: count }, (_, day) => dateOfDay(first + day).slice(0, 7));
}

function number(key: string, of: Column['of']): Column {
  return { key, title: key, kind: 'number', of, behind: (one) => one.startsWith(OFFERS) };
}

const sum = (all: Iterable<number>) => [...all].reduce((total, one) => total + one, 0);

export const fairness: ReportDefinition = {
  counted: 'fairness',
  question:
    'Does every rep who could take leads get as many as the others, and who chose otherwise?',
  population: 'Offers by the day on which they were made, and the reps of the desk.',
  cannotSay:
    'Whether the leads were equally good: rejects and funnel by rep say more of that. A rep of greater weight is meant to get more.',
  dimensions: counted.fairness.dimensions,
  views: {
    offers: {
      period: 'day',
      by: 'rep',
      carries: (component) => GOES_ON.some((kind) => component.startsWith(kind)),
      definition:
        'An eligible day is one at whose noon the rep was on the desk and on the roster of its month, and neither away nor suspended, weekends included. Most and least are of the reps that had one. Override is a manager’s choice, director’s that of a director where the department leaves it to him.',
      columns: () => {
        // Four columns of a row are reckoned of the same days.
        const known = new WeakMap<Components, ReadonlyMap<string, number>>();
        const daysOfReps = (components: Components, span: Span) => {
          const found = known.get(components) ?? eligibleDays(components, span);
          known.set(components, found);
          return found;
        };
        const perDay = (components: Components, span: Span) =>
          [...daysOfReps(components, span)].flatMap(([repId, days]) =>
            days === 0 ? [] : [(components.get(`offers:${repId}`) ?? 0) / days],
          );
        return [
          countOfAll('offers', OFFERS),
          count('turns'),
          {
            ...number('eligible days', (components, span) =>
              sum(daysOfReps(components, span).values()),
            ),
            behind: () => false,
          },
          number('offers per eligible day', (components, span) => {
            const days = sum(daysOfReps(components, span).values());
            const offers = sumOf(components, (one) => one.startsWith(OFFERS));
            return days === 0 ? null : rounded(offers / days);
          }),
          number('least', (components, span) => extreme(Math.min, perDay(components, span))),
          number('most', (components, span) => extreme(Math.max, perDay(components, span))),
          count('overrides', 'override'),
          count('director’s choices', 'director'),
          count('recalled'),
          count('away meanwhile', 'awayMeanwhile'),
          count('leads that waited', 'waited'),
        ];
      },
    },
  },
};

function extreme(of: (...all: number[]) => number, all: readonly number[]): number | null {
  return all.length === 0 ? null : rounded(of(...all));
}

function rounded(number: number): number {
  return Math.round(number * 10_000) / 10_000;
}
