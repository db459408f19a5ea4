// What the registry says of the handover: offers, answers, silence and what it costs, disputes (rows 9 to 18; 4.5 to 4.7).

import * as z from 'zod';
import { OfferId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { code, id, ours } from '../kept.ts';
import { SalesQualification } from '../qualification/qualification.ts';
import { RouteTrace } from '../routing/routing-trace.ts';
import { SOURCE_CLASSES } from '../source/source.ts';
import { states } from '../states.ts';
import { count, event, names, text, yes } from './event.ts';
import { pairs } from './phrases.ts';
import { rest } from './qualification-events.ts';

const ofOffer = { offerId: OfferId, repId: ours };
const refused = { ...ofOffer, reason: code, contacted: yes, qualityReject: yes, creditedBack: yes };
const takenBack = () => z.object({ ...ofOffer, reason: code, creditedBack: yes });
const traced = () => z.object({ trace: RouteTrace });
const ofSuspension = { repId: ours, suspensionId: id };
const ofDispute = { disputeId: id, ...ofOffer };

export const offerEvents = {
  OfferMade: event({
    for: ['report', 'tell'],
    data: () =>
      z.object({
        ...ofOffer,
        department: ours,
        usesTurn: yes,
        acceptDueAt: Instant,
        contactDueAt: Instant,
        chosenBy: z.enum(['router', 'director', 'override']),
      }),
    sentence: ({ repId, department, acceptDueAt, contactDueAt, chosenBy }, _by, say) =>
      `The lead is offered to ${say.who(repId)} (${department}${chosenBy === 'router' ? ', whose turn it is' : `, named by the ${chosenBy === 'override' ? 'manager' : 'director'}`}): first contact by ${say.when(contactDueAt)}, answer by ${say.due(acceptDueAt)}.`,
  }),
  NoEligibleRep: event({
    for: ['report', 'tell'],
    data: traced,
    sentence: () =>
      'No rep can take the lead now; ops are told, and the router tries again every hour.',
  }),
  StillUnrouted: event({
    for: ['report'],
    data: traced,
    sentence: () => 'Still no rep can take the lead; ops are told again.',
  }),
  DirectorAsked: event({
    data: () => z.object({ choices: names, directorDueAt: Instant }),
    sentence: ({ directorDueAt }, _by, say) =>
      `The director is asked to name a rep; after ${say.when(directorDueAt)} the router does it.`,
  }),
  SentBack: event({
    for: ['tell', 'start'],
    data: () => z.object({ why: text, ...rest }),
    sentence: ({ why, coolDownUntil }, by, say) =>
      `${by} sends the lead back (${why}); it rests until ${say.when(coolDownUntil)}.`,
  }),
  RepReminded: event({
    for: ['report'],
    data: () => z.object({ ...ofOffer, delivered: yes }),
    sentence: ({ repId, delivered }, _by, say) =>
      delivered
        ? `${say.who(repId)} is reminded to answer.`
        : `A reminder to ${say.who(repId)} could not be delivered.`,
  }),
  ContactMissed: event({
    data: () =>
      z.object({ offerId: OfferId.optional(), repId: ours.optional(), contactDueAt: Instant }),
    sentence: ({ repId, contactDueAt }, _by, say) =>
      `${say.who(repId)} has not contacted the customer by ${say.when(contactDueAt)}.`,
  }),
  Accepted: event({
    for: ['report', 'tell', 'credit'],
    data: () =>
      z.object({
        ...ofOffer,
        oppDueAt: Instant,
        sdrId: ours.optional(),
        sourceClass: z.enum(SOURCE_CLASSES),
        policyVersion: count,
      }),
    sentence: ({ oppDueAt }, by, say) =>
      `${by} accepts the lead; an opportunity is due before ${say.when(oppDueAt)}.`,
  }),
  SalesQualified: event({
    for: ['tell'],
    data: () => {
      const { budget, need, timeline, process, role } = SalesQualification.partial().shape;
      return z.object({ by: ours, budget, need, timeline, process, role });
    },
    sentence: () => 'It is a sales qualified lead: the five criteria pass.',
  }),
  Rejected: event({
    for: ['report', 'tell', 'start'],
    data: () => z.object({ ...refused, ...rest }),
    sentence: ({ reason, coolDownUntil }, by, say) =>
      `${by} rejects the lead: ${say.reason(reason)}. It rests until ${say.when(coolDownUntil)}, and ${by} does not get it again.`,
  }),
  Misrouted: event({
    for: ['tell'],
    data: () => z.object({ ...refused, misrouted: z.record(ours, ours) }),
    sentence: ({ misrouted }, by) =>
      `${by} says the lead belongs elsewhere (${pairs(misrouted)}); it is routed again.`,
  }),
  TimedOut: event({
    for: ['report', 'tell'],
    data: () => z.object({ ...ofOffer, acceptDueAt: Instant, excused: ours.optional() }),
    sentence: ({ repId, excused }, _by, say) =>
      `${say.who(repId)} has not answered in time${excused ? `, which is excused (${say.reason(excused)})` : ''}; the lead goes to somebody else.`,
  }),
  MissRecorded: event({
    for: ['report'],
    data: () => z.object({ repId: ours, offerId: OfferId }),
    sentence: ({ repId }, _by, say) => `That counts as a miss for ${say.who(repId)}.`,
  }),
  RepSuspended: event({
    for: ['report', 'wake'],
    data: () =>
      z.object({
        ...ofSuspension,
        from: Instant,
        until: Instant,
        causeOfferIds: z.array(id).readonly(),
      }),
    sentence: ({ repId, until }, _by, say) =>
      `It was the second in a row: ${say.who(repId)} gets no marketing leads until ${say.when(until)}.`,
  }),
  SuspensionCausesChanged: event({
    data: () => z.object({ ...ofSuspension, causeOfferIds: z.array(id).readonly() }),
    sentence: ({ repId }, _by, say) =>
      `${say.who(repId)} stays out as before; another missed offer is now behind it.`,
  }),
  SuspensionEnded: event({
    for: ['wake'],
    data: () => z.object({ ...ofSuspension, until: Instant }),
    sentence: ({ repId, until }, _by, say) =>
      `The suspension of ${say.who(repId)} ends on ${say.when(until)}.`,
  }),
  StrikeAnnulled: event({
    data: () => z.object({ repId: ours, offerId: id }),
    sentence: ({ repId }, by, say) => `${by} annuls a miss of ${say.who(repId)}.`,
  }),
  Withdrawn: event({
    for: ['tell'],
    data: takenBack,
    sentence: ({ repId, reason }, _by, say) =>
      `The offer to ${say.who(repId)} is taken back (${say.reason(reason)}); it is no miss.`,
  }),
  Recalled: event({
    for: ['tell'],
    data: takenBack,
    sentence: ({ repId, reason }, by, say) =>
      `${by} takes the lead back from ${say.who(repId)} (${say.reason(reason)}).`,
  }),
  OwnerLeft: event({
    for: ['tell', 'start', 'credit'],
    data: () => z.object({ repId: ours.optional(), cycle: count, run: count }),
    sentence: ({ repId }, _by, say) =>
      `${say.who(repId)} no longer works here; the lead goes to another rep.`,
  }),
  Returned: event({
    for: ['tell', 'start', 'credit'],
    data: () => z.object({ repId: ours.optional(), from: z.enum(states), ...rest }),
    sentence: ({ reason, coolDownUntil }, by, say) =>
      `${by} gives the accepted lead back: ${say.reason(reason)}. It rests until ${say.when(coolDownUntil)}.`,
  }),
  DeadlineExtended: event({
    data: () => z.object({ offerId: OfferId, acceptDueAt: Instant, contactDueAt: Instant }),
    sentence: ({ acceptDueAt }, _by, say) =>
      `The calendar changed; the answer is now due by ${say.due(acceptDueAt)}.`,
  }),
  ExclusionLifted: event({
    data: () => z.object({ repId: ours, reason: code }),
    sentence: ({ repId, reason }, by, say) =>
      `${by} lets ${say.who(repId)} have the lead again (${reason}).`,
  }),
  RejectDisputed: event({
    data: () => z.object({ ...ofDispute, callBackDueAt: Instant }),
    sentence: ({ callBackDueAt }, by, say) =>
      `${by} disputes the refusal; somebody neutral calls the customer by ${say.when(callBackDueAt)}.`,
  }),
  CallBackReminded: event({
    data: () => z.object({ disputeId: id, repId: ours }),
    sentence: () => 'The neutral call-back is overdue; the director is reminded.',
  }),
  DisputeRuled: event({
    data: () =>
      z.object({
        ...ofDispute,
        outcome: z.enum(['overturned', 'upheld']),
        coolDownWaived: yes,
      }),
    sentence: ({ outcome, coolDownWaived }, by) =>
      outcome === 'overturned'
        ? `${by} overturns the refusal${coolDownWaived ? '; the rest is over' : ''}.`
        : `${by} upholds the refusal.`,
  }),
  WrongfulReject: event({
    data: () => z.object(ofDispute),
    sentence: ({ repId }, _by, say) => `A wrongful refusal is on the record of ${say.who(repId)}.`,
  }),
};
