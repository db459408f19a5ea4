// By which schema an erasure reads what is kept of a lead: each of its rows by its kind, the data of its events by their name.

import * as z from 'zod';
import { aboutSchema } from '../events/about.ts';
import { events } from '../events/events.ts';
import { LeadId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { ours } from '../kept.ts';
import { Row } from '../lead-row.ts';
import { MergeLog } from '../merging/merge-log.ts';
import { Dispute } from '../offer/dispute.ts';
import { Offer } from '../offer/offer.ts';
import { Credit } from '../opportunity/credit.ts';
import { Opportunity } from '../opportunity/opportunity.ts';
import { Activity, Touch } from '../person.ts';
import { RouteTrace } from '../routing/routing-trace.ts';

/** Rows by their kind, and whom an event is about. Made when asked for. */
export const rowSchemas = {
  lead: () => Row,
  offer: () => Offer.extend({ trace: RouteTrace }),
  opportunity: () => Opportunity,
  credit: () => Credit,
  touch: () => Touch,
  activity: () => Activity,
  qualification: () =>
    z.object({ leadId: LeadId, id: ours, qualification: Row.shape.qualification }),
  dispute: () => Dispute,
  mergeLog: () => MergeLog,
  /** An answer that repeats a lead or an opportunity. */
  receipt: () =>
    z.object({
      ...{ id: ours, leadId: LeadId, storedAt: Instant, keptUntil: Instant, replaces: Instant },
      body: z.object({ ...Opportunity.shape, ...Row.shape }),
    }),
  about: aboutSchema,
};

const eventData = Object.entries(events).map(([name, { data }]) => [name, data] as const);
const schemas = new Map<string, () => z.ZodType>([...Object.entries(rowSchemas), ...eventData]);

/** What is known to no schema loses all its words. */
export function schemaOf(name: string): z.ZodType | undefined {
  return schemas.get(name)?.();
}
