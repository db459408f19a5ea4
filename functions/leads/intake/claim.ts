// A rep says that a customer is his own find, and the house says otherwise, or another rep does: who has the better claim? (4.8)

import * as z from 'zod';
import { RepId } from '../ids.ts';
import { Instant } from '../instant.ts';

/** `at` is the contact's instant as far as a log can claim it (4.4). */
export const Claim = z.object({
  repId: RepId,
  kind: z.enum(['call', 'email', 'meeting']),
  at: Instant,
  claimedAt: Instant,
  /** What was said, as the rep tells it; in no event, since those go out on the bus. */
  note: z.string().optional(),
});
export type Claim = z.infer<typeof Claim>;

/** What ops are advised: a rep, or to decide by themselves. */
export interface Proposal {
  readonly repId?: string;
  readonly because: 'EARLIEST_TWO_WAY_CONTACT' | 'ACCOUNT_OWNER' | 'NO_RULE';
}

/** The earliest logged two-way contact, else the account's owner, else ops (4.8). A mail may have gone unread: only calls and meetings have two sides. */
export function proposedOwner(
  claims: readonly Claim[],
  accountOwner: string | undefined,
): Proposal {
  const [first, second] = claims
    .filter(({ kind }) => kind !== 'email')
    .toSorted((a, b) => a.at.localeCompare(b.at));
  if (first && first.at !== second?.at)
    return { repId: first.repId, because: 'EARLIEST_TWO_WAY_CONTACT' };
  if (accountOwner !== undefined) return { repId: accountOwner, because: 'ACCOUNT_OWNER' };
  return { because: 'NO_RULE' };
}
