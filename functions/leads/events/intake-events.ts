// What the registry says of leads that come in: enquiries, engagement, a rep's own finds, and files of cards (rows 1 to 4).

import * as z from 'zod';
import { LeadId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { id, ours } from '../kept.ts';
import { GRADES } from '../scoring/grade.ts';
import { SOURCE_CLASSES, sourceFactsSchema } from '../source/source.ts';
import { count, event, names, text, yes } from './event.ts';
import { listed, raised } from './phrases.ts';

const handRaise = z.enum(['demo', 'visit', 'callMe']).optional();
const weighed = { fit: z.number(), engagement: z.number(), because: ours };
/** What the person did and nobody was told of before; absent with events from before that was told. */
const touches = () =>
  z
    .array(
      z.object({
        touchId: id,
        at: Instant,
        kinds: names,
        source: sourceFactsSchema().optional(),
      }),
    )
    .readonly()
    .optional();
const repeat = () => z.object({ submissionId: id, handRaise, touches: touches() });
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
        touches: touches(),
      }),
    sentence: ({ form, handRaise }) =>
      `The customer fills in the form ${form}${raised(handRaise)}.`,
  }),
  SpamSuspected: event({
    for: ['tell'],
    data: () => z.object({ reasons: names }),
    sentence: ({ reasons }) =>
      `The enquiry looks like spam (${listed(reasons)}) and is put aside; the sender is asked to confirm.`,
  }),
  OptInPending: event({
    for: ['tell'],
    data: () => z.object({ reasons: names }),
    sentence: () => 'The customer allows no channel we know; we ask for consent.',
  }),
  OptInReminded: event({ sentence: () => 'The customer is asked once more to confirm.' }),
  QuarantineClosed: event({
    for: ['tell'],
    sentence: () => 'Nobody confirmed; the enquiry is closed and kept.',
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
    sentence: ({ fit, engagement, grade, because }) =>
      `Marketing accepts the lead: fit ${fit}, engagement ${engagement}, grade ${grade} (${because}).`,
  }),
  Qualified: event({
    for: ['report', 'tell'],
    data: () => z.object({ ...weighed, grade: z.enum(GRADES), expansion: yes.optional() }),
    sentence: ({ because }) => `It is a marketing qualified lead: ${because}.`,
  }),
  SubmissionRepeated: event({
    data: repeat,
    sentence: ({ handRaise }) => `The customer writes again${raised(handRaise)}.`,
  }),
  ColleagueEnquired: event({
    data: repeat,
    sentence: () => 'A colleague at the same company enquires too.',
  }),
  EmployerChanged: event({
    data: () => z.object({ from: id, to: id }),
    sentence: () =>
      'The customer writes for another company now; this lead stays with the old one.',
  }),
  TouchedAfterClosing: event({
    data: () => z.object({ submissionId: id, touches: touches() }),
    sentence: () => 'The customer writes again, without asking for anything; it is noted.',
  }),
  EngagementRecorded: event({
    data: () =>
      z.object({
        kind: ours,
        touchId: id,
        contentId: ours.optional(),
        touches: touches(),
      }),
    sentence: ({ kind }) => `The customer shows interest (${kind}).`,
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
    sentence: (_data, by) =>
      `${by} brings this customer himself; the lead is his, without SDR credit.`,
  }),
  SelfSourcedClaimed: event({
    data: () =>
      z.object({
        repId: ours,
        contact: z.object({ kind: ours, at: Instant }),
        marketing: z.object({ touchId: id, at: Instant, kinds: names }).optional(),
        proposal: z.object({ repId: ours.optional(), because: ours }),
      }),
    sentence: ({ repId }, _by, say) =>
      `${say.who(repId)} says that he found this customer himself; ops decide.`,
  }),
  SourceAdjudicated: event({
    data: () => {
      const whose = z.enum(SOURCE_CLASSES);
      return z.object({ from: whose, to: whose, touchId: id, evidence: text });
    },
    sentence: ({ from, to }, by) =>
      `${by} rules on the first source: ${to}${from === to ? ', as it was' : `, not ${from}`}.`,
  }),
  ImportStarted: event({
    for: ['work'],
    data: () => z.object({ importId: text, next: count, rows: count, good: count, badRows: count }),
    sentence: ({ rows, good }, by) => `${by} brings a file of ${rows} cards; ${good} can go in.`,
  }),
  ImportAdvanced: event({
    for: ['work'],
    data: imported,
    sentence: ({ done, good }) => `${done} of ${good} cards have gone in.`,
  }),
  ImportFinished: event({
    data: imported,
    sentence: ({ done }) => `All ${done} cards have gone in.`,
  }),
};
