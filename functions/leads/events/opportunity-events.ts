// What the registry says of an accepted lead: its window, its opportunity, and the SDR's credit that hangs on both (rows 19 to 24; 4.9).

import * as z from 'zod';
import { OfferId, OpportunityId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { code, day, ours } from '../kept.ts';
import { homeSchema } from '../rates.ts';
import { sourceFactsSchema } from '../source/source.ts';
import { count, event, names, yes } from './event.ts';
import { rest } from './qualification-events.ts';

const ofWindow = { repId: ours.optional(), oppDueAt: Instant.optional() };
const ofOpportunity = { opportunityId: OpportunityId, repId: ours.optional() };
const worth = { amount: z.number(), currency: ours };
const extension = { repId: ours.optional(), until: Instant, reason: code };
const ofCredit = {
  creditId: OfferId,
  sdrId: ours,
  repId: ours,
  state: ours,
  org: ours.optional(),
};

export const opportunityEvents = {
  WindowReminded: event({
    data: () => z.object(ofWindow),
  }),
  WindowExtended: event({
    for: ['credit'],
    data: () => z.object({ ...extension, from: Instant }),
  }),
  LateOpportunityAllowed: event({
    data: () => z.object(extension),
  }),
  OppWindowExpired: event({
    for: ['tell', 'start', 'credit'],
    data: () => z.object({ ...ofWindow, ...rest }),
  }),
  WindowClosed: event({
    for: ['credit'],
    data: () => z.object(ofWindow),
  }),
  OpportunityOpened: event({
    for: ['tell', 'start', 'credit'],
    data: () =>
      z.object({
        ...ofOpportunity,
        ...worth,
        seq: count,
        expectedCloseOn: day,
        stage: ours,
        confirmAt: Instant,
        inferred: yes.optional(),
      }),
  }),
  StageChanged: event({
    for: ['tell'],
    data: () => z.object({ ...ofOpportunity, ...worth, from: ours, to: ours }),
  }),
  OpportunityUpdated: event({
    data: () =>
      z.object({
        ...ofOpportunity,
        fields: names,
        completeness: z.number(),
        amount: z.number().optional(),
        currency: ours.optional(),
        expectedCloseOn: day.optional(),
        pocFailReason: code.optional(),
      }),
  }),
  OpportunityStalled: event({
    data: () => z.object({ ...ofOpportunity, stage: ours }),
  }),
  StallToldDirector: event({
    data: () => z.object({ ...ofOpportunity, stage: ours }),
  }),
  OpportunityStillQuiet: event({
    data: () => z.object({ ...ofOpportunity, stage: ours }),
  }),
  OwnerMoved: event({
    data: () => z.object({ opportunityId: OpportunityId, from: ours, repId: ours, reason: code }),
  }),
  Won: event({
    for: ['tell'],
    data: () =>
      z.object({
        ...ofOpportunity,
        ...worth,
        home: homeSchema().optional(),
        creditId: OfferId.optional(),
        openedAt: Instant,
        source: sourceFactsSchema(),
        stage: ours,
      }),
  }),
  Corrected: event({
    for: ['tell'],
    data: () =>
      z.object({
        ...ofOpportunity,
        ...worth,
        home: homeSchema().optional(),
        fromAmount: z.number(),
        fromCurrency: ours,
        closedAt: Instant.optional(),
        reason: code,
      }),
  }),
  /** Rates of before were told afterwards: what it is worth in the tenant's own currency is another, or known now. */
  OrderConverted: event({
    data: () =>
      z.object({
        ...ofOpportunity,
        ...worth,
        home: homeSchema().optional(),
        closedAt: Instant,
      }),
  }),
  Lost: event({
    for: ['tell'],
    data: () =>
      z.object({
        ...ofOpportunity,
        ...worth,
        stage: ours,
        reason: code,
        pocFailReason: code.optional(),
      }),
  }),
  OppCancelled: event({
    for: ['tell', 'start', 'credit'],
    data: () =>
      z.object({
        ...ofOpportunity,
        ...worth,
        stage: ours,
        cause: ours.optional(),
        causeDueAt: Instant.optional(),
        ...rest,
      }),
  }),
  CauseGiven: event({
    data: () => z.object({ ...ofOpportunity, cause: ours }),
  }),
  CauseNotGiven: event({
    data: () => z.object(ofOpportunity),
  }),
  /** Without the last two when it was asked at the end of the time for a cause, as it once was. */
  CancelRulingAsked: event({
    for: ['credit'],
    data: () =>
      z.object({
        opportunityId: OpportunityId,
        cause: ours,
        cancelledAt: Instant.optional(),
        rulingDueAt: Instant.optional(),
      }),
  }),
  CancelRulingPassedOn: event({
    data: () => z.object({ opportunityId: OpportunityId, cause: ours }),
  }),
  CancelRuled: event({
    for: ['credit'],
    data: () =>
      z.object({
        ...ofOpportunity,
        cause: ours,
        approved: yes,
        cancelledAt: Instant,
        causeGivenAt: Instant.optional(),
      }),
  }),
  /** Opened anew by its rep, or the same one again by a director, which alone has a reason, a run and where it comes from. */
  Reopened: event({
    for: ['tell', 'start', 'credit'],
    data: () =>
      z.object({
        ...ofOpportunity,
        ...worth,
        seq: count,
        stage: ours,
        confirmAt: Instant.optional(),
        expectedCloseOn: day.optional(),
        inferred: yes.optional(),
        run: count.optional(),
        reason: code.optional(),
        from: ours.optional(),
      }),
  }),
  CreditWindowOpened: event({
    data: () => z.object({ ...ofCredit, oppDueAt: Instant }),
  }),
  CreditPending: event({
    data: () =>
      z.object({
        ...ofCredit,
        opportunityId: OpportunityId.optional(),
        confirmAt: Instant.optional(),
      }),
  }),
  CreditConfirmed: event({
    data: () =>
      z.object({
        ...ofCredit,
        opportunityId: OpportunityId.optional(),
        confirmedAt: Instant.optional(),
      }),
  }),
  CreditVoided: event({
    data: () => z.object({ ...ofCredit, opportunityId: OpportunityId.optional() }),
  }),
  CreditSuperseded: event({
    data: () => z.object(ofCredit),
  }),
  CollusionSuspected: event({
    data: () => z.object({ repId: ours, sdrId: ours, lateCancels: count, confirmed: count }),
  }),
};
