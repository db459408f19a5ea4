// By which schema an erasure reads what is kept of a lead: each of its rows by its kind, the data of its events by their name.

import * as z from 'zod';
import { aboutSchema } from '../../leads/events/about.ts';
import { events } from '../../leads/events/events.ts';
import { LeadId } from '../../leads/ids.ts';
import { Instant } from '../../leads/instant.ts';
import { ours } from '../../leads/kept.ts';
import { Row } from '../../leads/lead-row.ts';
import { MergeLog } from '../../leads/merging/merge-log.ts';
import { Dispute } from '../../leads/offer/dispute.ts';
import { Offer } from '../../leads/offer/offer.ts';
import { Credit } from '../../leads/opportunity/credit.ts';
import { Opportunity } from '../../leads/opportunity/opportunity.ts';
import { Account, Activity, Person, Touch } from '../../leads/person.ts';
import { RouteTrace } from '../../leads/routing/routing-trace.ts';

/** What an answer says of a lead or an opportunity besides what its row does. */
const answered = {
  leadState: Row.shape.state,
  label: ours,
  gradeBecause: ours,
  score: z.object({ reasons: z.array(z.object({ eventId: ours, part: ours, code: ours })) }),
  person: Person,
  account: Account,
  offers: z.array(Offer),
  allowed: z.array(ours),
  guards: z.array(ours),
};

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
      id: ours,
      /** The same call with the same key is still known as the same. */
      bodyHash: ours,
      leadId: LeadId,
      storedAt: Instant,
      keptUntil: Instant,
      replaces: Instant,
      body: z.object({ ...Opportunity.shape, ...Row.shape, ...answered }),
    }),
  about: aboutSchema,
};

const eventData = Object.entries(events).map(([name, { data }]) => [name, data] as const);
const schemas = new Map<string, () => z.ZodType>([...Object.entries(rowSchemas), ...eventData]);

/** What is known to no schema loses all its words. */
export function schemaOf(name: string): z.ZodType | undefined {
  return schemas.get(name)?.();
}
