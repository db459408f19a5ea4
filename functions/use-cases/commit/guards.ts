// What is refused before anything is decided: an unknown lead, another rep's, one that is erased.

import { Forbidden, NotFound } from '../../leads/errors.ts';
import type { LeadId } from '../../leads/ids.ts';
import type { Lead } from '../../leads/lead.ts';
import { IllegalTransition, isOpen } from '../../leads/states.ts';
import type { Actor, Deps } from '../../ports.ts';
import { personNow } from '../follow-pointers.ts';

/** The lead, or NotFound. */
export async function leadOrNotFound({ store }: Deps, leadId: LeadId): Promise<Lead> {
  const lead = await store.lead(leadId);
  if (!lead) throw new NotFound('lead', leadId);
  return lead;
}

/** A rep acts on the leads he owns. Whose it was before learns its state; whose it never was learns nothing: NOT_YOUR_LEAD. */
export async function refuseForeignLead({ store }: Deps, lead: Lead, sub: string): Promise<void> {
  const { leadId, ownerRepId, mayReopen } = lead;
  if (ownerRepId === sub || mayReopen?.repId === sub) return;
  const offers = ownerRepId ? [] : await store.offersOf(leadId);
  if (offers.some(({ repId }) => repId === sub)) return;
  throw new Forbidden(
    `lead ${leadId} is another rep's; you can act on your own only`,
    'NOT_YOUR_LEAD',
  );
}

/** An SDR acts on the leads that are his, and on those that are nobody's yet: NOT_YOUR_LEAD. Other groups are judged by their routes. */
export function refuseOtherSdr(
  { leadId, sdrId, ownerRepId }: Pick<Lead, 'leadId' | 'sdrId' | 'ownerRepId'>,
  { kind, sub }: Actor,
): void {
  if (kind !== 'sdr' || sdrId === sub) return;
  if (sdrId === undefined && ownerRepId === undefined) return;
  throw new Forbidden(
    `lead ${leadId} is ${sdrId === undefined ? 'no SDR’s' : `of SDR ${sdrId}`}; you can act on your own only`,
    'NOT_YOUR_LEAD',
  );
}

/** Whose person is erased says nothing new of him: nobody would take it out again. 409. */
export async function refuseErased(deps: Deps, lead: Lead, event: string): Promise<void> {
  if (!isOpen(lead.state) && (await isErased(deps, lead)))
    throw new IllegalTransition(lead.state, event);
}

/** Of who is erased no words are written any more, though what hangs on numbers is still to be settled. */
export async function isErased({ store }: Deps, { state, personId }: Lead): Promise<boolean> {
  return state === 'ERASED' || (await personNow(store, personId))?.erasedAt !== undefined;
}
