// Whether leads are dealt evenly (A3-8): offers by the day on which they were made, and on which days each rep could have had one. What
// goes on for days is told as its first and the day after its last, so that any period can be counted out of it.

import { localDateOf } from '../../leads/calendar/local-dates.ts';
import { type Instant, instantOf, millisOf } from '../../leads/instant.ts';
import type { LeadFact, OfferFact } from '../facts/lead-fact.ts';
import type { RepFact } from '../facts/rep-fact.ts';
import type { RosterFact } from '../facts/roster-fact.ts';
import type { Figure } from '../tally.ts';

const HALF_A_DAY = 12 * 3_600_000;

export function fairnessFigures(fact: LeadFact, zone: string): readonly Figure[] {
  const waited = (fact.unrouted ?? []).map(
    (at): Figure => figure(zone, at, { component: 'waited', of: {} }),
  );
  return [...waited, ...fact.offers.flatMap((offer) => offerFigures(offer, zone))];
}

function offerFigures(offer: OfferFact, zone: string): readonly Figure[] {
  const { repId, department, offeredAt, chosenBy, usesTurn, creditedBack, end, suspended } = offer;
  const of = { rep: repId, department };
  const components = [
    `offers:${repId}`,
    ...(usesTurn && !creditedBack ? ['turns'] : []),
    ...(chosenBy === 'router' ? [] : [chosenBy]),
    ...(end === 'RECALLED' ? ['recalled'] : []),
  ];
  return [
    ...components.map((component) => figure(zone, offeredAt, { component, of })),
    ...(suspended ? [goesOn('out', zone, { repId, of, ...suspended })] : []),
  ];
}

/** Since when he is on the desk, when he is away or suspended, and how often he said so while an offer ran. */
export function repDays(fact: RepFact, zone: string): readonly Figure[] {
  const { repId, department, activity, absences, suspensions = [], freed = [] } = fact;
  const of = { rep: repId, department };
  const on = activity.flatMap(({ at, active }, index) =>
    active ? [goesOn('on', zone, { repId, of, from: at, until: activity[index + 1]?.at })] : [],
  );
  return [
    ...on,
    ...absences.map(({ from, to: until }) => goesOn('away', zone, { repId, of, from, until })),
    ...suspensions.map((one) => goesOn('out', zone, { repId, of, ...one })),
    ...freed.map(({ until }) => {
      const component = `freed:${repId}:${noonOf(zone, until)}`;
      return figure(zone, until, { component, of });
    }),
    ...absences.flatMap(({ recordedAt, whileOffered = 0 }) =>
      whileOffered > 0 ? [figure(zone, recordedAt, { component: 'awayMeanwhile', of })] : [],
    ),
  ];
}

/** Who may get leads in the month. */
export function rosterFigures({ month, reps }: RosterFact): readonly Figure[] {
  return reps.map(({ repId, department }) => ({
    ...{ view: 'offers', period: `${month}-01`, component: `listed:${repId}:${month}`, count: 1 },
    of: { rep: repId, department },
  }));
}

function figure(
  zone: string,
  at: Instant,
  { component, of }: Pick<Figure, 'component' | 'of'>,
): Figure {
  return { view: 'offers', period: localDateOf(zone, at), component, count: 1, of };
}

interface Going {
  readonly repId: string;
  readonly of: Figure['of'];
  readonly from: Instant;
  readonly until?: Instant | undefined;
}

/** `on:rep-a:2026-09-01:2026-09-14` is from the first of September to the thirteenth; without an end it goes on. */
function goesOn(kind: string, zone: string, { repId, of, from, until }: Going): Figure {
  const last = until === undefined ? '' : noonOf(zone, until);
  const first = noonOf(zone, from);
  return { ...figure(zone, from, { component: `${kind}:${repId}:${first}:${last}`, of }) };
}

/** The first day whose noon comes then or later: a day belongs to who is there at noon. */
function noonOf(zone: string, at: Instant): string {
  return localDateOf(zone, instantOf(millisOf(at) + HALF_A_DAY - 1));
}
