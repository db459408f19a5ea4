// What the registry says of the house itself: merges, erasures and continued executions of leads; reps, SDRs, rosters, calendars, policy.

import * as z from 'zod';
import { LeadId, OfferId, OpportunityId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { day, id, ours } from '../kept.ts';
import { homeSchema } from '../rates.ts';
import { CHANNELS, MEANS, SOURCE_CLASSES } from '../source/source.ts';
import { states } from '../states.ts';
import { count, event, names, yes } from './event.ts';
import { touchesTold } from './intake-events.ts';
import { rest } from './qualification-events.ts';

const erasure = { personId: id, erasureReason: ours };
/** What was spent in a month on a channel, a platform or means of it, and a campaign. */
const ofSpend = {
  month: ours,
  class: z.enum(SOURCE_CLASSES),
  channel: z.enum(CHANNELS).optional(),
  means: z.enum(MEANS).optional(),
  platform: ours.optional(),
  campaign: ours.optional(),
  amount: z.number(),
  currency: ours,
  home: homeSchema().optional(),
};
const ofRep = () => z.object({ repId: ours, department: ours, active: yes });

export const houseEvents = {
  Erased: event({
    for: ['tell', 'work', 'credit'],
    data: () => z.object({ ...erasure, sdrId: ours.optional(), creditId: OfferId.optional() }),
  }),
  PersonErased: event({
    for: ['work'],
    data: () => z.object(erasure),
  }),
  Merged: event({
    for: ['tell', 'work', 'credit'],
    data: () =>
      z.object({
        into: LeadId,
        from: LeadId,
        mergeId: id,
        samePerson: yes,
        state: z.enum(states),
        sdrId: ours.optional(),
        creditId: OfferId.optional(),
        ownerRepId: ours.optional(),
      }),
  }),
  LeadMergedIn: event({
    for: ['credit'],
    data: () =>
      z.object({ from: LeadId, mergeId: id, sdrId: ours.optional(), touches: touchesTold() }),
  }),
  /** More touches that a merge brought than one event holds. */
  TouchesMergedIn: event({
    data: () => z.object({ from: LeadId, mergeId: id, touches: touchesTold() }),
  }),
  AccountsMerged: event({
    for: ['work'],
    data: () =>
      z.object({
        mergeId: id,
        with: LeadId,
        accountId: id.optional(),
        expansion: yes.optional(),
        mergedAccountId: id.optional(),
        mergedPersonId: id.optional(),
      }),
  }),
  Unmerged: event({
    for: ['tell', 'start', 'work'],
    data: () => z.object({ mergeId: id.optional(), cycle: count, run: count }),
  }),
  UnmergedToRest: event({
    for: ['tell', 'start', 'work'],
    data: () => z.object({ mergeId: id.optional(), ...rest }),
  }),
  MergeUndone: event({
    data: () => z.object({ with: LeadId, mergeId: id.optional() }),
  }),
  /** Of a journey (`cycle`), a stay in nurture (`stay`) or an opportunity (`opportunityId`, `seq`). */
  ExecutionContinued: event({
    for: ['start'],
    data: () =>
      z.object({
        cycle: count.optional(),
        stay: count.optional(),
        seq: count.optional(),
        opportunityId: OpportunityId.optional(),
        run: count,
      }),
  }),
  RepChanged: event({
    for: ['wake'],
    data: ofRep,
  }),
  RepActivated: event({
    for: ['wake'],
    data: ofRep,
  }),
  RepDeactivated: event({
    for: ['wake', 'work'],
    data: ofRep,
  }),
  AbsenceRecorded: event({
    for: ['wake'],
    data: () =>
      z.object({
        ...{ repId: ours, absenceId: ours, from: Instant, to: Instant },
        whileOffered: count.optional().describe('so many offers ran when it was recorded'),
      }),
  }),
  SdrAbsent: event({
    for: ['work'],
    data: () => z.object({ sdrId: ours, absenceId: ours, from: Instant, to: Instant }),
  }),
  SdrChanged: event({
    for: ['work'],
    data: () => z.object({ sdrId: ours, department: ours, active: yes }),
  }),
  DepartmentChanged: event({
    for: ['wake'],
    data: () => z.object({ departmentId: ours, mode: ours }),
  }),
  RosterPublished: event({
    for: ['wake'],
    data: () =>
      z.object({
        month: ours,
        repIds: names,
        departments: names.optional().describe('of each of them, in the same order'),
      }),
  }),
  PolicyChanged: event({
    for: ['wake'],
    data: () => z.object({ version: count }),
  }),
  CalendarPublished: event({
    for: ['work'],
    data: () => z.object({ calendarId: ours, version: count, coveredUntil: ours }),
  }),
  CalendarEnding: event({
    data: () => z.object({ calendarId: ours, coveredUntil: ours }),
  }),
  /** `since`: the first day on which another rate holds than before; none when nothing is another. */
  RatesPublished: event({
    for: ['work'],
    data: () => z.object({ currency: ours, since: day.optional() }),
  }),
  SpendTold: event({
    data: () => z.object(ofSpend),
  }),
  SpendCorrected: event({
    data: () => z.object({ ...ofSpend, fromAmount: z.number() }),
  }),
  /** Rates of before were told afterwards: what it is in the tenant's own currency is another, or known now. */
  SpendConverted: event({
    data: () => z.object(ofSpend),
  }),
  /** What waited for somebody of staff went to him. */
  DigestSent: event({
    data: () => z.object({ to: ours, digest: ours, day, sections: names }),
  }),
  ContentPublished: event({
    data: () =>
      z.object({ contentId: ours, author: ours.optional(), publishedOn: ours.optional() }),
  }),
};
