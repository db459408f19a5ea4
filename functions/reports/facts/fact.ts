// Whose events make which fact: leads, reps, rosters and what was spent have one; policy and calendars have none.

import type { StoredEvent } from '../../ports.ts';
import { foldLead } from './fold-lead.ts';
import type { LeadFact } from './lead-fact.ts';
import { foldRep, type RepFact } from './rep-fact.ts';
import { foldRoster, type RosterFact } from './roster-fact.ts';
import { foldSpend, type SpendFact } from './spend-fact.ts';

export type Fact = LeadFact | RepFact | RosterFact | SpendFact;

/** Whether the events of this scope make a fact. */
export function hasFact(scope: string): boolean {
  return ['lead_', 'rep_', 'roster_', 'spend_'].some((kind) => scope.startsWith(kind));
}

/** The fact after the event; the same one when reports count nothing by it. */
export function foldFact(before: Fact | undefined, event: StoredEvent): Fact | undefined {
  if (event.scope.startsWith('rep_'))
    return foldRep(before?.kind === 'rep' ? before : undefined, event);
  if (event.scope.startsWith('spend_'))
    return foldSpend(before?.kind === 'spend' ? before : undefined, event);
  if (event.scope.startsWith('roster_'))
    return foldRoster(before?.kind === 'roster' ? before : undefined, event);
  return foldLead(before?.kind === 'lead' ? before : undefined, event);
}
