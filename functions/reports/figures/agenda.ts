// The agenda of the weekly meeting (A3-12): rejected and returned leads one by one, as the report of rejects counts them.

import type { LeadId } from '../../leads/ids.ts';
import type { Instant } from '../../leads/instant.ts';
import { UNKNOWN } from '../dimensions.ts';
import type { Fact } from '../facts/fact.ts';
import type { OfferFact } from '../facts/lead-fact.ts';

export interface AgendaItem {
  readonly what: 'rejected' | 'returned';
  readonly at: Instant;
  readonly leadId: LeadId;
  readonly reason: string;
  readonly repId: string;
  readonly department: string;
  readonly sdrId: string | undefined;
  readonly disputed: OfferFact['disputed'];
}

/** What sales did not want of this lead; nothing of one that another journey goes on for. */
export function agendaOf(fact: Fact | undefined): readonly AgendaItem[] {
  if (fact?.kind !== 'lead' || fact.mergedInto !== undefined) return [];
  // Codec: the fact has the id of its scope.
  const leadId = fact.leadId as LeadId;
  return fact.offers.flatMap(({ end, settledAt, reason, returned, ...offer }) => {
    const { repId, department, sdrId, disputed } = offer;
    const of = { leadId, repId, department, sdrId, disputed };
    const rejected = end === 'REJECTED' && settledAt !== undefined;
    return [
      ...(rejected
        ? [{ ...of, what: 'rejected' as const, at: settledAt, reason: reason ?? UNKNOWN }]
        : []),
      ...(returned ? [{ ...of, what: 'returned' as const, ...returned }] : []),
    ];
  });
}
