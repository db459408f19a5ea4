// Who kept to the contract (A3-1, A3-10): answers and contacts in time, by the day of the offer. Three clocks that are not mixed: the
// routing gap is ours (`t:gap`), accept and contact are the rep's, and from form to first contact is what the customer waits.

import { localDateOf } from '../../leads/calendar/local-dates.ts';
import { millisBetween } from '../../leads/instant.ts';
import { binOf } from '../bins.ts';
import { ofLead } from '../dimensions.ts';
import type { LeadFact, OfferEnd, OfferFact } from '../facts/lead-fact.ts';
import type { Figure } from '../tally.ts';

const ends: Readonly<Record<OfferEnd, string>> = {
  PENDING: 'pending',
  ACCEPTED: 'inTime',
  REJECTED: 'inTime',
  MISROUTED: 'inTime',
  TIMED_OUT: 'late',
  WITHDRAWN: 'takenBack',
  RECALLED: 'takenBack',
};

export function slaFigures(fact: LeadFact, zone: string): readonly Figure[] {
  const lead = ofLead(fact);
  const offers = fact.offers.flatMap((offer) => {
    const { repId, department, sdrId, grade, offeredAt } = offer;
    const of = { ...lead, rep: repId, department, sdr: sdrId, grade };
    const period = localDateOf(zone, offeredAt);
    return componentsOf(offer, zone).map((component) => ({
      ...{ view: 'offered', period, component, of },
      count: 1,
    }));
  });
  return [...offers, ...speed(fact, zone, lead)];
}

function componentsOf(offer: OfferFact, zone: string): readonly string[] {
  const { end, excused, acceptMillis, workingMillis, readyAt, offeredAt } = offer;
  const answered = end === 'PENDING' ? undefined : ends[end] === 'inTime';
  const isExcused = end === 'TIMED_OUT' && excused !== undefined;
  return [
    'offers',
    isExcused ? 'excused' : ends[end],
    ...(isExcused || ends[end] === 'takenBack' ? [] : contactsOf(offer, zone)),
    ...(answered
      ? [...binned('t:accept', acceptMillis), ...binned('w:answer', workingMillis)]
      : []),
    ...binned('w:contact', offer.contactWorkingMillis),
    ...binned('t:gap', readyAt && millisBetween(readyAt, offeredAt)),
  ];
}

/** The first attempt, whoever picked up (4.4); none yet is told with the day until which there is time for it. */
function contactsOf(
  { contactedAt, connectedAt, contactDueAt }: OfferFact,
  zone: string,
): readonly string[] {
  if (contactedAt === undefined) return [`uncontacted:${localDateOf(zone, contactDueAt)}`];
  return [
    contactedAt <= contactDueAt ? 'contactedInTime' : 'contactedLate',
    ...(connectedAt !== undefined && connectedAt <= contactDueAt ? ['connectedInTime'] : []),
  ];
}

/** From the form to the first call of anybody, elapsed: the customer does not know our calendars. */
function speed(fact: LeadFact, zone: string, of: Figure['of']): readonly Figure[] {
  const { arrivedAt, contactedAt, connectedAt } = fact;
  if (arrivedAt === undefined) return [];
  const components = [
    'arrived',
    ...(contactedAt
      ? ['reached', ...binned('t:speed', millisBetween(arrivedAt, contactedAt))]
      : []),
    ...(connectedAt
      ? ['connected', ...binned('t:talk', millisBetween(arrivedAt, connectedAt))]
      : []),
  ];
  const period = localDateOf(zone, arrivedAt);
  return components.map((component) => ({ view: 'arrived', period, component, count: 1, of }));
}

function binned(name: string, millis: number | undefined): readonly string[] {
  return millis === undefined ? [] : [`${name}:${binOf(millis)}`];
}
