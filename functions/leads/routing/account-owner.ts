// Who already works with a company, and so gets its next lead first (4.5, order 1; 4.8, other product line and existing customer).

import type { Lead } from '../lead.ts';
import type { Account } from '../person.ts';
import type { State } from '../states.ts';

/** Owner of an open opportunity, then of an accepted lead, then the named owner; a lead's own owner came back with an undone merge. A customer's own comes first when the lead is an expansion. */
export function ownersOn(
  lead: Pick<Lead, 'expansion' | 'ownerRepId'>,
  { ownerRepId }: Pick<Account, 'ownerRepId'>,
  others: readonly Pick<Lead, 'state' | 'ownerRepId' | 'enteredAt'>[],
): readonly string[] {
  const inState = (...states: readonly State[]) =>
    others
      .filter(({ state }) => states.includes(state))
      .toSorted((a, b) => b.enteredAt.localeCompare(a.enteredAt))
      .map((other) => other.ownerRepId);
  const working = [...inState('OPPORTUNITY'), ...inState('SQL', 'SAL')];
  const claims = lead.expansion ? [ownerRepId, ...working] : [...working, ownerRepId];
  return [...new Set([lead.ownerRepId, ...claims].filter((id) => id !== undefined))];
}
