// What a merge changed, kept so that it can be undone within 30 days (domain.md 4.8).

import * as z from 'zod';
import { LeadId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { id, ours } from '../kept.ts';
import { Lead } from '../lead.ts';
import { Account, Person } from '../person.ts';

/** A row before and after the merge: what was changed again since then stays as it is. */
function changed<Row extends z.ZodType>(row: Row) {
  return z.object({ before: row, after: row }).optional();
}

export const MergeLog = z.object({
  /** The journey that was named, or that ended: its story tells the merge. */
  leadId: LeadId,
  id: id,
  version: z.int(),
  at: Instant,
  by: ours,
  undoUntil: Instant,
  undoneAt: Instant.optional(),
  /** The journey that goes on, or the other one when only people and accounts were joined. */
  otherLeadId: LeadId,
  /** Absent when no journey ended. */
  ended: z.object({ before: Lead }).optional(),
  /** Whether the lead and the other one were expansions before, when no journey ended. */
  expansions: z.tuple([z.boolean(), z.boolean()]).optional(),
  survivor: changed(Lead),
  person: changed(Person),
  mergedPersonId: id.optional(),
  account: changed(Account),
  mergedAccountId: id.optional(),
});
export type MergeLog = z.infer<typeof MergeLog>;
