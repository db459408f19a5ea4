// What a lead's events do to the SDR's credit and to the pair of rep and SDR: folded and written with them (4.9; A3-6).

import type { Fact, Message } from '../../leads/decision.ts';
import type { OfferId } from '../../leads/ids.ts';
import type { Lead } from '../../leads/lead.ts';
import {
  collusionSignal,
  counted,
  newPair,
  type PairCount,
  pairCountsOf,
} from '../../leads/opportunity/collusion.ts';
import {
  type Credit,
  concernsCredit,
  creditAfter,
  creditFact,
  openCredit,
  ripen,
} from '../../leads/opportunity/credit.ts';
import type { Opportunity } from '../../leads/opportunity/opportunity.ts';
import type { Change, Command, Deps } from '../../ports.ts';
import { replace } from './changes.ts';

interface Projected {
  readonly changes: readonly Change[];
  readonly events: readonly Fact[];
  readonly messages: readonly Message[];
}

const nothing: Projected = { changes: [], events: [], messages: [] };

/** Rows and facts that follow from these events; nothing when none of them concerns a credit. */
export async function projectCredit(
  deps: Deps,
  { at }: Command,
  told: {
    readonly lead: Lead;
    readonly events: readonly Fact[];
    readonly opportunity?: { readonly after: Opportunity } | undefined;
  },
): Promise<Projected> {
  const { lead, opportunity } = told;
  const events = told.events.filter(concernsCredit);
  if (events.length === 0) return nothing;
  const creditId = creditIdOf(events, lead, opportunity?.after);
  // An acceptance opens it: that there is none yet is the condition of the write.
  const isNew = events.some(({ type }) => type === 'Accepted');
  const stored = creditId && !isNew ? await deps.store.credit(creditId) : undefined;
  let credit = stored || undefined;
  const counts: PairCount[] = [];
  for (const event of events) {
    const before = credit;
    credit = await foldOne(deps, before, event, { at, lead });
    if (before && credit) counts.push(...pairCountsOf(before, credit, event));
  }
  return credit ? written(deps, stored || undefined, credit, counts) : nothing;
}

/** A pending credit whose window is over is confirmed: what its own clock does. Undefined when it is not due. */
export async function confirmCredit(
  deps: Deps,
  { at }: Command,
  credit: Credit,
): Promise<Projected | undefined> {
  const ripe = ripen(credit, at);
  return ripe === credit ? undefined : written(deps, credit, ripe, ['confirmed']);
}

/** The acceptance that the events are about: the one being made, the opportunity's, or the lead's present one. */
function creditIdOf(
  events: readonly Fact[],
  lead: Lead,
  opportunity: Opportunity | undefined,
): OfferId | undefined {
  const accepted = events.some(({ type }) => type === 'Accepted');
  return opportunity && !accepted ? opportunity.creditId : lead.creditId;
}

async function foldOne(
  { store }: Deps,
  credit: Credit | undefined,
  event: Fact,
  { at, lead }: { readonly at: Command['at']; readonly lead: Lead },
): Promise<Credit | undefined> {
  if (event.type !== 'Accepted') return credit && creditAfter(credit, event, at);
  const { data } = event;
  const sdr = data.sdrId === undefined ? undefined : await store.sdr(data.sdrId);
  return openCredit({ at, data }, { ...lead, org: sdr?.org });
}

async function written(
  { store }: Deps,
  before: Credit | undefined,
  after: Credit,
  counts: readonly PairCount[],
): Promise<Projected> {
  const fact = creditFact(before, after);
  const credit: Change[] = after === before ? [] : [replace('credit', before, after)];
  const events = fact ? [fact] : [];
  if (counts.length === 0) return { changes: credit, events, messages: [] };
  const { repId, sdrId } = after;
  const [stored, { document }] = await Promise.all([store.pair(repId, sdrId), store.policy()]);
  const pair = counts.reduce(counted, stored ?? newPair(repId, sdrId));
  const signal = counts.includes('lateCancels')
    ? collusionSignal(pair, document.opportunity)
    : undefined;
  return {
    changes: [...credit, replace('pair', stored, pair)],
    events: [...events, ...(signal ? [signal.fact] : [])],
    messages: signal ? [signal.message] : [],
  };
}
