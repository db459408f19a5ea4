// What the registry says of an accepted lead: its window, its opportunity, and the SDR's credit that hangs on both (rows 19 to 24; 4.9).

import * as z from 'zod';
import { OfferId, OpportunityId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { code, day, ours } from '../kept.ts';
import { sourceFactsSchema } from '../source/source.ts';
import { count, event, names, yes } from './event.ts';
import { listed, money, percent, voids } from './phrases.ts';
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
    sentence: ({ repId, oppDueAt }, _by, say) =>
      `${say.who(repId)} is reminded that an opportunity is due before ${say.when(oppDueAt)}.`,
  }),
  WindowExtended: event({
    for: ['credit'],
    data: () => z.object({ ...extension, from: Instant }),
    sentence: ({ until, reason }, by, say) =>
      `${by} gives more time for an opportunity, until ${say.when(until)} (${reason}).`,
  }),
  LateOpportunityAllowed: event({
    data: () => z.object(extension),
    sentence: ({ until, reason }, by, say) =>
      `${by} lets the owner open an opportunity after all, until ${say.when(until)}, without credit (${reason}).`,
  }),
  OppWindowExpired: event({
    for: ['tell', 'start', 'credit'],
    data: () => z.object({ ...ofWindow, ...rest }),
    sentence: ({ repId }, _by, say) =>
      `${say.who(repId)} has opened no opportunity in time; the lead goes back to the SDR.`,
  }),
  WindowClosed: event({
    for: ['credit'],
    data: () => z.object(ofWindow),
    sentence: ({ repId }, _by, say) =>
      `${say.who(repId)} has opened no opportunity in time; the lead stays with its owner, without credit.`,
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
    sentence: ({ amount, currency, stage, expectedCloseOn, inferred }, by) =>
      `${by} opens an opportunity of ${money(amount, currency)} in stage ${stage}, to close on ${expectedCloseOn}${inferred ? '; with that it is a sales qualified lead' : ''}.`,
  }),
  StageChanged: event({
    for: ['tell'],
    data: () => z.object({ ...ofOpportunity, ...worth, from: ours, to: ours }),
    sentence: ({ from, to }, by) => `${by} moves the opportunity from ${from} to ${to}.`,
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
    sentence: ({ fields, completeness }, by) =>
      `${by} writes on the opportunity (${listed(fields)}); ${percent(completeness)} of the notes are filled.`,
  }),
  OpportunityStalled: event({
    data: () => z.object({ ...ofOpportunity, stage: ours }),
    sentence: ({ repId, stage }, _by, say) =>
      `Nobody has written on the opportunity in stage ${stage} for a while; ${say.who(repId)} is asked for the next step.`,
  }),
  OwnerMoved: event({
    data: () => z.object({ opportunityId: OpportunityId, from: ours, repId: ours, reason: code }),
    sentence: ({ from, repId, reason }, by, say) =>
      `${by} gives the opportunity of ${say.who(from)} to ${say.who(repId)} (${reason}).`,
  }),
  Won: event({
    for: ['tell'],
    data: () =>
      z.object({
        ...ofOpportunity,
        ...worth,
        creditId: OfferId.optional(),
        openedAt: Instant,
        source: sourceFactsSchema(),
        stage: ours,
      }),
    sentence: ({ amount, currency }, by) => `${by} wins the deal: ${money(amount, currency)}.`,
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
    sentence: ({ reason, pocFailReason }, by, say) =>
      `${by} loses the deal: ${say.reason(reason)}${pocFailReason ? `; the trial failed on ${say.reason(pocFailReason)}` : ''}.`,
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
    sentence: ({ cause, causeDueAt, coolDownUntil }, by, say) =>
      cause
        ? `${by} cancels the opportunity: ${say.reason(cause)}. The lead rests until ${say.when(coolDownUntil)}.`
        : `${by} cancels the opportunity without a cause; one may be given until ${say.when(causeDueAt)}. The lead rests until ${say.when(coolDownUntil)}.`,
  }),
  CauseGiven: event({
    data: () => z.object({ ...ofOpportunity, cause: ours }),
    sentence: ({ cause }, by, say) =>
      `${by} gives a cause for the cancellation: ${say.reason(cause)}; ops decide on it.`,
  }),
  CauseNotGiven: event({
    data: () => z.object(ofOpportunity),
    sentence: () => 'No cause was given for the cancellation in time.',
  }),
  CancelRulingAsked: event({
    data: () => z.object({ opportunityId: OpportunityId, cause: ours }),
    sentence: () => 'Ops are asked to rule on the cause of the cancellation.',
  }),
  CancelRuled: event({
    for: ['credit'],
    data: () => z.object({ ...ofOpportunity, cause: ours, approved: yes, cancelledAt: Instant }),
    sentence: ({ cause, approved }, by, say) =>
      `${by} ${approved ? 'accepts' : 'does not accept'} the cause of the cancellation (${say.reason(cause)}).`,
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
    sentence: ({ stage, reason }, by) =>
      `${by} opens the opportunity again in stage ${stage}${reason ? ` (${reason})` : ''}.`,
  }),
  CreditWindowOpened: event({
    data: () => z.object({ ...ofCredit, oppDueAt: Instant }),
    sentence: ({ sdrId, oppDueAt }, _by, say) =>
      `${say.who(sdrId)} gets credit for it if an opportunity is opened before ${say.when(oppDueAt)}.`,
  }),
  CreditPending: event({
    data: () =>
      z.object({
        ...ofCredit,
        opportunityId: OpportunityId.optional(),
        confirmAt: Instant.optional(),
      }),
    sentence: ({ sdrId, confirmAt }, _by, say) =>
      `The credit of ${say.who(sdrId)} is pending; it is confirmed on ${say.when(confirmAt)} unless the opportunity is cancelled without a cause.`,
  }),
  CreditConfirmed: event({
    data: () =>
      z.object({
        ...ofCredit,
        opportunityId: OpportunityId.optional(),
        confirmedAt: Instant.optional(),
      }),
    sentence: ({ sdrId }, _by, say) => `The credit of ${say.who(sdrId)} is confirmed.`,
  }),
  CreditVoided: event({
    data: () => z.object({ ...ofCredit, opportunityId: OpportunityId.optional() }),
    sentence: ({ sdrId, state }, _by, say) =>
      `There is no credit for ${say.who(sdrId)}: ${voids[state] ?? say.reason(state)}.`,
  }),
  CreditSuperseded: event({
    data: () => z.object(ofCredit),
    sentence: ({ sdrId }, _by, say) =>
      `The credit of ${say.who(sdrId)} goes on with the next acceptance.`,
  }),
  CollusionSuspected: event({
    data: () => z.object({ repId: ours, sdrId: ours, lateCancels: count, confirmed: count }),
    sentence: ({ repId, sdrId, lateCancels, confirmed }, _by, say) =>
      `${lateCancels} of ${confirmed} opportunities of ${say.who(repId)} from ${say.who(sdrId)} were cancelled without cause once the credit was safe; a director should look.`,
  }),
};
