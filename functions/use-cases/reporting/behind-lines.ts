// What is told of each thing that stands behind a figure, besides whose it is: the agenda of the weekly meeting (A3-12), the open deals,
// the touches that earned an order. Words that somebody wrote are read from the rows, as they are now.

import { localDateOf } from '../../leads/calendar/local-dates.ts';
import type { LeadId, OfferId, OpportunityId } from '../../leads/ids.ts';
import { present } from '../../leads/present.ts';
import type { Store } from '../../ports.ts';
import { periodsOf } from '../../reports/definitions/accounts.ts';
import type { ReportName } from '../../reports/definitions/reports.ts';
import type { LeadFact, OfferFact, OpportunityFact } from '../../reports/facts/lead-fact.ts';
import { orderTouches } from '../../reports/figures/attribution-figures.ts';
import { majorUnits } from '../../reports/money.ts';
import type { Span } from '../../reports/report.ts';
import type { BehindAnswer } from '../answers/report-answers.ts';

export type Line = NonNullable<BehindAnswer['items'][number]['lines']>[number];

type AskedOf = Span & { readonly view: string; readonly zone: string };

/** One thing of a lead that is counted by itself: the lead as if it had no other, and what is told of it. */
export interface Counting {
  readonly fact: LeadFact;
  readonly lines: (store: Store, asked: AskedOf) => Promise<readonly Line[]>;
}

const offers = (fact: LeadFact): readonly Counting[] =>
  fact.offers.map((offer) => ({
    fact: { ...fact, offers: [offer] },
    lines: async (store) => [await offerLine(store, fact, offer)],
  }));

const opportunities = (fact: LeadFact): readonly Counting[] =>
  fact.opportunities.map((one) => ({
    fact: { ...fact, opportunities: [one] },
    lines: async (store) => [await opportunityLine(store, fact, one)],
  }));

const orders = (fact: LeadFact): readonly Counting[] =>
  fact.opportunities.map((one) => ({
    fact: { ...fact, opportunities: [one] },
    lines: async (_, { view }) =>
      orderTouches(fact, one).map(({ touch, shares }): Line => {
        const { class: whose, channel, utmSource, campaign, term, content, author } = touch.source;
        const came = { class: whose, channel, source: utmSource, campaign, term, content, author };
        const { opportunityId } = one;
        const { touchId, at } = touch;
        const share = shares[view];
        return present({ opportunityId, touchId, at, share, ...shares, ...came });
      }),
  }));

/** One lead is one company: whether it turns to us or away. */
const companies = (fact: LeadFact): readonly Counting[] => [
  {
    fact,
    lines: async (_, asked) => {
      const { now, before } = periodsOf(asked);
      const days = fact.touches.map(({ at }) => localDateOf(asked.zone, at));
      const count = ({ from, to }: { readonly from: string; readonly to: string }) =>
        days.filter((day) => day >= from && day <= to).length;
      const [touches, touchesBefore] = [count(now), count(before)];
      const trend = ['falling', 'steady', 'rising'][Math.sign(touches - touchesBefore) + 1];
      const { region, industry, repId, sdrId } = fact;
      return [present({ region, industry, repId, sdrId, touches, touchesBefore, trend })];
    },
  },
];

/** Reports of which more is told than whose the figure is. */
export const counting: Readonly<
  Partial<Record<ReportName, (fact: LeadFact) => readonly Counting[]>>
> = {
  rejects: offers,
  sla: offers,
  pipeline: opportunities,
  forecast: opportunities,
  attribution: orders,
  accounts: companies,
};

async function offerLine(store: Store, fact: LeadFact, offer: OfferFact): Promise<Line> {
  const { offerId, repId, sdrId, offeredAt, settledAt, end, reason, returned, disputed } = offer;
  const [row, disputes] = await Promise.all([
    store.offer(offerId as OfferId),
    disputed ? store.disputesOf(fact.leadId as LeadId) : [],
  ]);
  const dispute = disputes.findLast((one) => one.offerId === offerId);
  const { class: whose, channel, campaign } = fact.source;
  return present({
    ...{ offerId, repId, sdrId, offeredAt, settledAt, end, reason },
    note: row?.note,
    recordings: row && row.recordings.length > 0 ? row.recordings.join(' ') : undefined,
    returnedAt: returned?.at,
    returnReason: returned?.reason,
    disputed,
    ruledBy: dispute?.ruling?.by,
    ...{ class: whose, channel, campaign },
  });
}

async function opportunityLine(store: Store, fact: LeadFact, one: OpportunityFact): Promise<Line> {
  const { opportunityId, repId, stage, stageAt, status, currency, amount, expectedCloseOn } = one;
  const row = await store.opportunity(opportunityId as OpportunityId);
  return present({
    ...{ opportunityId, repId: repId ?? fact.repId, stage, since: stageAt, status },
    ...{ amount: majorUnits(amount, currency), currency, expectedCloseOn },
    stalled: one.stalled ? 'yes' : undefined,
    nextStep: row?.nextStep,
    competitor: row?.competitor,
    resourceAsks: row?.resourceAsks,
  });
}
