// What each event says besides its own data: whose lead, offer or opportunity it is about, as the rows are after it. Nothing personal.

import * as z from 'zod';
import type { CalendarVersion } from '../calendar/calendar.ts';
import { millisBetweenOn, workingMillisBetween } from '../calendar/clocks.ts';
import type { Rep, Sdr } from '../desk/desk.ts';
import { OfferId, OpportunityId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { ours } from '../kept.ts';
import type { Lead } from '../lead.ts';
import type { Offer } from '../offer/offer.ts';
import type { Opportunity } from '../opportunity/opportunity.ts';
import type { VersionedPolicy } from '../policy.ts';
import { present } from '../present.ts';
import type { Rules } from '../rules.ts';
import { GRADES } from '../scoring/grade.ts';
import { sourceFacts, sourceFactsSchema } from '../source/source.ts';
import { count, names, yes } from './event.ts';

/** Made when asked for. */
export const aboutSchema = () =>
  z
    .object({
      cycle: count,
      productLine: ours,
      region: ours,
      industry: ours,
      grade: z.enum(GRADES),
      source: sourceFactsSchema().describe('the first source, as it is known then'),
      expansion: yes.describe('from a customer: no new lead in the counts'),
      sdrId: ours,
      repId: ours.describe('of the offer or opportunity, else the owner'),
      department: ours.describe('of the offer, else of the rep or SDR whose own event it is'),
      regions: names,
      active: yes,
      offerId: OfferId.describe('the offer, else the accepted one'),
      opportunityId: OpportunityId,
      offer: z.object({
        offeredAt: Instant,
        acceptDueAt: Instant,
        contactDueAt: Instant,
        contactedAt: Instant.optional(),
        settledAt: Instant.optional().describe('answered, run out or taken back'),
        acceptMillis: count.optional().describe('to settledAt on the accept clock'),
        workingMillis: count.optional().describe('to settledAt in working time'),
        contactWorkingMillis: count.optional().describe('to contactedAt in working time'),
      }),
      policyVersion: count.describe('in force when it was decided'),
      calendar: z
        .object({ id: ours, version: count.optional() })
        .describe('of the offer, of the rep or SDR, else the tenant’s'),
    })
    .partial();
export type About = Readonly<z.infer<ReturnType<typeof aboutSchema>>>;

/** The rows of a transaction after it, and the rules by which it was decided, as far as they are known. */
export interface Subject {
  readonly lead?: Lead | undefined;
  readonly offer?: Offer | undefined;
  readonly opportunity?: Opportunity | undefined;
  readonly rep?: Rep | undefined;
  readonly sdr?: Sdr | undefined;
  readonly policy?: VersionedPolicy | undefined;
  readonly calendar?: CalendarVersion | undefined;
  readonly rules?: Rules | undefined;
}

export function aboutOf(subject: Subject): About {
  const { lead, offer, opportunity, rep, sdr, policy, rules } = subject;
  const staff = rep ?? sdr;
  const calendar =
    offer?.calendar ??
    subject.calendar ??
    (staff ? { id: staff.calendar, version: undefined } : rules?.calendar);
  return present({
    cycle: lead?.cycle,
    productLine: lead?.productLine,
    region: lead?.region,
    industry: lead?.facts.industry,
    grade: lead?.grade,
    expansion: lead?.expansion,
    source: lead && sourceFacts(lead.firstSource),
    sdrId: lead?.sdrId ?? sdr?.sdrId,
    repId: offer?.repId ?? opportunity?.ownerRepId ?? lead?.ownerRepId ?? rep?.repId,
    department: offer?.department ?? staff?.department,
    regions: staff?.regions,
    active: staff?.active,
    offerId: offer?.offerId ?? lead?.offerId ?? opportunity?.creditId ?? lead?.creditId,
    opportunityId: opportunity?.opportunityId ?? lead?.opportunityId,
    offer: offer && timesOf(offer, rules),
    policyVersion:
      policy?.version ?? rules?.policyVersion ?? offer?.policyVersion ?? opportunity?.policyVersion,
    calendar: calendar && present({ id: calendar.id, version: calendar.version }),
  });
}

/** The offer's instants, and what was worked in between by its own calendar, so that nobody else needs one. */
function timesOf(offer: Offer, rules: Rules | undefined): About['offer'] {
  const { offeredAt, acceptDueAt, contactDueAt, contactedAt, settledAt } = offer;
  const calendar = rules?.calendarOf(offer.calendar.id);
  const worked = (until: Instant | undefined) =>
    until && calendar && workingMillisBetween(calendar, offeredAt, until);
  const { clock } = rules?.policy.clocks.accept ?? {};
  return present({
    offeredAt,
    acceptDueAt,
    contactDueAt,
    contactedAt,
    settledAt,
    acceptMillis:
      settledAt && clock && calendar && millisBetweenOn(clock, calendar, offeredAt, settledAt),
    workingMillis: worked(settledAt),
    contactWorkingMillis: worked(contactedAt),
  });
}
