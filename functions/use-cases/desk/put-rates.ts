// Ops or a director tell what another currency is worth, from which day on (api.md, PUT /v1/rates/{currency}; decision 0033).

import { currencyIn, NO_CURRENCY } from '../../leads/currency.ts';
import type { RatesBody } from '../../leads/desk/desk-bodies.ts';
import { Invalid } from '../../leads/errors.ts';
import { present } from '../../leads/present.ts';
import { firstOther, type Rates } from '../../leads/rates.ts';
import type { Command, Deps } from '../../ports.ts';
import { replace } from '../commit/changes.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { commitDesk, isUnchanged, nextVersion } from './change-desk.ts';

/** Replaces the currency's list; what was won or spent since the first day that says something else is converted again. Throws INVALID. */
export async function putRates(
  deps: Deps,
  command: Command,
  written: string,
  { rates }: RatesBody,
): Promise<Rates> {
  return retryLostRace(async () => {
    const [{ document: policy }, known] = await Promise.all([
      deps.store.policy(),
      deps.store.rates(),
    ]);
    const currency = currencyIn(written, policy.currencyNames);
    if (currency === undefined) throw new Invalid([{ path: 'currency', message: NO_CURRENCY }]);
    if (currency === policy.tenant.currency) {
      const message = `${currency} is the company’s own; it is worth what it is: leave it out`;
      throw new Invalid([{ path: 'currency', message }]);
    }
    const before = known.find((one) => one.currency === currency);
    const dated = rates.toSorted((one, other) => (one.from < other.from ? -1 : 1));
    const after: Rates = { currency, rates: dated, version: nextVersion(before) };
    if (isUnchanged(before, after)) return before;
    await commitDesk(deps, command, {
      scope: `rates_${currency}`,
      changes: [replace('rates', before, after)],
      facts: [
        {
          type: 'RatesPublished',
          data: { currency, ...present({ since: firstOther(before, after) }) },
        },
      ],
    });
    return after;
  });
}
