// All that was ever spent, one year's list after the other.

import type { Spend } from '../../leads/source/spend.ts';
import type { Store } from '../../ports.ts';
import { everyItem } from '../every-item.ts';

const PAGE = 200;
/** No file has earlier spend, and none can have later. */
const [FIRST, LAST] = [2000, 2199];

export async function* everySpend(store: Pick<Store, 'spendIn'>): AsyncGenerator<Spend> {
  for (let year = FIRST; year <= LAST; year += 1)
    yield* everyItem((cursor) => store.spendIn(String(year), { limit: PAGE, cursor }));
}
