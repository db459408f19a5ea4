// A rate was told of months that are over: what was spent in them is another amount at home, which is told today (decision 0033).

import { isDeepStrictEqual } from 'node:util';
import { present } from '../../leads/present.ts';
import { FIRST_MONTH, lastDayOf, type Spend, spendAtHome } from '../../leads/source/spend.ts';
import type { Command, Deps } from '../../ports.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { spendTold } from './import-spend.ts';

/** Each that changes is a row and its event, and a transaction takes a hundred. */
const AT_ONCE = 48;

/** Converts what was spent in the currency since that day; returns where to go on in a year of many rows. Doing it again changes nothing. */
export async function convertSpend(
  deps: Deps,
  command: Command,
  { currency, since }: { readonly currency: string; readonly since: string },
  cursor?: string,
): Promise<string | undefined> {
  const { document: policy } = await deps.store.policy();
  const first = since < FIRST_MONTH ? FIRST_MONTH : since;
  const [begun = '', place = ''] = (cursor ?? first.slice(0, 4)).split('\n');
  let from = place === '' ? undefined : place;
  // The tenant's year may have begun before the clock's.
  for (let year = Number(begun); year <= Number(command.at.slice(0, 4)) + 1; year += 1) {
    const page = await deps.store.spendIn(String(year), { limit: AT_ONCE, cursor: from });
    const meant = page.items.filter(
      (one) => one.currency === currency && lastDayOf(one.month) >= since,
    );
    if (meant.length > 0)
      await retryLostRace(() => convertSome(deps, command, meant, policy.tenant.currency));
    if (page.cursor !== undefined) return `${year}\n${page.cursor}`;
    from = undefined;
  }
  return undefined;
}

async function convertSome(
  { store }: Deps,
  command: Command,
  meant: readonly Spend[],
  own: string,
): Promise<void> {
  const [known, rates] = await Promise.all([
    store.spends(meant.map(({ spendId }) => spendId)),
    store.rates(),
  ]);
  const alsoTold = [...known.values()].flatMap((before) => {
    const { home: _, ...said } = before;
    const { home } = spendAtHome(before, { own, rates });
    if (isDeepStrictEqual(home, before.home)) return [];
    const after: Spend = { ...said, ...present({ home }), version: before.version + 1 };
    return [spendTold(command, before, after)];
  });
  if (alsoTold.length > 0) await store.commit({ changes: [], alsoTold });
}
