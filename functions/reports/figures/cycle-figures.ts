// How long deals and trials take, and how they end, by region and industry (A1-5).

import { localDateOf } from '../../leads/calendar/local-dates.ts';
import { millisBetween } from '../../leads/instant.ts';
import { binOf } from '../bins.ts';
import { ofLead, UNKNOWN } from '../dimensions.ts';
import type { LeadFact, OpportunityFact } from '../facts/lead-fact.ts';
import type { Figure } from '../tally.ts';

export function cycleFigures(fact: LeadFact, zone: string): readonly Figure[] {
  const lead = ofLead(fact);
  return fact.opportunities.flatMap((one) => {
    const of = { ...lead, rep: one.repId ?? lead.rep };
    const period = localDateOf(zone, one.closedAt ?? one.pocAt ?? one.openedAt);
    return endingsOf(one, fact).map((component) => ({
      ...{ view: 'ended', period, component, of },
      count: 1,
    }));
  });
}

function endingsOf(one: OpportunityFact, fact: LeadFact): readonly string[] {
  const { status, openedAt, closedAt, reason = UNKNOWN, pocAt, pocMillis, pocFailReason } = one;
  const found: string[] = [];
  if (pocAt !== undefined) found.push('poc');
  if (pocMillis !== undefined) found.push(`t:poc:${binOf(pocMillis)}`);
  if (pocFailReason !== undefined) found.push(`pocFailed:${pocFailReason}`);
  if (closedAt === undefined) return found;
  if (status === 'LOST' || status === 'CANCELLED')
    found.push(`${status === 'LOST' ? 'lost' : 'cancelled'}:${reason}`);
  if (status !== 'WON') return found;
  found.push('won', `t:deal:${binOf(millisBetween(openedAt, closedAt))}`);
  const { arrivedAt } = fact;
  if (arrivedAt !== undefined) found.push(`t:sign:${binOf(millisBetween(arrivedAt, closedAt))}`);
  return found;
}
