// Money as facts keep it: minor units, in its own currency and in the tenant's, and what changed it after it was counted.

import type { Instant } from '../../leads/instant.ts';
import { minorUnits } from '../money.ts';

/** Minor units of a currency, and of the tenant's own by the rate of its day; none where no rate was told. */
export interface WorthFact {
  readonly currency: string;
  readonly amount: number;
  readonly home?: { readonly currency: string; readonly amount: number } | undefined;
}

/** Changes of what was counted before: figures of earlier days are no longer what they were. */
export interface Restatement {
  readonly type: string;
  readonly at: Instant;
  readonly eventId: string;
}

interface Told {
  readonly amount: number;
  readonly currency: string;
  readonly home?: { readonly amount: number; readonly currency: string } | undefined;
}

/** An amount as events tell it. */
export function worthOf({ amount, currency, home }: Told): WorthFact {
  const atHome = home && {
    currency: home.currency,
    amount: minorUnits(home.amount, home.currency),
  };
  return { currency, amount: minorUnits(amount, currency), home: atHome };
}
