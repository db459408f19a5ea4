// How the companies behave towards us (A4-5, A1-15): touches by the day, of those with an open lead, of customers and of those that we
// lost; and how each segment converts.

import { localDateOf, monthOf } from '../../leads/calendar/local-dates.ts';
import { ofLead } from '../dimensions.ts';
import type { LeadFact } from '../facts/lead-fact.ts';
import type { Figure } from '../tally.ts';
import { stillTrue } from './funnel-figures.ts';

/** What a company is to us by this lead: to be won, a customer, or lost; one that was no lead is nothing. */
export function standingOf({
  opportunities,
  ended,
}: LeadFact): 'open' | 'customers' | 'lost' | undefined {
  const has = (status: string) => opportunities.some((one) => one.status === status);
  if (has('OPEN')) return 'open';
  if (has('WON')) return 'customers';
  if (opportunities.at(-1)?.status === 'LOST') return 'lost';
  return ended ? undefined : 'open';
}

export function accountFigures(fact: LeadFact, zone: string): readonly Figure[] {
  const { region, industry } = fact;
  const segment = industry || region ? `${industry ?? '-'} × ${region ?? '-'}` : undefined;
  const of = { ...ofLead(fact), segment };
  return [...touchFigures(fact, zone, of), ...segmentFigures(fact, zone, of)];
}

function touchFigures(fact: LeadFact, zone: string, of: Figure['of']): readonly Figure[] {
  const view = standingOf(fact);
  const { arrivedAt, touches } = fact;
  if (view === undefined || arrivedAt === undefined) return [];
  const days = touches.map(({ at }) => localDateOf(zone, at));
  return [
    { view, period: localDateOf(zone, arrivedAt), component: 'accounts', count: 1, of },
    ...days.map((day) => ({ view, period: day, component: `touch:${day}`, count: 1, of })),
  ];
}

const CONVERTS = ['MAL', 'SAL', 'OPPORTUNITY', 'WON'] as const;

/** Leads once each, by the month in which they began; those of customers are no new ones. */
function segmentFigures(fact: LeadFact, zone: string, of: Figure['of']): readonly Figure[] {
  const entries = stillTrue(fact);
  const [first] = entries;
  if (first === undefined || fact.expansion) return [];
  const period = monthOf(zone, first.at);
  const came = CONVERTS.filter((stage) => entries.some((entry) => entry.stage === stage));
  return came.map((stage) => ({
    ...{ view: 'segments', period, component: `n:${stage}`, count: 1 },
    of,
  }));
}
