// Who works with a company at a moment, by the leads' stories (4.5, order 1). The account's own row has no story: that a deal makes its
// rep the account's, and that two accounts became one, is told by the leads.

import type { OfferId } from '../../../functions/leads/ids.ts';
import type { Lead } from '../../../functions/leads/lead.ts';
import { ownersOn } from '../../../functions/leads/routing/account-owner.ts';
import type { Asked } from './recording.ts';
import type { ToldRow, Transaction } from './recording-stories.ts';

type Claim = Asked['owners'][number];

export class Claims {
  readonly #rows = new Map<string, ToldRow>();
  /** Leads of each account, and of those that it goes on for. */
  readonly #leads = new Map<string, Set<string>>();
  /** The account that goes on in another's place. */
  readonly #into = new Map<string, string>();
  readonly #named = new Map<string, Claim>();

  note({ scope, after, events }: Transaction): void {
    this.#rows.set(scope, after);
    const accountId = after.accountId && this.#now(after.accountId);
    if (accountId === undefined) return;
    this.#leadsOf(accountId).add(scope);
    for (const { type, data, about } of events) {
      if (type === 'AccountsMerged' && data.accountId && data.mergedAccountId)
        this.#merge(this.#now(data.mergedAccountId), this.#now(data.accountId));
      if (type === 'Won' && data.repId !== undefined)
        this.#named.set(accountId, claimOf(data.repId, data.creditId ?? about?.offerId));
    }
  }

  /** First claim first; `through` which offer somebody has it. */
  on(leadId: string, lead: ToldRow): Asked['owners'] {
    const accountId = lead.accountId && this.#now(lead.accountId);
    if (accountId === undefined) return [];
    const ids = [...this.#leadsOf(accountId)].filter((id) => id !== leadId);
    // Codec: rows as their events tell them.
    const others = ids.map((id) => this.#rows.get(id) as Lead);
    const named = this.#named.get(accountId);
    return ownersOn(lead as Lead, { ownerRepId: named?.repId }, others).map((repId) => {
      const through = others.find(({ ownerRepId }) => ownerRepId === repId)?.creditId;
      return through === undefined && named?.repId === repId ? named : claimOf(repId, through);
    });
  }

  #leadsOf(accountId: string): Set<string> {
    const known = this.#leads.get(accountId) ?? new Set();
    this.#leads.set(accountId, known);
    return known;
  }

  #merge(from: string, into: string): void {
    if (from === into) return;
    this.#into.set(from, into);
    for (const leadId of this.#leadsOf(from)) this.#leadsOf(into).add(leadId);
    const named = this.#named.get(into) ?? this.#named.get(from);
    if (named) this.#named.set(into, named);
  }

  #now(accountId: string): string {
    const next = this.#into.get(accountId);
    return next === undefined ? accountId : this.#now(next);
  }
}

function claimOf(repId: Claim['repId'], through: OfferId | undefined): Claim {
  return through === undefined ? { repId } : { repId, through };
}
