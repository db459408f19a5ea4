// The SDRs' credits (4.9, A3-5) by the month in which each came into its present state, and what happens between a rep and an SDR.

import { monthOf } from '../../leads/calendar/local-dates.ts';
import { millisBetween } from '../../leads/instant.ts';
import { binOf } from '../bins.ts';
import { ofLead } from '../dimensions.ts';
import type { LeadFact } from '../facts/lead-fact.ts';
import type { Figure } from '../tally.ts';

export function creditFigures(fact: LeadFact, zone: string): readonly Figure[] {
  const { department } = ofLead(fact);
  return fact.credits.flatMap((credit): readonly Figure[] => {
    const { sdrId, repId, org, state, at, acceptedAt, openedAt, lateCancel } = credit;
    const of = { sdr: sdrId, rep: repId, department, org, pair: `${repId} × ${sdrId}` };
    const accepted = { view: 'accepted', period: monthOf(zone, acceptedAt), of };
    const opened = openedAt && binOf(millisBetween(acceptedAt, openedAt));
    return [
      { view: 'month', period: monthOf(zone, at), component: state, count: 1, of },
      { ...accepted, component: 'accepted', count: 1 },
      { ...accepted, component: 'lateCancel', count: lateCancel ? 1 : 0 },
      { ...accepted, component: `t:opportunity:${opened}`, count: opened === undefined ? 0 : 1 },
    ];
  });
}
