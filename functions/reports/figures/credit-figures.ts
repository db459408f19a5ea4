// The SDRs' credits (4.9, A3-5) by the month in which each came into its present state, and what happens between a rep and an SDR.

import { monthOf } from '../../leads/calendar/local-dates.ts';
import { millisBetween } from '../../leads/instant.ts';
import { binOf } from '../bins.ts';
import { ofLead } from '../dimensions.ts';
import type { CreditFact, LeadFact, OfferEnd } from '../facts/lead-fact.ts';
import type { Figure } from '../tally.ts';

const ANSWERS: Readonly<Record<OfferEnd, string>> = {
  PENDING: 'pending',
  ACCEPTED: 'accepted',
  REJECTED: 'rejected',
  MISROUTED: 'rejected',
  TIMED_OUT: 'silent',
  WITHDRAWN: 'takenBack',
  RECALLED: 'takenBack',
};

export function creditFigures(fact: LeadFact, zone: string): readonly Figure[] {
  const { department } = ofLead(fact);
  return [
    ...fact.credits.flatMap((credit): readonly Figure[] => {
      const { sdrId, repId, org, state, at, acceptedAt, openedAt } = credit;
      const of = { sdr: sdrId, rep: repId, department, org, pair: `${repId} × ${sdrId}` };
      const accepted = { view: 'accepted', period: monthOf(zone, acceptedAt), of };
      const opened = openedAt && binOf(millisBetween(acceptedAt, openedAt));
      return [
        { view: 'month', period: monthOf(zone, at), component: state, count: 1, of },
        { ...accepted, component: 'accepted', count: 1 },
        { ...accepted, component: 'lateCancel', count: isLateCancel(credit) ? 1 : 0 },
        { ...accepted, component: 'causeDeclined', count: credit.causeDeclined ? 1 : 0 },
        { ...accepted, component: `t:opportunity:${opened}`, count: opened === undefined ? 0 : 1 },
      ];
    }),
    ...answersOf(fact, zone),
  ];
}

/** Cancelled when the credit was safe, whenever that was written down: it stays, and counts against the pair (4.8). */
function isLateCancel({ state, at, cancelledAt }: CreditFact): boolean {
  return state === 'CONFIRMED' && cancelledAt !== undefined && at <= cancelledAt;
}

/** What the rep of each pair answered, by the month of the offer. */
function answersOf({ offers, credits }: LeadFact, zone: string): readonly Figure[] {
  return offers.flatMap(
    ({ sdrId, repId, department, offeredAt, offerId, end }): readonly Figure[] => {
      if (sdrId === undefined) return [];
      const { org } = credits.find(({ creditId }) => creditId === offerId) ?? {};
      const of = { sdr: sdrId, rep: repId, department, org, pair: `${repId} × ${sdrId}` };
      const figure = { view: 'answers', period: monthOf(zone, offeredAt), count: 1, of };
      return [
        { ...figure, component: 'offers' },
        { ...figure, component: ANSWERS[end] },
      ];
    },
  );
}
