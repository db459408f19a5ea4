// What the timeline says of the handover.

import type { offerEvents } from '../offer-events.ts';
import { pairs, whyNobody } from './phrases.ts';
import type { SentencesOf } from './sentence.ts';

export const offerSentences: SentencesOf<typeof offerEvents> = {
  OfferMade: ({ repId, department, acceptDueAt, contactDueAt, chosenBy }, _by, say) =>
    `The lead is offered to ${say.who(repId)} (${department}${chosenBy === 'router' ? ', whose turn it is' : `, named by the ${chosenBy === 'override' ? 'manager' : 'director'}`}): first contact by ${say.when(contactDueAt)}, answer by ${say.due(acceptDueAt)}.`,
  NoEligibleRep: ({ trace }) =>
    `No rep can take the lead now${whyNobody(trace)}; ops are told, and the router tries again when somebody is free or back, and once a day.`,
  StillUnrouted: ({ trace }) =>
    `Still no rep can take the lead${whyNobody(trace)}; ops are told again.`,
  DirectorAsked: ({ directorDueAt }, _by, say) =>
    `The director is asked to name a rep; after ${say.when(directorDueAt)} the router does it.`,
  SentBack: ({ why, coolDownUntil }, by, say) =>
    `${by} sends the lead back (${why}); it rests until ${say.when(coolDownUntil)}.`,
  RepReminded: ({ repId, delivered }, _by, say) =>
    delivered
      ? `${say.who(repId)} is reminded to answer.`
      : `A reminder to ${say.who(repId)} could not be delivered.`,
  RepNudged: ({ repId }, by, say) => `${by} asks ${say.who(repId)} to answer.`,
  ContactReminded: ({ repId, contactDueAt }, _by, say) =>
    `${say.who(repId)} is reminded to contact the customer by ${say.when(contactDueAt)}.`,
  ContactMissed: ({ repId, contactDueAt }, _by, say) =>
    `${say.who(repId)} has not contacted the customer by ${say.when(contactDueAt)}.`,
  Accepted: ({ oppDueAt }, by, say) =>
    `${by} accepts the lead; an opportunity is due before ${say.when(oppDueAt)}.`,
  SalesQualified: () => 'It is a sales qualified lead: the five criteria pass.',
  Rejected: ({ reason, coolDownUntil }, by, say) =>
    `${by} rejects the lead: ${say.reason(reason)}. It rests until ${say.when(coolDownUntil)}, and ${by} does not get it again.`,
  Misrouted: ({ misrouted }, by) =>
    `${by} says the lead belongs elsewhere (${pairs(misrouted)}); it is routed again.`,
  TimedOut: ({ repId, excused }, _by, say) =>
    `${say.who(repId)} has not answered in time${excused ? `, which is excused (${say.reason(excused)})` : ''}; the lead goes to somebody else.`,
  MissRecorded: ({ repId, contacts }, _by, say) =>
    contacts
      ? `It was the second first contact in a row that ${say.who(repId)} has not made: that counts as a miss.`
      : `That counts as a miss for ${say.who(repId)}.`,
  RepSuspended: ({ repId, until }, _by, say) =>
    `It was the second in a row: ${say.who(repId)} gets no marketing leads until ${say.when(until)}.`,
  SuspensionCausesChanged: ({ repId }, _by, say) =>
    `${say.who(repId)} stays out as before; another missed offer is now behind it.`,
  SuspensionEnded: ({ repId, until }, _by, say) =>
    `The suspension of ${say.who(repId)} ends on ${say.when(until)}.`,
  StrikeAnnulled: ({ repId }, by, say) => `${by} annuls a miss of ${say.who(repId)}.`,
  Withdrawn: ({ repId, reason }, _by, say) =>
    `The offer to ${say.who(repId)} is taken back (${say.reason(reason)}); it is no miss.`,
  Recalled: ({ repId, reason }, by, say) =>
    `${by} takes the lead back from ${say.who(repId)} (${say.reason(reason)}).`,
  OwnerLeft: ({ repId }, _by, say) =>
    `${say.who(repId)} no longer works here; the lead goes to another rep.`,
  Returned: ({ reason, coolDownUntil }, by, say) =>
    `${by} gives the accepted lead back: ${say.reason(reason)}. It rests until ${say.when(coolDownUntil)}.`,
  DeadlineExtended: ({ acceptDueAt }, _by, say) =>
    `The calendar changed; the answer is now due by ${say.due(acceptDueAt)}.`,
  ExclusionLifted: ({ repId, reason }, by, say) =>
    `${by} lets ${say.who(repId)} have the lead again (${reason}).`,
  RejectDisputed: ({ callBackDueAt }, by, say) =>
    `${by} disputes the refusal; somebody neutral calls the customer by ${say.when(callBackDueAt)}.`,
  CallBackReminded: () => 'The neutral call-back is overdue; the director is reminded.',
  DisputeRuled: ({ outcome, coolDownWaived }, by) =>
    outcome === 'overturned'
      ? `${by} overturns the refusal${coolDownWaived ? '; the rest is over' : ''}.`
      : `${by} upholds the refusal.`,
  WrongfulReject: ({ repId }, _by, say) =>
    `A wrongful refusal is on the record of ${say.who(repId)}.`,
};
