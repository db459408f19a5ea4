// What a company's CRM says of an opportunity: where it stands, what it is worth, how it ended (8, opportunity updates).

import type * as z from 'zod';
import { LocalDate } from '../calendar/calendar.ts';
import { body, Currency, isObject, line, numberBetween, oneOf } from '../fields.ts';
import { LeadId, OpportunityId } from '../ids.ts';
import { Instant } from '../instant.ts';

/** `deleted` is `cancelled` without a cause (4.8): a CRM cannot make an opportunity not have been. */
const OUTCOMES = ['won', 'lost', 'cancelled', 'deleted'] as const;

/** An update by our id of the opportunity or the lead, or by the CRM's own id once both have come together. */
export const CrmUpdate = body({
  opportunityId: OpportunityId.exactOptional(),
  leadId: LeadId.exactOptional(),
  /** The CRM's own id of the opportunity. */
  externalId: line(100).exactOptional(),
  stage: line(40).exactOptional(),
  amount: numberBetween(0, 1e15).exactOptional(),
  currency: Currency.exactOptional(),
  expectedCloseOn: LocalDate.exactOptional(),
  outcome: oneOf(OUTCOMES).exactOptional(),
  reason: line(40).exactOptional(),
  pocFailReason: line(40).exactOptional(),
  /** When it changed in the CRM: an older stage does not overwrite a newer one. */
  at: Instant.exactOptional(),
}).refine(
  ({ opportunityId, leadId, externalId }) =>
    [opportunityId, leadId, externalId].some((id) => id !== undefined),
  {
    path: ['opportunityId'],
    error: 'is missing, and so are leadId and externalId; give one of them',
    when: isObject,
  },
);
export type CrmUpdate = z.infer<typeof CrmUpdate>;
