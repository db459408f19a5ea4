// What the registry says of the SDR's desk and of leads at rest (rows 5 to 8, 25 to 27).

import * as z from 'zod';
import { OfferId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { code, id, ours } from '../kept.ts';
import { SalesQualification } from '../qualification/qualification.ts';
import { GRADES } from '../scoring/grade.ts';
import { count, event, names, text, yes } from './event.ts';

/** What was found out, without the note. */
function judged() {
  const { budget, authority, need, share, timeline, process, role } = SalesQualification.shape;
  return { budget, authority, need, share, timeline, process, role };
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
  }),
  SdrLeft: event({
    for: ['tell'],
    data: () => z.object({ sdrId: ours }),
  }),
  SdrGone: event({
    data: () => z.object({ sdrId: ours }),
  }),
  LeadHandedOver: event({
    data: () => z.object({ sdrId: ours, from: ours.optional(), reason: code }),
  }),
  SdrReminded: event(),
  EscalatedToDirector: event(),
  NotALead: event({
    for: ['tell'],
    data: () =>
      z
        .object({ sdrId: ours, ...judged() })
        .partial()
        .extend({ reason: code.optional() }),
  }),
  QualifiedBySdr: event({
    for: ['report', 'tell'],
    data: () =>
      z.object({
        sdrId: ours,
        ...judged(),
        authorityBy: z.literal('account').optional(),
        /** Taken from MAL: with this it was an MQL, too (5). */
        inferred: yes.optional(),
      }),
  }),
  NotNow: event({
    for: ['tell', 'start'],
    data: () => z.object({ sdrId: ours, ...judged(), why: text.optional(), ...rest }),
  }),
  TurnCreditedBack: event({
    data: () =>
      z.object({ offerId: OfferId.optional(), because: z.enum(['RECALL_OVER']).optional() }),
  }),
  FirstContact: event({
    data: logged,
  }),
  ActivityLogged: event({
    data: logged,
  }),
  FactsCorrected: event({
    data: () => z.object({ set: names, tookOver: names, dropped: names }),
  }),
  ContactCorrected: event({
    data: () => z.object({ fields: names }),
  }),
  CoolDownLifted: event({
    data: () => z.object({ by: z.enum(['HAND_RAISE', 'COLLEAGUE']) }),
  }),
  CoolDownEnded: event(),
  HandRaised: event({
    for: ['tell', 'start'],
    data: nextCycle,
  }),
  RevisitDue: event({
    for: ['tell', 'start'],
    data: nextCycle,
  }),
  SdrWoke: event({
    for: ['tell', 'start'],
    data: nextCycle,
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
  }),
  ExtraCycleAsked: event({
    data: () => z.object({ cycle: count, wish: ours }),
  }),
  ExtraCycleApproved: event({
    data: ruling,
  }),
  ExtraCycleDeclined: event({
    data: ruling,
  }),
  NurtureTouchSent: event({
    data: () => z.object({ number: count, id: ours }),
  }),
  NurtureTouchSkipped: event({
    data: ruling,
  }),
  NurtureTouchDue: event(),
  WinBackSent: event({
    data: () => z.object({ id: ours }),
  }),
  WinBackSkipped: event({
    data: ruling,
  }),
  Unsubscribed: event({
    data: () => z.object({ channel: z.literal('email') }),
  }),
  WentStale: event({
    for: ['tell'],
    data: () => z.object({ because: ours }),
  }),
};
