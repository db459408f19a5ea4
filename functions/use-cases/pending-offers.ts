// The offers that wait for a rep's answer.

import type { Offer } from '../leads/offer/offer.ts';
import type { Store } from '../ports.ts';

/** More offers than any rep may have open. */
const MOST = 500;

/** All of them, in one read. */
export async function pendingOffersOf(store: Store, repId: string): Promise<readonly Offer[]> {
  const { items } = await store.offersOfRep(repId, 'PENDING', { limit: MOST });
  return items;
}
