// What was spent in a month on a channel and campaign, in one currency (A1-6): one row each, whose amount a later file replaces.

import { createHash } from 'node:crypto';
import { present } from '../present.ts';
import { type Home, homeOf, type Rates } from '../rates.ts';
import { inOneSpelling } from '../scopes.ts';
import type { SpendChannel } from './spend-channel.ts';

export interface Spend extends SpendChannel {
  readonly spendId: string;
  readonly version: number;
  /** `2026-09` of the tenant's calendar. */
  readonly month: string;
  /** As it was written. */
  readonly campaign?: string;
  /** In major units of the currency (ISO 4217). */
  readonly amount: number;
  readonly currency: string;
  /** In the tenant's own, by the rate of the month's last day; none where no rate was told. */
  readonly home?: Home;
}

/** No file has older spend. */
export const FIRST_MONTH = '2000-01';

type Said = Omit<Spend, 'spendId' | 'version' | 'home'>;

/** The same month, channel, campaign and currency are the same row, whoever brings them and however they are spelled. */
export function spendIdOf({ month, channel, platform, means, campaign, currency }: Said): string {
  const named = [month, channel, platform, means, campaign && inOneSpelling(campaign), currency];
  const text = JSON.stringify(named.map((one) => one ?? null));
  return `spend_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}

/** What it is at home by the rates that are known. */
export function spendAtHome(
  { month, amount, currency }: Pick<Spend, 'month' | 'amount' | 'currency'>,
  known: { readonly own: string; readonly rates: readonly Rates[] },
): { readonly home?: Home } {
  return present({ home: homeOf({ amount, currency }, lastDayOf(month), known) });
}

/** As texts compare: no month has a later one. */
export function lastDayOf(month: string): string {
  return `${month}-31`;
}
