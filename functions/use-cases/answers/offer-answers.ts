// What the API says of an offer.

import * as z from 'zod';
import { LeadId, OfferId } from '../../leads/ids.ts';
import { Instant } from '../../leads/instant.ts';
import { Offer } from '../../leads/offer/offer.ts';
import { RouteTrace } from '../../leads/routing/routing-trace.ts';
import { pageOf, Recognised } from './shared-answers.ts';

/** The offer of api.md, without its trace. */
export const OfferView = Offer.omit({
  trace: true,
  policyVersion: true,
  version: true,
  weight: true,
});
export type OfferView = z.infer<typeof OfferView>;

/** An offer in a list: also whom it is about. */
export const OfferRow = OfferView.extend(Recognised.shape);
export const OfferPage = pageOf(OfferRow);
export type OfferPage = z.infer<typeof OfferPage>;

/** The rep is reminded at once. */
export const Nudged = z.object({ offerId: OfferId, leadId: LeadId, nudgedAt: Instant });
export type Nudged = z.infer<typeof Nudged>;

/** Why it went where it went: every member of the trace may be missing in an offer that an older version made. */
export const OfferTrace = RouteTrace.partial().extend({
  offerId: OfferId,
  leadId: LeadId,
  policyVersion: z.int(),
  calendar: Offer.shape.calendar,
});
export type OfferTrace = z.infer<typeof OfferTrace>;
