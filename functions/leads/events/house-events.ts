// What the registry says of the house itself: merges, erasures and continued executions of leads; reps, SDRs, rosters, calendars, policy.

import * as z from 'zod';
import { LeadId, OfferId, OpportunityId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { id, ours } from '../kept.ts';
import { states } from '../states.ts';
import { count, event, names, text, yes } from './event.ts';
import { rest } from './qualification-events.ts';

const erasure = { personId: id, erasureReason: ours };
const ofRep = () => z.object({ repId: ours, department: ours, active: yes });

export const houseEvents = {
  Erased: event({
    for: ['tell', 'work', 'credit'],
    data: () => z.object({ ...erasure, sdrId: ours.optional(), creditId: OfferId.optional() }),
    sentence: (_data, by) => `${by} erases the lead: its person asked to be forgotten.`,
  }),
  PersonErased: event({
    for: ['work'],
    data: () => z.object(erasure),
    sentence: (_data, by) =>
      `${by} erases what was kept of the person; the journey stays as it is.`,
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
    sentence: ({ into }, by) => `${by} finds it is the same purchase as ${into}, which goes on.`,
  }),
  LeadMergedIn: event({
    for: ['credit'],
    data: () => z.object({ from: LeadId, mergeId: id, sdrId: ours.optional() }),
    sentence: ({ from }) => `Lead ${from} was the same purchase and is part of this one now.`,
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
    sentence: ({ with: other }, by) =>
      `${by} joins the people and companies of this lead and ${other}.`,
  }),
  Unmerged: event({
    for: ['tell', 'start', 'work'],
    data: () => z.object({ mergeId: id.optional(), cycle: count, run: count }),
    sentence: (_data, by) => `${by} takes the merge back; the lead is routed again.`,
  }),
  UnmergedToRest: event({
    for: ['tell', 'start', 'work'],
    data: () => z.object({ mergeId: id.optional(), ...rest }),
    sentence: ({ coolDownUntil }, by, say) =>
      `${by} takes the merge back; the lead rests until ${say.when(coolDownUntil)}.`,
  }),
  MergeUndone: event({
    data: () => z.object({ with: LeadId, mergeId: id.optional() }),
    sentence: ({ with: other }, by) => `${by} takes the merge with ${other} back.`,
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
    sentence: () => 'The wait goes on in a new execution.',
  }),
  RepChanged: event({
    for: ['wake'],
    data: ofRep,
    sentence: ({ repId }, by, say) => `${by} enters or changes the rep ${say.who(repId)}.`,
  }),
  RepActivated: event({
    for: ['wake'],
    data: ofRep,
    sentence: ({ repId }, by, say) => `${by} lets ${say.who(repId)} have leads again.`,
  }),
  RepDeactivated: event({
    for: ['wake', 'work'],
    data: ofRep,
    sentence: ({ repId }, by, say) =>
      `${by} takes ${say.who(repId)} off the desk; his leads go to others.`,
  }),
  AbsenceRecorded: event({
    for: ['wake'],
    data: () => z.object({ repId: ours, absenceId: text, from: Instant, to: Instant }),
    sentence: ({ repId, from, to }, _by, say) =>
      `${say.who(repId)} is away from ${say.when(from)} to ${say.when(to)}.`,
  }),
  SdrChanged: event({
    data: () => z.object({ sdrId: ours, department: ours, active: yes }),
    sentence: ({ sdrId, active }, by, say) =>
      `${by} enters or changes the SDR ${say.who(sdrId)}${active ? '' : ', who takes no more leads'}.`,
  }),
  DepartmentChanged: event({
    for: ['wake'],
    data: () => z.object({ departmentId: text, mode: text }),
    sentence: ({ departmentId, mode }, by) =>
      `${by} says how ${departmentId} gets its leads: by the ${mode}.`,
  }),
  RosterPublished: event({
    for: ['wake'],
    data: () => z.object({ month: text, repIds: names }),
    sentence: ({ month, repIds }, by) =>
      `${by} publishes the roster of ${month}, with ${repIds?.length} reps.`,
  }),
  PolicyChanged: event({
    for: ['wake'],
    data: () => z.object({ version: count }),
    sentence: ({ version }, by) => `${by} changes the policy, which is in version ${version} now.`,
  }),
  CalendarPublished: event({
    for: ['work'],
    data: () => z.object({ calendarId: text, version: count, coveredUntil: text }),
    sentence: ({ calendarId, version, coveredUntil }, by) =>
      `${by} publishes the calendar ${calendarId} in version ${version}, complete until ${coveredUntil}.`,
  }),
  CalendarEnding: event({
    data: () => z.object({ calendarId: text, coveredUntil: text }),
    sentence: ({ calendarId, coveredUntil }) =>
      `The calendar ${calendarId} is known until ${coveredUntil} only; ops are asked for the days after it.`,
  }),
  ContentPublished: event({
    data: () =>
      z.object({ contentId: ours, author: text.optional(), publishedOn: text.optional() }),
    sentence: ({ contentId }, by) => `${by} enters the content ${contentId}.`,
  }),
};
