// What may be earned (A0-14): open opportunities by stage and by the day on which they should close, and what was won by its day.

import { localDateOf } from '../../leads/calendar/local-dates.ts';
import { ofLead, UNKNOWN } from '../dimensions.ts';
import type { LeadFact } from '../facts/lead-fact.ts';
import type { Figure } from '../tally.ts';
import { worth } from './worth.ts';

export function forecastFigures(fact: LeadFact, zone: string): readonly Figure[] {
  const lead = ofLead(fact);
  return fact.opportunities.flatMap((one): readonly Figure[] => {
    const { status, closedAt, expectedCloseOn = UNKNOWN, stage, currency, amount, repId } = one;
    const of = { ...lead, rep: repId ?? lead.rep };
    if (status === 'OPEN') {
      const figure = { view: 'open', period: expectedCloseOn, of };
      return [
        { ...figure, component: `n:${stage}`, count: 1 },
        { ...figure, component: `a:${stage}:${currency}`, count: amount },
        { ...figure, component: `s:${stage}`, count: one.stalled ? 1 : 0 },
      ];
    }
    if (status !== 'WON' || closedAt === undefined) return [];
    const figure = { view: 'won', period: localDateOf(zone, closedAt), of };
    return [
      { ...figure, component: 'n', count: 1 },
      ...worth(one).map((counted) => ({ ...figure, ...counted })),
    ];
  });
}
