// Who waits for a rep, and in which order: what waits is served before what comes later (4.5, waiting in turn).

import type { Lead, LeadIn } from '../lead.ts';
import type { At } from '../rules.ts';
import { gradeRank } from '../scoring/grade.ts';
import { gradeOf } from '../scoring/standing.ts';

/** Whether the router is to act on it; what a director was asked about waits for him. */
export function waitsForRouter(lead: Lead): lead is LeadIn<'READY' | 'UNROUTED'> {
  return (lead.state === 'READY' || lead.state === 'UNROUTED') && lead.awaits !== 'director';
}

/** A lead's place among those that wait, as text that sorts: by grade as it is now, then by the instant of READY, then by id. */
export function placeInLine(lead: Lead, now: At): string {
  const { leadId, enteredAt, readyAt = enteredAt } = lead;
  return [gradeRank(gradeOf(lead, now).grade), readyAt, leadId].join('-');
}
