// Leads in some states, one state after the other, so many in one call: nobody knows how many there are.

import type { Lead } from '../leads/lead.ts';
import type { State } from '../leads/states.ts';
import type { Store } from '../ports.ts';

const AT_ONCE = 200;

/** Does something for each lead in these states. Returns where another call goes on, as long as not all were looked at. */
export async function someInStates(
  store: Store,
  states: readonly State[],
  from: string | undefined,
  work: (lead: Lead) => Promise<void>,
): Promise<string | undefined> {
  const [begun, start] = from?.split(' ') ?? [];
  // Whoever does not ask for the state any more where the call before ended has nothing left.
  const first = begun === undefined ? 0 : states.map(String).indexOf(begun);
  const left = first < 0 ? [] : states.slice(first);
  let looked = 0;
  for (const [index, state] of left.entries()) {
    let cursor = index === 0 && start ? Buffer.from(start, 'base64url').toString() : undefined;
    do {
      if (looked >= AT_ONCE) return `${state} ${Buffer.from(cursor ?? '').toString('base64url')}`;
      const page = await store.leadsIn(state, { limit: AT_ONCE, cursor });
      for (const lead of page.items) await work(lead);
      looked += page.items.length;
      cursor = page.cursor;
    } while (cursor !== undefined);
  }
  return undefined;
}
