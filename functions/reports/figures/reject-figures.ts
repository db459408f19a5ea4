// What sales did not want, and why (A3-12, A3-16): rejected and returned leads by reason, what was disputed, and what came of it.

import { localDateOf } from '../../leads/calendar/local-dates.ts';
import { ofLead, UNKNOWN } from '../dimensions.ts';
import type { LeadFact, OfferFact } from '../facts/lead-fact.ts';
import type { Figure } from '../tally.ts';

export function rejectFigures(fact: LeadFact, zone: string): readonly Figure[] {
  const lead = ofLead(fact);
  return fact.offers.flatMap((offer) => {
    const { repId, department, sdrId, grade } = offer;
    const of = { ...lead, rep: repId, department, sdr: sdrId, grade };
    return answersOf(offer, zone).map((figure) => ({ view: 'answered', count: 1, of, ...figure }));
  });
}

interface Answer {
  readonly period: string;
  readonly component: string;
}

/** All answers are counted, for the shares; a lead that is given back is one more. */
function answersOf(offer: OfferFact, zone: string): readonly Answer[] {
  const { end, settledAt, reason = UNKNOWN, returned, disputed, wrongful } = offer;
  const found: Answer[] = [];
  if (
    settledAt !== undefined &&
    (end === 'REJECTED' || end === 'ACCEPTED' || end === 'MISROUTED')
  ) {
    const period = localDateOf(zone, settledAt);
    found.push({ period, component: 'answered' });
    if (end === 'REJECTED') found.push({ period, component: `rejected:${reason}` });
    if (end === 'MISROUTED') found.push({ period, component: 'misrouted' });
    if (disputed) found.push({ period, component: `disputed:${disputed}` });
    if (wrongful) found.push({ period, component: 'wrongful' });
  }
  if (returned) {
    const period = localDateOf(zone, returned.at);
    found.push({ period, component: `returned:${returned.reason}` });
  }
  return found;
}
