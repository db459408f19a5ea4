// Routes of an offer: the rep's answer, withdrawal, and why it went where it went (api.md, Staff).

import { PlannedDate } from '../../leads/calendar/calendar.ts';
import { body, entryName, line, paragraphs, yesOrNo } from '../../leads/fields.ts';
import { offerStatuses } from '../../leads/offer/offer.ts';
import type { Group, Route } from '../../platform/api.ts';
import { acceptLead, rejectLead } from '../../use-cases/offer/answer-offer.ts';
import { withdrawByHand } from '../../use-cases/offer/direct-lead.ts';
import { nudgeOffer } from '../../use-cases/offer/nudge-offer.ts';
import { explainOffer } from '../../use-cases/reading/read-lead.ts';
import { listOffers } from '../../use-cases/reading/read-lists.ts';
import { oneOfThe, onOffer, Paged, pagingOf } from './parameters.ts';
import { route } from './route.ts';

const refusal = {
  reason: line(40),
  note: paragraphs(4000),
  date: PlannedDate.exactOptional(),
  misrouted: body({
    region: line(64).exactOptional(),
    productLine: entryName(64).exactOptional(),
    language: line(20).exactOptional(),
  }).exactOptional(),
};

/** A return: a reason of the catalogue and a note (A3-16). */
export const RefusalBody = body(refusal);
const RejectBody = body({ ...refusal, contacted: yesOrNo() });

const readers: readonly Group[] = ['director', 'ops', 'admin', 'sdr', 'rep'];

export const offerRoutes: readonly Route[] = [
  route('GET /v1/offers', {
    groups: ['director', 'sdr', 'rep'],
    query: Paged.extend({ status: oneOfThe('status', offerStatuses) }),
    handle: (deps, request) => {
      const { status } = request.query;
      return listOffers(deps, request.command, { status, paging: pagingOf(request) });
    },
  }),
  onOffer('GET /v1/offers/{offerId}/why', { groups: readers, use: explainOffer }),
  onOffer('POST /v1/offers/{offerId}/accept', { groups: ['rep'], use: acceptLead }),
  onOffer('POST /v1/offers/{offerId}/reject', {
    groups: ['rep'],
    body: RejectBody,
    use: rejectLead,
  }),
  onOffer('POST /v1/offers/{offerId}/nudge', {
    groups: ['sdr'],
    body: body({ note: paragraphs(1000).exactOptional() }),
    use: nudgeOffer,
  }),
  onOffer('POST /v1/offers/{offerId}/withdraw', {
    groups: ['director', 'ops', 'sdr'],
    body: body({ reason: paragraphs(1000), note: paragraphs(4000).exactOptional() }),
    use: withdrawByHand,
  }),
];
