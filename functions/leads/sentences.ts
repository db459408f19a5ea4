// What each event says to a salesperson: the sentences of GET /v1/leads/{leadId}/timeline and of `npm run story`.

import type { Instant } from './instant.ts';

type Data = Readonly<Record<string, unknown>>;

interface Tongue {
  /** An instant in the tenant's zone, as people write it. */
  readonly when: (instant: Instant) => string;
  /** A person of staff by sub. */
  readonly who: (sub: string) => string;
}

type Sentence = (data: Data, by: string, say: Say) => string;

interface Say {
  readonly when: (value: unknown) => string;
  readonly who: (value: unknown) => string;
  readonly reason: (value: unknown) => string;
}

const handRaises: Readonly<Record<string, string>> = {
  demo: 'asks for a demo',
  visit: 'asks for a visit',
  callMe: 'asks to be called',
};

const sentences: Readonly<Record<string, Sentence>> = {
  SubmissionReceived: ({ form, handRaise }) =>
    `The customer fills in the form ${form}${typeof handRaise === 'string' ? ` and ${handRaises[handRaise]}` : ''}.`,
  SpamSuspected: ({ reasons }) =>
    `The enquiry looks like spam (${listed(reasons)}) and is put aside; the sender is asked to confirm.`,
  OptInPending: () => 'The customer allows no channel we know; we ask for consent.',
  OptInReminded: () => 'The customer is asked once more to confirm.',
  QuarantineClosed: () => 'Nobody confirmed; the enquiry is closed and kept.',
  MarketingAccepted: ({ fit, engagement, grade, because }) =>
    `Marketing accepts the lead: fit ${fit}, engagement ${engagement}, grade ${grade} (${because}).`,
  Qualified: ({ because }) => `It is a marketing qualified lead: ${because}.`,
  SdrTook: (_data, by) => `${by} takes the lead.`,
  SdrReminded: () => 'Nobody has moved the lead in time; the SDR is reminded.',
  EscalatedToDirector: () => 'Still nobody; the director is told.',
  NotALead: ({ reason }, by, say) => `${by} drops the lead: ${say.reason(reason)}.`,
  QualifiedBySdr: ({ budget, authority, authorityBy, need, timeline }, by) =>
    `${by} qualifies the lead: budget ${budget}, contact ${authority}${authorityBy === 'account' ? ', but others of the company are interested' : ''}, need ${need}, ${startOf(timeline)}.`,
  NotNow: ({ revisitAt, why }, by, say) =>
    `${by} finds it is too early (${why}); look again on ${say.when(revisitAt)}.`,
  OfferMade: ({ repId, department, acceptDueAt, contactDueAt, chosenBy }, _by, say) =>
    `The lead is offered to ${say.who(repId)} (${department}${chosenBy === 'router' ? ', whose turn it is' : `, named by the ${chosenBy === 'override' ? 'manager' : 'director'}`}): first contact by ${say.when(contactDueAt)}, answer by ${say.when(acceptDueAt)}.`,
  NoEligibleRep: () =>
    'No rep can take the lead now; ops are told, and the router tries again every hour.',
  StillUnrouted: () => 'Still no rep can take the lead; ops are told again.',
  DirectorAsked: ({ directorDueAt }, _by, say) =>
    `The director is asked to name a rep; after ${say.when(directorDueAt)} the router does it.`,
  SentBack: ({ why, coolDownUntil }, by, say) =>
    `${by} sends the lead back (${why}); it rests until ${say.when(coolDownUntil)}.`,
  RepReminded: ({ repId, delivered }, _by, say) =>
    delivered
      ? `${say.who(repId)} is reminded to answer.`
      : `A reminder to ${say.who(repId)} could not be delivered.`,
  FirstContact: ({ kind, connected }, by) =>
    `${by} contacts the customer for the first time (${kind}${connected ? '' : ', not reached'}).`,
  ActivityLogged: ({ kind, connected, direction }, by) =>
    direction === 'inbound'
      ? `${by} logs a ${kind} from the customer.`
      : `${by} logs a ${kind} to the customer${connected ? ' and reaches somebody' : ', nobody is reached'}.`,
  ContactMissed: ({ repId, contactDueAt }, _by, say) =>
    `${say.who(repId)} has not contacted the customer by ${say.when(contactDueAt)}.`,
  ContactCorrected: ({ fields }, by) => `${by} corrects the contact data (${listed(fields)}).`,
  CreditWindowOpened: ({ sdrId, oppDueAt }, _by, say) =>
    `${say.who(sdrId)} gets credit for it if an opportunity is opened before ${say.when(oppDueAt)}.`,
  CreditPending: ({ sdrId, confirmAt }, _by, say) =>
    `The credit of ${say.who(sdrId)} is pending; it is confirmed on ${say.when(confirmAt)} unless the opportunity is cancelled without a cause.`,
  CreditConfirmed: ({ sdrId }, _by, say) => `The credit of ${say.who(sdrId)} is confirmed.`,
  CreditVoided: ({ sdrId, state }, _by, say) =>
    `There is no credit for ${say.who(sdrId)}: ${voids[String(state)] ?? say.reason(state)}.`,
  CreditSuperseded: ({ sdrId }, _by, say) =>
    `The credit of ${say.who(sdrId)} goes on with the next acceptance.`,
  CollusionSuspected: ({ repId, sdrId, lateCancels, confirmed }, _by, say) =>
    `${lateCancels} of ${confirmed} opportunities of ${say.who(repId)} from ${say.who(sdrId)} were cancelled without cause once the credit was safe; a director should look.`,
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
    `${by} writes on the opportunity (${listed(fields)}); ${Math.round(Number(completeness) * 100)} % of the notes are filled.`,
  OpportunityStalled: ({ repId, stage }, _by, say) =>
    `Nobody has written on the opportunity in stage ${stage} for a while; ${say.who(repId)} is asked for the next step.`,
  OwnerMoved: ({ from, repId, reason }, by, say) =>
    `${by} gives the opportunity of ${say.who(from)} to ${say.who(repId)} (${reason}).`,
  Won: ({ amount, currency }, by) => `${by} wins the deal: ${money(amount, currency)}.`,
  Lost: ({ reason, pocFailReason }, by, say) =>
    `${by} loses the deal: ${say.reason(reason)}${pocFailReason ? `; the trial failed on ${say.reason(pocFailReason)}` : ''}.`,
  OppCancelled: ({ cause, causeDueAt, coolDownUntil }, by, say) =>
    cause
      ? `${by} cancels the opportunity: ${say.reason(cause)}. The lead rests until ${say.when(coolDownUntil)}.`
      : `${by} cancels the opportunity without a cause; one may be given until ${say.when(causeDueAt)}. The lead rests until ${say.when(coolDownUntil)}.`,
  CauseGiven: ({ cause }, by, say) =>
    `${by} gives a cause for the cancellation: ${say.reason(cause)}; ops decide on it.`,
  CauseNotGiven: () => 'No cause was given for the cancellation in time.',
  CancelRulingAsked: () => 'Ops are asked to rule on the cause of the cancellation.',
  CancelRuled: ({ cause, approved }, by, say) =>
    `${by} ${approved ? 'accepts' : 'does not accept'} the cause of the cancellation (${say.reason(cause)}).`,
  Reopened: ({ stage, reason }, by) =>
    `${by} opens the opportunity again in stage ${stage}${reason ? ` (${reason})` : ''}.`,
  Accepted: ({ oppDueAt }, by, say) =>
    `${by} accepts the lead; an opportunity is due before ${say.when(oppDueAt)}.`,
  SalesQualified: () => 'It is a sales qualified lead: the five criteria pass.',
  Rejected: ({ reason, coolDownUntil }, by, say) =>
    `${by} rejects the lead: ${say.reason(reason)}. It rests until ${say.when(coolDownUntil)}, and ${by} does not get it again.`,
  Misrouted: ({ misrouted }, by) =>
    `${by} says the lead belongs elsewhere (${pairs(misrouted)}); it is routed again.`,
  TimedOut: ({ repId, excused }, _by, say) =>
    `${say.who(repId)} has not answered in time${excused ? `, which is excused (${say.reason(excused)})` : ''}; the lead goes to somebody else.`,
  MissRecorded: ({ repId }, _by, say) => `That counts as a miss for ${say.who(repId)}.`,
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
    `The calendar changed; the answer is now due by ${say.when(acceptDueAt)}.`,
  SubmissionRepeated: ({ handRaise }) =>
    `The customer writes again${typeof handRaise === 'string' ? ` and ${handRaises[handRaise]}` : ''}.`,
  ColleagueEnquired: () => 'A colleague at the same company enquires too.',
  EmployerChanged: () =>
    'The customer writes for another company now; this lead stays with the old one.',
  TouchedAfterClosing: () => 'The customer writes again, without asking for anything; it is noted.',
  EngagementRecorded: ({ kind }) => `The customer shows interest (${kind}).`,
  CoolDownLifted: () => 'That ends the cool-down at once.',
  TurnCreditedBack: () => 'The SDR agrees with the refusal: the turn goes back to the rep.',
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
  ExclusionLifted: ({ repId, reason }, by, say) =>
    `${by} lets ${say.who(repId)} have the lead again (${reason}).`,
  NurtureTouchSent: ({ number }) => `The customer is sent something useful (mail ${number}).`,
  NurtureTouchSkipped: ({ reason }, _by, say) =>
    `The customer is sent no mail: ${say.reason(reason)}.`,
  Unsubscribed: () => 'The customer wants no more mails.',
  WinBackSent: () => 'The customer is asked once more.',
  WinBackSkipped: ({ reason }, _by, say) =>
    `The customer is not asked once more by mail: ${say.reason(reason)}.`,
  NurtureTouchDue: () => 'The SDR is told to send something useful.',
  WentStale: ({ because }) => `The lead goes dormant: ${because}.`,
  RejectDisputed: ({ callBackDueAt }, by, say) =>
    `${by} disputes the refusal; somebody neutral calls the customer by ${say.when(callBackDueAt)}.`,
  CallBackReminded: () => 'The neutral call-back is overdue; the director is reminded.',
  DisputeRuled: ({ outcome, coolDownWaived }, by) =>
    outcome === 'overturned'
      ? `${by} overturns the refusal${coolDownWaived ? '; the rest is over' : ''}.`
      : `${by} upholds the refusal.`,
  WrongfulReject: ({ repId }, _by, say) =>
    `A wrongful refusal is on the record of ${say.who(repId)}.`,
  SelfSourced: (_data, by) =>
    `${by} brings this customer himself; the lead is his, without SDR credit.`,
  SelfSourcedClaimed: ({ repId }, _by, say) =>
    `${say.who(repId)} says that he found this customer himself; ops decide.`,
  SourceAdjudicated: ({ from, to }, by) =>
    `${by} rules on the first source: ${to}${from === to ? ', as it was' : `, not ${from}`}.`,
  Erased: (_data, by) => `${by} erases the lead: its person asked to be forgotten.`,
  PersonErased: (_data, by) =>
    `${by} erases what was kept of the person; the journey stays as it is.`,
  Merged: ({ into }, by) => `${by} finds it is the same purchase as ${into}, which goes on.`,
  LeadMergedIn: ({ from }) => `Lead ${from} was the same purchase and is part of this one now.`,
  AccountsMerged: ({ with: other }, by) =>
    `${by} joins the people and companies of this lead and ${other}.`,
  Unmerged: (_data, by) => `${by} takes the merge back; the lead is routed again.`,
  UnmergedToRest: ({ coolDownUntil }, by, say) =>
    `${by} takes the merge back; the lead rests until ${say.when(coolDownUntil)}.`,
  MergeUndone: ({ with: other }, by) => `${by} takes the merge with ${other} back.`,
  ExecutionContinued: () => 'The wait goes on in a new execution.',
};

/** Why there is no credit, by the state it ended in (4.9). */
const voids: Readonly<Record<string, string>> = {
  VOID_NO_OPP: 'no opportunity was opened in time',
  VOID_CANCELLED: 'the opportunity was cancelled without a cause inside two weeks',
  VOID_RETURNED: 'the lead was given back',
};

/** The sentence of an event. `by` is the actor's sub; instants are shown by `when`, people by `who`. */
export function sentenceOf(type: string, data: Data, by: string, tongue: Tongue): string {
  const say: Say = {
    when: (value) =>
      typeof value === 'string' ? tongue.when(value as Instant) : 'a day not known',
    who: (value) => (typeof value === 'string' ? tongue.who(value) : 'nobody'),
    reason: (value) => String(value).toLowerCase().replaceAll('_', ' '),
  };
  return sentences[type]?.(data, tongue.who(by), say) ?? `${type}.`;
}

/** Event types that have a sentence. */
export const toldEvents: readonly string[] = Object.keys(sentences);

function listed(value: unknown): string {
  if (!Array.isArray(value)) return String(value);
  // Codes are written A_B, fields aB.
  const words = value.join(', ').replace(/([a-z])([A-Z])/g, '$1 $2');
  return words.toLowerCase().replaceAll('_', ' ');
}

function pairs(value: unknown): string {
  if (value === null || typeof value !== 'object') return String(value);
  return Object.entries(value)
    .map(([name, one]) => `${name} ${one}`)
    .join(', ');
}

function money(amount: unknown, currency: unknown): string {
  return `${typeof amount === 'number' ? amount.toLocaleString('en-GB') : amount} ${currency}`;
}

function startOf(timeline: unknown): string {
  if (timeline === null || typeof timeline !== 'object' || !('startWithinMonths' in timeline))
    return 'start not known';
  return `start within ${timeline.startWithinMonths} months`;
}
