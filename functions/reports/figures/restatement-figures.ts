// What reports say of themselves: what changed figures of before (rulings, corrections, merges, reopenings and annulments, by the day on
// which each happened), and by which versions of the policy leads were decided on.

import { localDateOf } from '../../leads/calendar/local-dates.ts';
import type { Fact } from '../facts/fact.ts';
import type { Figure } from '../tally.ts';

/** The report under which they are counted; each answer lists those of its time. */
export const RESTATEMENTS = { report: 'restatements', view: 'happened', dimension: 'all' } as const;

const POLICY = 'policy:';

/** The version that a component tells of; undefined when it tells of a restatement. */
export function policyOf(component: string): number | undefined {
  return component.startsWith(POLICY) ? Number(component.slice(POLICY.length)) : undefined;
}

export function restatementFigures(fact: Fact, zone: string): readonly Figure[] {
  const versions = fact.kind === 'lead' ? fact.policies : [];
  const annulled = fact.kind === 'rep' ? fact.annulled : [];
  const restated = 'restated' in fact ? fact.restated : [];
  return [
    ...versions.map(({ version, at }) => ({ type: `${POLICY}${version}`, at })),
    ...restated,
    ...annulled.map(({ at }) => ({ type: 'StrikeAnnulled', at })),
  ].map(({ type, at }) => ({
    ...{ view: RESTATEMENTS.view, period: localDateOf(zone, at), component: type },
    ...{ count: 1, of: {} },
  }));
}
