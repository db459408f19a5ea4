// The handover to sales: offer, answer, silence, withdrawal (rows 9 to 16 and 18 of domain.md 4.3; 4.5 to 4.7).

import { directorDueAt, offerDeadlines, oppDueAt } from './calendar/deadlines.ts';
import { type Changes, change, type Decision, type Message, move } from './decision.ts';
import type { Rep } from './desk.ts';
import type { Exclusion } from './eligibility.ts';
import { Invalid } from './errors.ts';
import { offerIdOf, RepId } from './ids.ts';
import { earliest, type Instant, plus } from './instant.ts';
import type { Lead } from './lead.ts';
import { enterNurture } from './nurture.ts';
import { type Offer, OfferExpired, OfferSettled, withOfferInstant } from './offer.ts';
import { coolDownUntil, type RejectBody, rejectErrors } from './recycle.ts';
import { awaitsDirector, type OfferRoute } from './routing.ts';
import { type Rules, tenantClock } from './rules.ts';
import { sdrTimer, touched } from './sdr-queue.ts';

/** A decision about a lead and its offer. */
export interface OfferDecision extends Decision {
  readonly offer: Offer;
}

interface At {
  readonly at: Instant;
  readonly rules: Rules;
}

/** READY or UNROUTED → OFFERED (9, 11): the offer with all its deadlines, computed once (style.md 19). */
export function makeOffer(
  lead: Lead,
  route: OfferRoute,
  rep: Rep,
  { at, rules }: At,
): OfferDecision {
  const seq = lead.offerSeq + 1;
  const calendar = rules.calendarOf(rep.calendar);
  const deadlines = offerDeadlines(rules.policy.clocks, calendar, at);
  const offer = withOfferInstant({
    offerId: offerIdOf(lead.leadId, lead.cycle, seq),
    leadId: lead.leadId,
    version: 1,
    cycle: lead.cycle,
    seq,
    repId: RepId.parse(rep.repId),
    department: rep.department,
    status: 'PENDING',
    usesTurn: route.usesTurn,
    weight: route.weight,
    creditedBack: false,
    offeredAt: at,
    ...deadlines,
    reminderAt: [...deadlines.reminderAt],
    reminders: [],
    news: [],
    recordings: lead.recordings,
    policyVersion: rules.policyVersion,
    calendar: { id: calendar.id, version: calendar.version },
    trace: { ...route.trace },
  });
  const { offerId, acceptDueAt, contactDueAt, expireAt } = offer;
  return {
    offer,
    lead: move(lead, 'OfferMade', at, { offerSeq: seq, offerId, offeredTo: offer.repId, expireAt }),
    events: [
      {
        type: 'OfferMade',
        data: {
          offerId,
          repId: rep.repId,
          department: rep.department,
          usesTurn: route.usesTurn,
          acceptDueAt,
          contactDueAt,
          chosenBy: route.trace.chosenBy.as,
        },
      },
    ],
    messages: [
      {
        id: `${offerId}-made`,
        to: rep.repId,
        subject: 'A lead for you',
        text: `Contact the customer by ${contactDueAt}; accept or reject by ${acceptDueAt}.`,
      },
    ],
  };
}

/** READY → UNROUTED (10), or still UNROUTED: ops are told at once and every few working hours; the router tries again hourly, and when somebody is back (11). */
export function noEligibleRep(
  lead: Lead,
  trace: Readonly<Record<string, unknown>>,
  { at, rules, nextReturn }: At & { readonly nextReturn?: Instant | undefined },
): Decision {
  const { retryUnroutedEvery } = rules.policy.desk;
  const retryAt = earliest(plus(at, retryUnroutedEvery), nextReturn);
  const alarmAt = directorDueAt(
    { ...rules.policy.clocks, directorDispatch: rules.policy.routing.unroutedAlarmEvery },
    rules.calendar,
    at,
  );
  const alarm: Message = {
    id: `${lead.leadId}-c${lead.cycle}-unrouted-${at}`,
    to: 'group:ops',
    subject: 'No rep can take a lead',
    text: `Lead ${lead.leadId} waits for a rep since ${lead.state === 'UNROUTED' ? lead.enteredAt : at}; see why in its story.`,
  };
  const messages = trace.directorReview === true ? [alarm, reviewOf(lead)] : [alarm];
  if (lead.state !== 'UNROUTED') {
    return {
      lead: move(lead, 'NoEligibleRep', at, { retryAt, nudgeAt: alarmAt }),
      events: [{ type: 'NoEligibleRep', data: { trace } }],
      messages,
    };
  }
  // A director who was asked has been silent: ops hear of the lead again.
  const again: Changes = {
    retryAt,
    awaits: undefined,
    directorDueAt: undefined,
    directorChoices: undefined,
  };
  if (lead.nudgeAt !== undefined && at < lead.nudgeAt)
    return { lead: change(lead, again), events: [] };
  return {
    lead: change(lead, { ...again, nudgeAt: alarmAt }),
    events: [{ type: 'StillUnrouted', data: { trace } }],
    messages,
  };
}

/** All who could ever take it have turned it down: probably a bad lead, and only a director can say so (4.8). Sent once a cycle. */
function reviewOf({ leadId, cycle }: Lead): Message {
  return {
    id: `${leadId}-c${cycle}-review`,
    to: 'group:director',
    subject: 'Everyone has turned a lead down',
    text: `Nobody is left for lead ${leadId}: lift an exclusion, send it back, or wait for a new rep.`,
  };
}

/**
 * The director is asked first: director mode, third timeout, second misroute (X-8, 14, 15). The router acts when he is silent.
 * A lead that was UNROUTED waits for him as well: the router does not look before his time is over, and ops hear nothing meanwhile.
 */
export function askDirector(
  lead: Lead,
  { choices, director }: { readonly choices: readonly string[]; readonly director: string },
  { at, rules }: At,
): Decision {
  const dueAt = lead.directorDueAt ?? directorDueAt(rules.policy.clocks, rules.calendar, at);
  return {
    lead: change(lead, {
      awaits: 'director',
      directorDueAt: dueAt,
      directorChoices: choices.map((one) => RepId.parse(one)),
    }),
    events: [{ type: 'DirectorAsked', data: { choices, directorDueAt: dueAt } }],
    messages: [
      {
        id: `${lead.leadId}-c${lead.cycle}-o${lead.offerSeq}-director`,
        to: director,
        subject: 'A lead for you to assign',
        text: `Name a rep for lead ${lead.leadId} by ${dueAt}: ${choices.join(', ') || 'nobody is eligible now'}.`,
      },
    ],
  };
}

/** Refuses an answer that comes too late or a second time (4.8, first rows). `receivedAt` is the API edge's instant. */
export function refuseLateAnswer(lead: Lead, offer: Offer, receivedAt: Instant): void {
  if (offer.status === 'TIMED_OUT') throw new OfferExpired(offer, lead.state);
  if (offer.status !== 'PENDING') throw new OfferSettled(offer, lead.state);
  if (receivedAt > offer.acceptDueAt) throw new OfferExpired(offer, lead.state);
}

/** OFFERED → SAL, and SQL as the policy says (12, X-2). The 45 days run from here (4.13). */
export function acceptOffer(lead: Lead, offer: Offer, { at, rules }: At): OfferDecision {
  refuseLateAnswer(lead, offer, at);
  const accepted: Changes = {
    ...touched(at, rules),
    ownerRepId: offer.repId,
    offerId: offer.offerId,
    acceptedAt: at,
    oppDueAt: oppDueAt(rules.policy.clocks, rules.zone, at),
    contactDueAt: offer.contactedAt || offer.contactMissedAt ? undefined : offer.contactDueAt,
  };
  const sal = move(lead, 'Accepted', at, accepted);
  const data = { offerId: offer.offerId, repId: offer.repId, oppDueAt: accepted.oppDueAt };
  const fact = { type: 'Accepted', data };
  const settled = withOfferInstant({ ...offer, status: 'ACCEPTED', settledAt: at });
  if (!impliesSql(lead, rules)) return { offer: settled, lead: sal, events: [fact] };
  return {
    offer: settled,
    lead: move(sal, 'SalesQualified', at, accepted),
    events: [fact, { type: 'SalesQualified', data: { by: rules.policy.acceptImpliesSql } }],
  };
}

function impliesSql(lead: Lead, { policy }: Rules): boolean {
  if (policy.acceptImpliesSql === 'whenQualified') return lead.qualification?.fiveCriteria === true;
  return policy.acceptImpliesSql === 'always';
}

/** What a rep gives with a reject (api.md). */
export interface Rejection extends RejectBody {
  readonly contacted: boolean;
}

/** OFFERED → NURTURE with a cool-down (13), or READY when misrouted (14). Throws INVALID; the clock keeps running then. */
export function rejectOffer(
  lead: Lead,
  offer: Offer,
  rejection: Rejection,
  { at, rules }: At,
): OfferDecision {
  const { reason, note, contacted, misrouted } = rejection;
  refuseLateAnswer(lead, offer, at);
  const rule = ruleFor(rejection, rules);
  const settled = withOfferInstant({
    ...offer,
    status: 'REJECTED',
    settledAt: at,
    reason,
    note,
    contacted,
  });
  const data = {
    offerId: offer.offerId,
    repId: offer.repId,
    reason,
    contacted,
    qualityReject: rule.qualityReject,
    creditedBack: rule.creditsTurnBack === 'atOnce',
  };
  if (rule.next === 'reroute') {
    const scope = Object.fromEntries(Object.entries(misrouted ?? {}).filter(([, value]) => value));
    const changes = {
      ...scope,
      ...touched(at, rules),
      misroutes: lead.misroutes + 1,
      exclusions: [...lead.exclusions, exclusion(lead, offer, 'MISROUTED')],
    };
    return {
      offer: settled,
      lead: move(lead, 'Misrouted', at, readyAgain(changes, lead, { at, rules })),
      events: [{ type: 'Misrouted', data: { ...data, misrouted: scope } }],
    };
  }
  const decision = enterNurture(lead, 'Rejected', {
    at,
    rules,
    reason,
    coolDownUntil: coolDownUntil(
      { rule, at, date: rejection.date },
      tenantClock(rules),
      rules.policy.recycle,
    ),
    changes: {
      ...touched(at, rules),
      exclusions: [...lead.exclusions, exclusion(lead, offer, 'REJECTED')],
      creditIfConfirmed: rule.creditsTurnBack === 'whenSdrConfirms' ? offer.offerId : undefined,
    },
    data,
    messages: [
      refusalMessage(lead, `${offer.offerId}-rejected`, reason),
      ...taskFor(lead, rule.next, offer.offerId),
    ],
  });
  return { ...decision, offer: settled };
}

/** SAL or SQL → NURTURE by its owner (18), by the same table of reasons. */
export function returnLead(lead: Lead, body: RejectBody, { at, rules }: At): Decision {
  const rule = ruleFor(body, rules);
  const { ownerRepId: repId } = lead;
  const returned: Exclusion[] = repId ? [{ repId, cause: 'RETURNED', cycle: lead.cycle }] : [];
  return enterNurture(lead, 'Returned', {
    at,
    rules,
    reason: body.reason,
    coolDownUntil: coolDownUntil(
      { rule, at, date: body.date },
      tenantClock(rules),
      rules.policy.recycle,
    ),
    changes: {
      ...touched(at, rules),
      exclusions: [...lead.exclusions, ...returned],
      ownerRepId: undefined,
      acceptedAt: undefined,
      oppDueAt: undefined,
    },
    data: { repId, reason: body.reason, from: lead.state },
    messages: [
      refusalMessage(lead, `${lead.leadId}-c${lead.cycle}-returned`, body.reason),
      ...taskFor(lead, rule.next, lead.leadId),
    ],
  });
}

/** SAL or SQL → READY when the owner is deactivated (4.8): another rep gets it, in the same cycle, by a new execution. */
export function ownerLeft(lead: Lead, { at }: Pick<At, 'at'>): Decision {
  const run = lead.run + 1;
  return {
    lead: move(lead, 'OwnerLeft', at, {
      awaits: 'router',
      run,
      ownerRepId: undefined,
      acceptedAt: undefined,
      oppDueAt: undefined,
    }),
    events: [{ type: 'OwnerLeft', data: { repId: lead.ownerRepId, cycle: lead.cycle, run } }],
  };
}

/** OFFERED → READY after silence (15): the rep is passed over in this cycle; what it costs him is decided in strikes.ts. */
export function timeOut(
  lead: Lead,
  offer: Offer,
  excused: string | undefined,
  { at, rules }: At,
): OfferDecision {
  const changes = {
    timeouts: lead.timeouts + 1,
    exclusions: [...lead.exclusions, exclusion(lead, offer, 'TIMED_OUT')],
  };
  return {
    offer: withOfferInstant({
      ...offer,
      status: 'TIMED_OUT',
      settledAt: at,
      ...(excused ? { excused } : {}),
    }),
    lead: move(lead, 'TimedOut', at, readyAgain(changes, lead, { at, rules })),
    events: [
      {
        type: 'TimedOut',
        data: {
          offerId: offer.offerId,
          repId: offer.repId,
          acceptDueAt: offer.acceptDueAt,
          ...(excused ? { excused } : {}),
        },
      },
    ],
  };
}

/** Who takes an offer back, and whether its turn comes back with it (16). */
export interface Withdrawal {
  readonly reason: string;
  readonly recalledBySdr?: boolean;
  readonly creditedBack: boolean;
}

/** OFFERED → READY, or SDR_WORKING when the SDR recalls it before contact (16). Never a miss. */
export function withdrawOffer(
  lead: Lead,
  offer: Offer,
  withdrawal: Withdrawal,
  { at, rules }: At,
): OfferDecision {
  const { reason, recalledBySdr, creditedBack } = withdrawal;
  if (offer.status !== 'PENDING') throw new OfferSettled(offer, lead.state);
  const event = recalledBySdr && !offer.contactedAt ? 'Recalled' : 'Withdrawn';
  const changes: Changes =
    event === 'Recalled' ? { nudgeAt: sdrTimer(lead, { at, rules }) } : { awaits: 'router' };
  return {
    offer: withOfferInstant({ ...offer, status: 'WITHDRAWN', settledAt: at, reason }),
    lead: move(lead, event, at, changes),
    events: [
      { type: event, data: { offerId: offer.offerId, repId: offer.repId, reason, creditedBack } },
    ],
    messages: [
      {
        id: `${offer.offerId}-withdrawn`,
        to: offer.repId,
        subject: 'An offer was taken back',
        text: `Lead ${lead.leadId} is no longer yours to answer: ${reason}. It does not count against you.`,
      },
    ],
  };
}

/** READY for the router, or for the director when this was one timeout or misroute too many. */
function readyAgain(changes: Changes, lead: Lead, { at, rules }: At): Changes {
  const { timeouts, misroutes } = { ...lead, ...changes };
  if (!awaitsDirector({ timeouts: timeouts ?? 0, misroutes: misroutes ?? 0 }, rules.policy.routing))
    return { ...changes, awaits: 'router' };
  return {
    ...changes,
    awaits: 'router',
    directorDueAt: directorDueAt(rules.policy.clocks, rules.calendar, at),
  };
}

function exclusion(lead: Lead, offer: Offer, cause: Exclusion['cause']): Exclusion {
  return { repId: offer.repId, cause, cycle: lead.cycle };
}

function ruleFor(body: RejectBody, { policy }: Rules): (typeof policy.recycle.reasons)[string] {
  const errors = rejectErrors(body, policy.recycle);
  const rule = policy.recycle.reasons[body.reason];
  if (!rule || errors.length > 0) throw new Invalid(errors);
  return rule;
}

function refusalMessage(lead: Lead, id: string, reason: string): Message {
  return {
    id,
    to: lead.sdrId ?? 'group:sdr',
    subject: 'Sales gave a lead back',
    text: `Lead ${lead.leadId} was refused: ${reason}. Call the customer before you hand it over again.`,
  };
}

/** What has to be done by a person once a lead was refused for this reason (4.6, "goes to"). */
const tasks: Readonly<Record<string, { readonly to: 'sdr' | 'ops'; readonly subject: string }>> = {
  disqualifyReview: { to: 'sdr', subject: 'Is this a lead at all? Agree, or find out more' },
  merge: { to: 'ops', subject: 'A lead may be a duplicate: merge it' },
  accountOwner: {
    to: 'ops',
    subject: 'A lead is from an existing customer: give it to the account owner',
  },
  adjudication: { to: 'ops', subject: 'Two sides claim a lead: decide' },
};

function taskFor(lead: Lead, next: string, id: string): readonly Message[] {
  const task = tasks[next];
  if (!task) return [];
  const to = task.to === 'sdr' ? (lead.sdrId ?? 'group:sdr') : 'group:ops';
  return [
    {
      id: `${id}-task`,
      to,
      subject: task.subject,
      text: `Lead ${lead.leadId}, account ${lead.accountId ?? 'unknown'}.`,
    },
  ];
}
