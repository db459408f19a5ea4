// What the registry says of leads that come in: enquiries, engagement, a rep's own finds, and files of cards (rows 1 to 4).

import * as z from 'zod';
import { LeadId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { id, ours } from '../kept.ts';
import { GRADES } from '../scoring/grade.ts';
import { SOURCE_CLASSES, sourceFactsSchema } from '../source/source.ts';
import { Statement } from '../statement.ts';
import { count, event, names, text, yes } from './event.ts';

const handRaise = z.enum(['demo', 'visit', 'callMe']).optional();
const weighed = { fit: z.number(), engagement: z.number(), because: ours };
/** What the person did and nobody was told of before; absent with events from before that was told. */
export const touchesTold = () =>
  z
    .array(
      z.object({
        touchId: id,
        at: Instant,
        kinds: names,
        seconds: count.optional(),
        source: sourceFactsSchema().optional(),
      }),
    )
    .readonly()
    .optional();
/** Names of fields that the form filled in or changed, and of those that it says otherwise than is known. */
const repeat = () =>
  z.object({
    submissionId: id,
    handRaise,
    touches: touchesTold(),
    learned: names.optional(),
    differs: names.optional(),
  });
const suspected = () => z.object({ reasons: names, noEmail: yes.optional() });
const imported = () => z.object({ importId: text, next: count, done: count, good: count });

export const intakeEvents = {
  SubmissionReceived: event({
    for: ['report', 'tell', 'start'],
    data: () =>
      z.object({
        submissionId: id,
        form: ours,
        productLine: ours,
        source: sourceFactsSchema(),
        handRaise,
        parentLeadId: LeadId.optional(),
        expansion: yes.optional(),
        touches: touchesTold(),
      }),
  }),
  SpamSuspected: event({ for: ['tell'], data: suspected }),
  OptInPending: event({ for: ['tell'], data: suspected }),
  /** No lead: there is nobody to call. Ops see what was sent under the submission's id. */
  UnreachablePutAside: event({
    data: () => z.object({ submissionId: id, form: ours }),
  }),
  /** Staff knew how to reach him, or that it was no enquiry; why stands with the submission. */
  UnreachableReleased: event({
    data: () => z.object({ submissionId: id, leadId: LeadId.optional() }),
  }),
  UnreachableClosed: event({ data: () => z.object({ submissionId: id }) }),
  /** Meta named a lead whose answers could not be fetched yet. */
  MetaLeadLate: event({
    data: () => z.object({ source: ours, leadgenId: ours }),
  }),
  OptInReminded: event(),
  CheckByPhoneAsked: event({ for: ['tell'] }),
  QuarantineReleased: event({ for: ['tell'], data: () => z.object({ reason: text }) }),
  QuarantineClosed: event({
    for: ['tell'],
    // Absent when nobody of staff closed it, but time.
    data: () => z.object({ reason: text.optional() }),
  }),
  MarketingAccepted: event({
    for: ['report', 'tell'],
    data: () =>
      z.object({
        ...weighed,
        grade: z.enum(GRADES),
        expansion: yes.optional(),
        source: sourceFactsSchema(),
      }),
  }),
  Qualified: event({
    for: ['report', 'tell'],
    data: () => z.object({ ...weighed, grade: z.enum(GRADES), expansion: yes.optional() }),
  }),
  SubmissionRepeated: event({
    data: repeat,
  }),
  ColleagueEnquired: event({
    data: repeat,
  }),
  ConsentChanged: event({
    data: () => {
      const { channel, says, where } = Statement.shape;
      return z.object({ channel, says, where });
    },
  }),
  EmployerChanged: event({
    data: () => z.object({ from: id, to: id }),
  }),
  TouchedAfterClosing: event({
    data: () => z.object({ submissionId: id, touches: touchesTold() }),
  }),
  EngagementHeard: event({ for: ['work'], data: () => z.object({ touchId: id }) }),
  EngagementRecorded: event({
    data: () =>
      z.object({
        kind: ours,
        touchId: id,
        contentId: ours.optional(),
        touches: touchesTold(),
      }),
  }),
  SelfSourced: event({
    for: ['tell', 'start'],
    data: () =>
      z.object({
        submissionId: id,
        repId: ours,
        productLine: ours,
        oppDueAt: Instant.optional(),
        source: z.object({ class: z.literal('SELF') }),
        contact: z.object({ kind: ours, at: Instant }),
      }),
  }),
  SelfSourcedClaimed: event({
    data: () =>
      z.object({
        repId: ours,
        contact: z.object({ kind: ours, at: Instant }),
        marketing: z.object({ touchId: id, at: Instant, kinds: names }).optional(),
        proposal: z.object({ repId: ours.optional(), because: ours }),
      }),
  }),
  SourceAdjudicated: event({
    data: () => {
      const whose = z.enum(SOURCE_CLASSES);
      return z.object({ from: whose, to: whose, touchId: id, evidence: text });
    },
  }),
  ImportStarted: event({
    for: ['work'],
    data: () => z.object({ importId: text, next: count, rows: count, good: count, badRows: count }),
  }),
  ImportAdvanced: event({
    for: ['work'],
    data: imported,
  }),
  ImportFinished: event({
    data: imported,
  }),
};
