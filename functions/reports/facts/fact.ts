// Whose events make which fact: leads and reps have one; policy, calendars and rosters have none.

import type { StoredEvent } from '../../ports.ts';
import { foldLead } from './fold-lead.ts';
import type { LeadFact } from './lead-fact.ts';
import { foldRep, type RepFact } from './rep-fact.ts';

export type Fact = LeadFact | RepFact;

/** Whether the events of this scope make a fact. */
export function hasFact(scope: string): boolean {
  return scope.startsWith('lead_') || scope.startsWith('rep_');
}

/** The fact after the event; the same one when reports count nothing by it. */
export function foldFact(before: Fact | undefined, event: StoredEvent): Fact | undefined {
  if (event.scope.startsWith('rep_'))
    return foldRep(before?.kind === 'rep' ? before : undefined, event);
  return foldLead(before?.kind === 'lead' ? before : undefined, event);
}
