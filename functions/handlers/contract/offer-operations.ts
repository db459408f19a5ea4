// What is asked and done about an offer, and about its refusal.

import * as leads from '../../use-cases/answers/lead-answers.ts';
import { Nudged, OfferPage, OfferTrace } from '../../use-cases/answers/offer-answers.ts';
import type { Operation } from './operation.ts';

export const offerOperations = {
  'GET /v1/offers': { summary: 'Own offers, or those of all reps', answer: OfferPage },
  'GET /v1/offers/{offerId}/why': {
    summary: 'Why this rep: candidates, exclusion codes, counters, tie-break, versions',
    answer: OfferTrace,
    problems: ['NOT_YOUR_OFFER'],
  },
  'POST /v1/offers/{offerId}/accept': {
    summary: 'The rep accepts in time',
    answer: leads.Accepted,
    problems: ['NOT_YOUR_OFFER', 'OFFER_EXPIRED', 'OFFER_SETTLED'],
  },
  'POST /v1/offers/{offerId}/reject': {
    summary: 'The rep refuses in time, or says where the lead belongs',
    answer: leads.Moved,
    problems: ['NOT_YOUR_OFFER', 'OFFER_EXPIRED', 'OFFER_SETTLED'],
  },
  'POST /v1/offers/{offerId}/nudge': {
    summary: 'The SDR of the lead asks the rep to answer, once an offer',
    answer: Nudged,
    problems: ['NOT_YOUR_LEAD', 'OFFER_EXPIRED', 'OFFER_SETTLED', 'ILLEGAL_TRANSITION'],
  },
  'POST /v1/offers/{offerId}/withdraw': {
    summary: 'A pending offer is taken back',
    answer: leads.Moved,
    problems: ['NOT_YOUR_LEAD', 'PARTY', 'OFFER_EXPIRED', 'OFFER_SETTLED', 'ILLEGAL_TRANSITION'],
  },
  'POST /v1/offers/{offerId}/dispute': {
    summary: 'An SDR disputes a refusal',
    answer: leads.Disputed,
    problems: ['NOT_YOUR_LEAD', 'OFFER_SETTLED', 'ILLEGAL_TRANSITION'],
  },
  'POST /v1/disputes/{id}/ruling': {
    summary: 'A director rules on a dispute',
    answer: leads.Ruled,
    problems: ['PARTY', 'ILLEGAL_TRANSITION'],
  },
} as const satisfies Record<string, Operation>;
