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
import { rest } from './qualification-events.ts';

const ofOffer = { offerId: OfferId, repId: ours };
const refused = { ...ofOffer, reason: code, contacted: yes, qualityReject: yes, creditedBack: yes };
/** `recalledBy`: the SDR who took it back (row 16). */
const takenBack = () =>
  z.object({ ...ofOffer, reason: code, creditedBack: yes, recalledBy: ours.optional() });
const traced = () => z.object({ trace: RouteTrace });
const ofSuspension = { repId: ours, suspensionId: ours };
const ofDispute = { disputeId: id, ...ofOffer };

export const offerEvents = {
  /** `inTurn`: made by the step of a lead that came later, which had to let this one go first (4.5). */
  OfferMade: event({
    for: ['report', 'tell', 'wake'],
    data: () =>
      z.object({
        ...ofOffer,
        department: ours,
        usesTurn: yes,
        acceptDueAt: Instant,
        contactDueAt: Instant,
        chosenBy: z.enum(['router', 'director', 'override']),
        inTurn: yes.optional(),
      }),
  }),
  NoEligibleRep: event({
    for: ['report', 'tell'],
    data: traced,
  }),
  StillUnrouted: event({
    for: ['report'],
    data: traced,
  }),
  DirectorAsked: event({
    data: () => z.object({ choices: names, directorDueAt: Instant }),
  }),
  SentBack: event({
    for: ['tell', 'start'],
    data: () => z.object({ why: text, ...rest }),
  }),
  RepReminded: event({
    for: ['report'],
    data: () => z.object({ ...ofOffer, delivered: yes }),
  }),
  RepNudged: event({
    data: () => z.object(ofOffer),
  }),
  /** The relay tells the rep: whether that arrived decides whether a contact that is missed may count. */
  ContactReminded: event({
    for: ['work'],
    data: () =>
      z.object({ offerId: OfferId.optional(), repId: ours.optional(), contactDueAt: Instant }),
  }),
  ContactMissed: event({
    data: () =>
      z.object({ offerId: OfferId.optional(), repId: ours.optional(), contactDueAt: Instant }),
  }),
  Accepted: event({
    for: ['report', 'tell', 'wake', 'credit'],
    data: () =>
      z.object({
        ...ofOffer,
        oppDueAt: Instant,
        sdrId: ours.optional(),
        sourceClass: z.enum(SOURCE_CLASSES),
        policyVersion: count,
      }),
  }),
  SalesQualified: event({
    for: ['tell'],
    data: () => {
      const { budget, need, share, timeline, process, role } = SalesQualification.partial().shape;
      return z.object({ by: ours, budget, need, share, timeline, process, role });
    },
  }),
  Rejected: event({
    for: ['report', 'tell', 'start', 'wake'],
    data: () => z.object({ ...refused, ...rest }),
  }),
  Misrouted: event({
    for: ['tell', 'wake'],
    data: () => z.object({ ...refused, misrouted: z.record(ours, ours) }),
  }),
  TimedOut: event({
    for: ['report', 'tell', 'wake'],
    data: () => z.object({ ...ofOffer, acceptDueAt: Instant, excused: ours.optional() }),
  }),
  /** `contacts`: the two offers whose first contacts were missed in a row; absent of silence. */
  MissRecorded: event({
    for: ['report'],
    data: () =>
      z.object({ repId: ours, offerId: OfferId, contacts: z.array(id).readonly().optional() }),
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
  }),
  SuspensionCausesChanged: event({
    data: () => z.object({ ...ofSuspension, causeOfferIds: z.array(id).readonly() }),
  }),
  SuspensionEnded: event({
    for: ['wake'],
    data: () => z.object({ ...ofSuspension, until: Instant }),
  }),
  StrikeAnnulled: event({
    data: () => z.object({ repId: ours, offerId: id }),
  }),
  Withdrawn: event({
    for: ['tell', 'wake'],
    data: takenBack,
  }),
  Recalled: event({
    for: ['tell', 'wake'],
    data: takenBack,
  }),
  OwnerLeft: event({
    for: ['tell', 'start', 'credit'],
    data: () => z.object({ repId: ours.optional(), cycle: count, run: count }),
  }),
  Returned: event({
    for: ['tell', 'start', 'credit'],
    data: () => z.object({ repId: ours.optional(), from: z.enum(states), ...rest }),
  }),
  DeadlineExtended: event({
    data: () => z.object({ offerId: OfferId, acceptDueAt: Instant, contactDueAt: Instant }),
  }),
  ExclusionLifted: event({
    data: () => z.object({ repId: ours, reason: code }),
  }),
  RejectDisputed: event({
    data: () => z.object({ ...ofDispute, callBackDueAt: Instant }),
  }),
  CallBackReminded: event({
    data: () => z.object({ disputeId: id, repId: ours }),
  }),
  DisputeRuled: event({
    data: () =>
      z.object({
        ...ofDispute,
        outcome: z.enum(['overturned', 'upheld']),
        coolDownWaived: yes,
      }),
  }),
  WrongfulReject: event({
    data: () => z.object(ofDispute),
  }),
};
