// What the timeline says of the SDR’s desk and of leads at rest.

import type { qualificationEvents } from '../qualification-events.ts';
import { corrected, listed, startOf } from './phrases.ts';
import type { SentencesOf } from './sentence.ts';

export const qualificationSentences: SentencesOf<typeof qualificationEvents> = {
  SdrTook: ({ sdrId }, _by, say) => `${say.who(sdrId)} takes the lead.`,
  SdrLeft: ({ sdrId }, _by, say) =>
    `${say.who(sdrId)} is not there for it: the lead is back at its place in the queue.`,
  SdrGone: ({ sdrId }, _by, say) => `${say.who(sdrId)} is off the desk; the lead is nobody’s now.`,
  LeadHandedOver: ({ sdrId, reason }, by, say) =>
    `${by} hands the lead over to ${say.who(sdrId)} (${reason}).`,
  SdrReminded: () => 'Nobody has moved the lead in time; the SDR is reminded.',
  EscalatedToDirector: () => 'Still nobody; the director is told.',
  NotALead: ({ reason }, by, say) => `${by} drops the lead: ${say.reason(reason)}.`,
  QualifiedBySdr: ({ budget, authority, authorityBy, need, timeline, inferred }, by) =>
    `${by} qualifies the lead: budget ${budget}, contact ${authority}${authorityBy === 'account' ? ', but others of the company are interested' : ''}, need ${need}, ${startOf(timeline)}${inferred ? '; with that it is a marketing qualified lead' : ''}.`,
  NotNow: ({ revisitAt, why }, by, say) =>
    `${by} finds it is too early${why ? ` (${why})` : ''}; look again on ${say.when(revisitAt)}.`,
  TurnCreditedBack: ({ because }) =>
    because === undefined
      ? 'The SDR agrees with the refusal: the turn goes back to the rep.'
      : 'The lead does not go back to the rep who had it: his turn does.',
  FirstContact: ({ kind, connected }, by) =>
    `${by} contacts the customer for the first time (${kind}${connected ? '' : ', not reached'}).`,
  ActivityLogged: ({ kind, connected, direction }, by) =>
    direction === 'inbound'
      ? `${by} logs a ${kind} from the customer.`
      : `${by} logs a ${kind} to the customer${connected ? ' and reaches somebody' : ', nobody is reached'}.`,
  FactsCorrected: ({ set, tookOver, dropped }, by) =>
    `${by} ${corrected({ sets: set, 'takes over': tookOver, drops: dropped })}.`,
  ContactCorrected: ({ fields }, by) => `${by} corrects the contact data (${listed(fields)}).`,
  CoolDownLifted: ({ by }) =>
    by === 'COLLEAGUE'
      ? 'That a colleague asks ends the cool-down at once, as if the customer had.'
      : 'That ends the cool-down at once.',
  CoolDownEnded: () => 'The cool-down is over.',
  HandRaised: ({ cycle }) => `The lead goes back to the SDR, in its cycle ${cycle}.`,
  RevisitDue: ({ cycle }) =>
    `It is time to look again: the lead goes back to the SDR, in its cycle ${cycle}.`,
  SdrWoke: ({ cycle }, by) => `${by} takes the lead out of nurture, into its cycle ${cycle}.`,
  Requalified: ({ cycle, because }) =>
    `New interest makes it an MQL again, in its cycle ${cycle}: ${because}.`,
  ExtraCycleAsked: ({ cycle }) =>
    `A director is asked whether the lead may go round a ${cycle}. time.`,
  ExtraCycleApproved: ({ reason }, by) => `${by} allows another cycle (${reason}).`,
  ExtraCycleDeclined: ({ reason }, by) => `${by} declines another cycle (${reason}).`,
  NurtureTouchSent: ({ number }) => `The customer is sent something useful (mail ${number}).`,
  NurtureTouchSkipped: ({ reason }, _by, say) =>
    `The customer is sent no mail: ${say.reason(reason)}.`,
  NurtureTouchDue: () => 'The SDR is told to send something useful.',
  WinBackSent: () => 'The customer is asked once more.',
  WinBackSkipped: ({ reason }, _by, say) =>
    `The customer is not asked once more by mail: ${say.reason(reason)}.`,
  Unsubscribed: () => 'The customer wants no more mails.',
  WentStale: ({ because }) => `The lead goes dormant: ${because}.`,
};
