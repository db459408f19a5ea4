// Routes of an offer: the rep's answer, withdrawal, and why it went where it went (api.md, Staff).

import { PlannedDate } from '../../leads/calendar/calendar.ts';
import { body, entryName, line, paragraphs, yesOrNo } from '../../leads/fields.ts';
import { type Route, route } from '../../platform/api.ts';
import { acceptLead, rejectLead } from '../../use-cases/offer/answer-offer.ts';
import { withdrawByHand } from '../../use-cases/offer/direct-lead.ts';
import { explainOffer, listOffers } from '../../use-cases/reading/read-lead.ts';
import { offerIdOf, onOffer, pagingOf } from './parameters.ts';

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

export const offerRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/offers',
    groups: ['director', 'ops', 'admin', 'sdr', 'rep'],
    handle: (deps, request) =>
      listOffers(deps, request.command, {
        status: request.query.status,
        paging: pagingOf(request),
      }),
  },
  {
    method: 'GET',
    path: '/v1/offers/{offerId}/why',
    groups: ['director', 'ops', 'admin', 'sdr', 'rep'],
    handle: (deps, request) => explainOffer(deps, request.command, offerIdOf(request)),
  },
  {
    method: 'POST',
    path: '/v1/offers/{offerId}/accept',
    groups: ['rep'],
    handle: (deps, request) => acceptLead(deps, request.command, offerIdOf(request)),
  },
  onOffer({
    method: 'POST',
    path: '/v1/offers/{offerId}/reject',
    groups: ['rep'],
    body: RejectBody,
    use: rejectLead,
  }),
  route({
    method: 'POST',
    path: '/v1/offers/{offerId}/withdraw',
    groups: ['director', 'ops', 'sdr'],
    body: body({ reason: paragraphs(1000) }),
    handle: (deps, request) =>
      withdrawByHand(deps, request.command, offerIdOf(request), request.body.reason),
  }),
];
