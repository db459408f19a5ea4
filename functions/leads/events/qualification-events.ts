// What the registry says of the SDR's desk and of leads at rest (rows 5 to 8, 25 to 27).

import * as z from 'zod';
import { OfferId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { code, id, ours } from '../kept.ts';
import { SalesQualification } from '../qualification/qualification.ts';
import { GRADES } from '../scoring/grade.ts';
import { count, event, names, text, yes } from './event.ts';
import { listed, startOf } from './phrases.ts';

/** What was found out, without the note. */
function judged() {
  const { budget, authority, need, timeline, process, role } = SalesQualification.shape;
  return { budget, authority, need, timeline, process, role };
}

/** What every event says that brings a lead to rest. */
export const rest = { reason: code, stay: count, coolDownUntil: Instant, revisitAt: Instant };

const nextCycle = () => z.object({ cycle: count });
const ruling = () => z.object({ reason: code });
const logged = () =>
  z.object({
    activityId: id,
    kind: z.enum(['call', 'email', 'meeting']),
    connected: yes,
    direction: z.enum(['outbound', 'inbound']),
    at: Instant,
    group: z.enum(['sdr', 'rep']),
  });

export const qualificationEvents = {
  SdrTook: event({
    for: ['tell'],
    data: () => z.object({ sdrId: ours }),
    sentence: (_data, by) => `${by} takes the lead.`,
  }),
  SdrReminded: event({
    sentence: () => 'Nobody has moved the lead in time; the SDR is reminded.',
  }),
  EscalatedToDirector: event({ sentence: () => 'Still nobody; the director is told.' }),
  NotALead: event({
    for: ['tell'],
    data: () =>
      z
        .object({ sdrId: ours, ...judged() })
        .partial()
        .extend({ reason: code.optional() }),
    sentence: ({ reason }, by, say) => `${by} drops the lead: ${say.reason(reason)}.`,
  }),
  QualifiedBySdr: event({
    for: ['report', 'tell'],
    data: () =>
      z.object({ sdrId: ours, ...judged(), authorityBy: z.literal('account').optional() }),
    sentence: ({ budget, authority, authorityBy, need, timeline }, by) =>
      `${by} qualifies the lead: budget ${budget}, contact ${authority}${authorityBy === 'account' ? ', but others of the company are interested' : ''}, need ${need}, ${startOf(timeline)}.`,
  }),
  NotNow: event({
    for: ['tell', 'start'],
    data: () => z.object({ sdrId: ours, ...judged(), why: text.optional(), ...rest }),
    sentence: ({ revisitAt, why }, by, say) =>
      `${by} finds it is too early${why ? ` (${why})` : ''}; look again on ${say.when(revisitAt)}.`,
  }),
  TurnCreditedBack: event({
    data: () => z.object({ offerId: OfferId.optional() }),
    sentence: () => 'The SDR agrees with the refusal: the turn goes back to the rep.',
  }),
  FirstContact: event({
    data: logged,
    sentence: ({ kind, connected }, by) =>
      `${by} contacts the customer for the first time (${kind}${connected ? '' : ', not reached'}).`,
  }),
  ActivityLogged: event({
    data: logged,
    sentence: ({ kind, connected, direction }, by) =>
      direction === 'inbound'
        ? `${by} logs a ${kind} from the customer.`
        : `${by} logs a ${kind} to the customer${connected ? ' and reaches somebody' : ', nobody is reached'}.`,
  }),
  ContactCorrected: event({
    data: () => z.object({ fields: names }),
    sentence: ({ fields }, by) => `${by} corrects the contact data (${listed(fields)}).`,
  }),
  CoolDownLifted: event({
    data: () => z.object({ by: z.literal('HAND_RAISE') }),
    sentence: () => 'That ends the cool-down at once.',
  }),
  CoolDownEnded: event({ sentence: () => 'The cool-down is over.' }),
  HandRaised: event({
    for: ['tell', 'start'],
    data: nextCycle,
    sentence: ({ cycle }) => `The lead goes back to the SDR, in its cycle ${cycle}.`,
  }),
  RevisitDue: event({
    for: ['tell', 'start'],
    data: nextCycle,
    sentence: ({ cycle }) =>
      `It is time to look again: the lead goes back to the SDR, in its cycle ${cycle}.`,
  }),
  SdrWoke: event({
    for: ['tell', 'start'],
    data: nextCycle,
    sentence: ({ cycle }, by) => `${by} takes the lead out of nurture, into its cycle ${cycle}.`,
  }),
  Requalified: event({
    for: ['tell', 'start'],
    data: () =>
      z.object({
        fit: z.number(),
        engagement: z.number(),
        grade: z.enum(GRADES),
        because: ours,
        cycle: count,
      }),
    sentence: ({ cycle, because }) =>
      `New interest makes it an MQL again, in its cycle ${cycle}: ${because}.`,
  }),
  ExtraCycleAsked: event({
    data: () => z.object({ cycle: count, wish: ours }),
    sentence: ({ cycle }) => `A director is asked whether the lead may go round a ${cycle}. time.`,
  }),
  ExtraCycleApproved: event({
    data: ruling,
    sentence: ({ reason }, by) => `${by} allows another cycle (${reason}).`,
  }),
  ExtraCycleDeclined: event({
    data: ruling,
    sentence: ({ reason }, by) => `${by} declines another cycle (${reason}).`,
  }),
  NurtureTouchSent: event({
    data: () => z.object({ number: count, id: ours }),
    sentence: ({ number }) => `The customer is sent something useful (mail ${number}).`,
  }),
  NurtureTouchSkipped: event({
    data: ruling,
    sentence: ({ reason }, _by, say) => `The customer is sent no mail: ${say.reason(reason)}.`,
  }),
  NurtureTouchDue: event({ sentence: () => 'The SDR is told to send something useful.' }),
  WinBackSent: event({
    data: () => z.object({ id: ours }),
    sentence: () => 'The customer is asked once more.',
  }),
  WinBackSkipped: event({
    data: ruling,
    sentence: ({ reason }, _by, say) =>
      `The customer is not asked once more by mail: ${say.reason(reason)}.`,
  }),
  Unsubscribed: event({
    data: () => z.object({ channel: z.literal('email') }),
    sentence: () => 'The customer wants no more mails.',
  }),
  WentStale: event({
    for: ['tell'],
    data: () => z.object({ because: ours }),
    sentence: ({ because }) => `The lead goes dormant: ${because}.`,
  }),
};
