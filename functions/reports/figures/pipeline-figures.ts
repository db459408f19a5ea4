// What stands open (A0-12): opportunities by stage and by the day on which each came to it, and how long those stayed that have left it.

import { localDateOf } from '../../leads/calendar/local-dates.ts';
import { instantOf, millisOf } from '../../leads/instant.ts';
import { binOf } from '../bins.ts';
import { ofLead } from '../dimensions.ts';
import type { LeadFact, OpportunityFact } from '../facts/lead-fact.ts';
import type { Figure } from '../tally.ts';

export function pipelineFigures(fact: LeadFact, zone: string): readonly Figure[] {
  const lead = ofLead(fact);
  return fact.opportunities.flatMap((one) => {
    const of = { ...lead, rep: one.repId ?? lead.rep };
    return [...openFigures(one, zone, of), ...stayFigures(one, zone, of)];
  });
}

function openFigures(one: OpportunityFact, zone: string, lead: Figure['of']): readonly Figure[] {
  if (one.status !== 'OPEN') return [];
  const { stage, stageAt, currency, amount, stalled, told = [] } = one;
  const day = localDateOf(zone, stageAt);
  const of = { ...lead, stage };
  const figure = { view: 'open', period: day, count: 1, of };
  return [
    { ...figure, component: 'n' },
    { ...figure, component: `a:${currency}`, count: amount },
    { ...figure, component: `since:${stage}:${day}` },
    ...told.map((field) => ({ ...figure, component: `told:${field}` })),
    ...(stalled ? [{ ...figure, component: 'stalled' }] : []),
    { ...figure, view: 'moves', component: 'entered' },
  ];
}

function stayFigures(
  { stays = [] }: OpportunityFact,
  zone: string,
  lead: Figure['of'],
): readonly Figure[] {
  return stays.flatMap(({ stage, millis, until }) => {
    const of = { ...lead, stage };
    const left = { period: localDateOf(zone, until), count: 1, of };
    const entered = localDateOf(zone, instantOf(millisOf(until) - millis));
    const bin = binOf(millis);
    return [
      { ...left, view: 'open', component: `t:${stage}:${bin}` },
      { ...left, view: 'moves', component: 'left' },
      { ...left, view: 'moves', component: `t:stay:${bin}` },
      { ...left, view: 'moves', component: 'entered', period: entered },
    ];
  });
}
