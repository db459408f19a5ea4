// Misses and the suspensions that they brought (4.7, A3-4), by the day on which each was recorded and by rep.

import { localDateOf } from '../../leads/calendar/local-dates.ts';
import type { Instant } from '../../leads/instant.ts';
import type { LeadFact } from '../facts/lead-fact.ts';
import type { RepFact } from '../facts/rep-fact.ts';
import type { Figure } from '../tally.ts';

export function strikeFigures({ offers }: LeadFact, zone: string): readonly Figure[] {
  return offers.flatMap(({ repId, department, missedAt, suspended, end, excused, settledAt }) => {
    const of = { rep: repId, department };
    const figure = { view: 'recorded', count: 1, of };
    const day = (at: Instant) => localDateOf(zone, at);
    return [
      ...(missedAt ? [{ ...figure, period: day(missedAt), component: 'miss' }] : []),
      ...(suspended ? [{ ...figure, period: day(suspended.from), component: 'suspension' }] : []),
      ...(end === 'TIMED_OUT' && excused && settledAt
        ? [{ ...figure, period: day(settledAt), component: `excused:${excused}` }]
        : []),
    ];
  });
}

/** What a director took back, by the day on which he did. */
export function annulments(fact: RepFact, zone: string): readonly Figure[] {
  const { repId, department, annulled } = fact;
  const of = { rep: repId, department };
  return annulled.map(({ at }) => ({
    ...{ view: 'recorded', period: localDateOf(zone, at), component: 'annulled', of },
    count: 1,
  }));
}
