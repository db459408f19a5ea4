// What the timeline says of accepted leads, opportunities and credit.

import type { opportunityEvents } from '../opportunity-events.ts';
import { listed, money, percent, voids } from './phrases.ts';
import type { SentencesOf } from './sentence.ts';

export const opportunitySentences: SentencesOf<typeof opportunityEvents> = {
  WindowReminded: ({ repId, oppDueAt }, _by, say) =>
    `${say.who(repId)} is reminded that an opportunity is due before ${say.when(oppDueAt)}.`,
  WindowExtended: ({ until, reason }, by, say) =>
    `${by} gives more time for an opportunity, until ${say.when(until)} (${reason}).`,
  LateOpportunityAllowed: ({ until, reason }, by, say) =>
    `${by} lets the owner open an opportunity after all, until ${say.when(until)}, without credit (${reason}).`,
  OppWindowExpired: ({ repId }, _by, say) =>
    `${say.who(repId)} has opened no opportunity in time; the lead goes back to the SDR.`,
  WindowClosed: ({ repId }, _by, say) =>
    `${say.who(repId)} has opened no opportunity in time; the lead stays with its owner, without credit.`,
  OpportunityOpened: ({ amount, currency, stage, expectedCloseOn, inferred }, by) =>
    `${by} opens an opportunity of ${money(amount, currency)} in stage ${stage}, to close on ${expectedCloseOn}${inferred ? '; with that it is a sales qualified lead' : ''}.`,
  StageChanged: ({ from, to }, by) => `${by} moves the opportunity from ${from} to ${to}.`,
  OpportunityUpdated: ({ fields, completeness }, by) =>
    `${by} writes on the opportunity (${listed(fields)}); ${percent(completeness)} of the notes are filled.`,
  OpportunityStalled: ({ repId, stage }, _by, say) =>
    `Nobody has written on the opportunity in stage ${stage} for a while; ${say.who(repId)} is asked for the next step.`,
  StallToldDirector: ({ repId, stage }, _by, say) =>
    `Nobody has written on the opportunity in stage ${stage} although ${say.who(repId)} was asked; a director is told.`,
  OpportunityStillQuiet: ({ stage }) =>
    `The opportunity is stalled in stage ${stage} still; nobody was asked again.`,
  OwnerMoved: ({ from, repId, reason }, by, say) =>
    `${by} gives the opportunity of ${say.who(from)} to ${say.who(repId)} (${reason}).`,
  Won: ({ amount, currency }, by) => `${by} wins the deal: ${money(amount, currency)}.`,
  OrderConverted: ({ amount, currency, home }) =>
    home
      ? `By the rate of its day, told since, the order of ${amount} ${currency} is ${home.amount} ${home.currency}.`
      : `There is no rate any more for the day of the order of ${amount} ${currency}.`,
  Corrected: ({ amount, currency, fromAmount, fromCurrency, reason }, by) =>
    `${by} corrects the signed amount from ${money(fromAmount, fromCurrency)} to ${money(amount, currency)} (${reason}).`,
  Lost: ({ reason, pocFailReason }, by, say) =>
    `${by} loses the deal: ${say.reason(reason)}${pocFailReason ? `; the trial failed on ${say.reason(pocFailReason)}` : ''}.`,
  OppCancelled: ({ cause, causeDueAt, coolDownUntil }, by, say) =>
    cause
      ? `${by} cancels the opportunity: ${say.reason(cause)}. The lead rests until ${say.when(coolDownUntil)}.`
      : `${by} cancels the opportunity without a cause; one may be given until ${say.when(causeDueAt)}. The lead rests until ${say.when(coolDownUntil)}.`,
  CauseGiven: ({ cause }, by, say) =>
    `${by} gives a cause for the cancellation: ${say.reason(cause)}; ops decide on it.`,
  CauseNotGiven: () => 'No cause was given for the cancellation in time.',
  CancelRulingAsked: ({ rulingDueAt }, _by, say) =>
    `Ops are asked to rule on the cause of the cancellation${rulingDueAt ? `, by ${say.when(rulingDueAt)}` : ''}.`,
  CancelRulingPassedOn: () =>
    'Ops have not ruled on the cause of the cancellation in time; a director is asked.',
  CancelRuled: ({ cause, approved }, by, say) =>
    `${by} ${approved ? 'accepts' : 'does not accept'} the cause of the cancellation (${say.reason(cause)}).`,
  Reopened: ({ stage, reason }, by) =>
    `${by} opens the opportunity again in stage ${stage}${reason ? ` (${reason})` : ''}.`,
  CreditWindowOpened: ({ sdrId, oppDueAt }, _by, say) =>
    `${say.who(sdrId)} gets credit for it if an opportunity is opened before ${say.when(oppDueAt)}.`,
  CreditPending: ({ sdrId, confirmAt }, _by, say) =>
    `The credit of ${say.who(sdrId)} is pending; it is confirmed on ${say.when(confirmAt)} unless the opportunity is cancelled without a cause.`,
  CreditConfirmed: ({ sdrId }, _by, say) => `The credit of ${say.who(sdrId)} is confirmed.`,
  CreditVoided: ({ sdrId, state }, _by, say) =>
    `There is no credit for ${say.who(sdrId)}: ${voids[state] ?? say.reason(state)}.`,
  CreditSuperseded: ({ sdrId }, _by, say) =>
    `The credit of ${say.who(sdrId)} goes on with the next acceptance.`,
  CollusionSuspected: ({ repId, sdrId, lateCancels, confirmed }, _by, say) =>
    `${lateCancels} of ${confirmed} opportunities of ${say.who(repId)} from ${say.who(sdrId)} were cancelled without cause once the credit was safe; a director should look.`,
};
