// What changed figures of before: rulings, corrections, merges, reopenings and annulments, by the day on which each happened.

import { localDateOf } from '../../leads/calendar/local-dates.ts';
import type { Fact } from '../facts/fact.ts';
import type { Figure } from '../tally.ts';

/** The report under which they are counted; each answer lists those of its time. */
export const RESTATEMENTS = { report: 'restatements', view: 'happened', dimension: 'all' } as const;

export function restatementFigures(fact: Fact, zone: string): readonly Figure[] {
  const annulled = fact.kind === 'rep' ? fact.annulled : [];
  const restated = fact.kind === 'rep' ? [] : fact.restated;
  return [...restated, ...annulled.map(({ at }) => ({ type: 'StrikeAnnulled', at }))].map(
    ({ type, at }) => ({
      ...{ view: RESTATEMENTS.view, period: localDateOf(zone, at), component: type },
      ...{ count: 1, of: {} },
    }),
  );
}
