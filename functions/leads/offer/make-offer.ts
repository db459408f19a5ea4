// READY: an offer to the rep whose turn it is, a question to the director, or nobody (rows 9 to 11; X-8).

import { directorDueAt, offerDeadlines } from '../calendar/deadlines.ts';
import { nextMonth } from '../calendar/local-dates.ts';
import { type Changes, change, type Decision, type Message, move } from '../decision.ts';
import type { Rep } from '../desk/desk.ts';
import { offerIdOf, RepId } from '../ids.ts';
import { earliest, type Instant, plus } from '../instant.ts';
import type { Lead, LeadIn } from '../lead.ts';
import { present } from '../present.ts';
import type { OfferRoute } from '../routing/routing-field.ts';
import type { RouteTrace } from '../routing/routing-trace.ts';
import type { At } from '../rules.ts';
import { withOfferInstant } from './offer.ts';
import type { OfferDecision } from './offer-decision.ts';

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
    ...present({ turnOf: route.turnOf }),
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
  const data = {
    offerId,
    repId: rep.repId,
    department: rep.department,
    usesTurn: route.usesTurn,
    acceptDueAt,
    contactDueAt,
    chosenBy: route.trace.chosenBy.as,
  };
  return {
    offer,
    ...move(lead, { type: 'OfferMade', data }, at, {
      offerId,
      expireAt,
      offerSeq: seq,
      offeredTo: offer.repId,
      mayReopen: undefined,
      recalled: undefined,
      scopeChangedInCycle: undefined,
    }),
    messages: [
      {
        id: `${offerId}-made`,
        to: rep.repId,
        says: { name: 'offerMade', contactDueAt, acceptDueAt },
      },
    ],
  };
}

/** READY → UNROUTED (10), or still UNROUTED: ops are told at once and every few working hours; the router tries again when somebody is back, when a month brings its roster, and once a day (11): all else that could help is news, which wakes it. */
export function noEligibleRep(
  lead: Lead,
  trace: RouteTrace,
  { at, rules, nextReturn }: At & { readonly nextReturn: Instant | undefined },
): Decision {
  const { retryUnroutedEvery } = rules.policy.desk;
  const retryAt = earliest(plus(at, retryUnroutedEvery), nextReturn, nextMonth(rules.zone, at));
  const alarmAt = directorDueAt(
    { ...rules.policy.clocks, directorDispatch: rules.policy.routing.unroutedAlarmEvery },
    rules.calendar,
    at,
  );
  const alarm: Message = {
    id: `${lead.leadId}-c${lead.cycle}-unrouted-${at}`,
    to: 'group:ops',
    says: {
      name: isRegionUnknown(trace) ? 'unroutedRegion' : 'unrouted',
      since: lead.state === 'UNROUTED' ? lead.enteredAt : at,
    },
  };
  const messages = trace.directorReview === true ? [alarm, reviewOf(lead)] : [alarm];
  if (lead.state !== 'UNROUTED') {
    return {
      ...move(lead, { type: 'NoEligibleRep', data: { trace } }, at, {
        retryAt,
        nudgeAt: alarmAt,
        readyAt: lead.enteredAt,
      }),
      messages,
    };
  }
  // A director who was asked has been silent: ops hear of the lead again.
  const again: Changes<'UNROUTED'> = {
    retryAt,
    awaits: undefined,
    directorDueAt: undefined,
    directorChoices: undefined,
  };
  if (lead.awaits !== 'director' && at < lead.nudgeAt)
    return { lead: change(lead, again), events: [] };
  return {
    lead: change(lead, { ...again, nudgeAt: alarmAt }),
    events: [{ type: 'StillUnrouted', data: { trace } }],
    messages,
  };
}

/** No scope knows where the lead is: ops are asked for the spelling, or for a rep (4.5, scopes). */
function isRegionUnknown({ candidates, others }: RouteTrace): boolean {
  return (
    others?.codes.REGION_UNKNOWN !== undefined ||
    candidates.some(({ codes }) => codes.includes('REGION_UNKNOWN'))
  );
}

/** All who could ever take it have turned it down: probably a bad lead, and only a director can say so (4.8). Sent once a cycle. */
function reviewOf({ leadId, cycle }: Lead): Message {
  return {
    id: `${leadId}-c${cycle}-review`,
    to: 'group:director',
    says: { name: 'nobodyLeft' },
  };
}

/**
 * The director is asked first: director mode, third timeout, second misroute or recall, another scope (X-8, 14 to 16). The router acts when he is silent.
 * A lead that was UNROUTED waits for him as well: the router does not look before his time is over, and ops hear nothing meanwhile.
 */
export function askDirector(
  lead: LeadIn<'READY' | 'UNROUTED'>,
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
        says:
          choices.length === 0
            ? { name: 'nameRepOfNobody', directorDueAt: dueAt }
            : { name: 'nameRep', directorDueAt: dueAt, choices },
      },
    ],
  };
}
