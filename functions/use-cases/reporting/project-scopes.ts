// "Scope X moved": its events after those that were folded are folded on, and what that moved is written with the facts in one
// transaction (reports.md, 4). Twice, late, out of order, two at once: the fact's version decides, and the rest reads again.

import { FiguresOutdated } from '../../leads/errors.ts';
import type { Instant } from '../../leads/instant.ts';
import { present } from '../../leads/present.ts';
import type { Deps, FoldedRow, MetricHead, MetricStep, Mover } from '../../ports.ts';
import { type Folded, foldOn, type Moved, nothingFolded } from '../../reports/difference.ts';
import { hasFact } from '../../reports/facts/fact.ts';
import { EDITION } from '../../reports/figures/figures.ts';
import { addTally, packed } from '../../reports/tally.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { everyItem } from '../every-item.ts';

export type MetricDeps = Pick<Deps, 'store' | 'metrics' | 'pauses'>;

/** Facts of one transaction, which takes a hundred items: each is one, and one a month in which it moved. */
export const AT_ONCE = 20;
const MOST_ITEMS = 95;
/** Of one that was folded over more at once, the latest: no journey is so long. */
const MOST_MONTHS = 90;
const PAGE = 500;

/** Brings the figures of these scopes to what is stored now. The same scope twice is brought once. */
export async function projectScopes(deps: MetricDeps, scopes: readonly string[]): Promise<void> {
  const moved = [...new Set(scopes)].filter(hasFact);
  for (let from = 0; from < moved.length; from += AT_ONCE) {
    const some = moved.slice(from, from + AT_ONCE);
    await retryLostRace(() => projectSome(deps, some), deps.pauses);
  }
}

async function projectSome(deps: MetricDeps, scopes: readonly string[]): Promise<void> {
  const { metrics } = deps;
  const [head, rows] = await Promise.all([headOf(deps), metrics.facts(scopes)]);
  const all = await Promise.all(
    scopes.map((scope) => foldScope(deps, scope, { before: rows.get(scope), zone: head.zone })),
  );
  const changed = all.filter((one) => one !== undefined);
  if (changed.length === 0) return;
  if (inTransactions(changed.map(({ fact }) => fact)).length > 1) {
    const half = Math.ceil(scopes.length / 2);
    await projectSome(deps, scopes.slice(0, half));
    return projectSome(deps, scopes.slice(half));
  }
  const sums = new Map<string, Map<string, number>>();
  for (const { moved } of changed) addMoved(sums, moved);
  const days = [...sums].filter(([, tally]) => tally.size > 0);
  const latest = [...changed.map((one) => one.latest), ...(head.latest ? [head.latest] : [])]
    .toSorted()
    .at(-1);
  await metrics.move({
    head: present({ ...head, latest }),
    facts: changed.map(({ fact }) => fact),
    moved: Object.fromEntries(days.map(([day, tally]) => [day, packed(tally)])),
  });
}

interface Projected {
  readonly fact: MetricStep['facts'][number];
  readonly moved: Moved;
  /** Of its last event. */
  readonly latest: Instant;
}

/** The fact as it is to be written and what that moved; undefined when nothing of it changed. */
export async function foldScope(
  { store }: Pick<MetricDeps, 'store'>,
  scope: string,
  { before, zone }: { readonly before: FoldedRow | undefined; readonly zone: string },
): Promise<Projected | undefined> {
  const folded = foldedOf(before);
  const events = await Array.fromAsync(
    everyItem((cursor) => store.eventsOf(scope, { limit: PAGE, cursor, from: folded.at })),
  );
  const on = foldOn(folded, events, zone);
  const latest = events.at(-1)?.occurredAt;
  if (on.folded.fact === folded.fact || latest === undefined) return undefined;
  const months = moversOf(folded.day.slice(0, 7) || undefined, on.months);
  return { fact: { scope, before, after: rowOf(on.folded), months }, moved: on.moved, latest };
}

/** Months after the last that is known already, each with the one before it. */
function moversOf(known: string | undefined, months: readonly string[]): readonly Mover[] {
  const fresh = months.filter((month) => month !== known).slice(-MOST_MONTHS);
  return fresh.map((month, index) => present({ month, before: fresh[index - 1] ?? known }));
}

/** As many facts together as a transaction takes. */
export function inTransactions(facts: MetricStep['facts']): readonly MetricStep['facts'][] {
  const groups: MetricStep['facts'][number][][] = [];
  let room = 0;
  for (const fact of facts) {
    const items = 1 + fact.months.length;
    if (items > room) {
      groups.push([]);
      room = MOST_ITEMS;
    }
    groups.at(-1)?.push(fact);
    room -= items;
  }
  return groups;
}

export function addMoved(sums: Map<string, Map<string, number>>, moved: Moved): void {
  for (const [day, tally] of moved) {
    const sum = sums.get(day) ?? new Map<string, number>();
    addTally(sum, tally);
    sums.set(day, sum);
  }
}

/** Where the figures stand; their zone is the tenant's as it was when the first was written. Throws FiguresOutdated. */
export async function headOf({ store, metrics }: MetricDeps): Promise<MetricHead> {
  const head = await metrics.head();
  if (head && head.edition !== EDITION) throw new FiguresOutdated();
  return head ?? firstHead({ store });
}

export async function firstHead({ store }: Pick<MetricDeps, 'store'>): Promise<MetricHead> {
  const { policy } = await store.rules();
  const { zone } = policy.document.tenant;
  return { seq: 0, compacted: 0, closed: '', zone, edition: EDITION };
}

export function foldedOf(row: FoldedRow | undefined): Folded {
  if (row === undefined) return nothingFolded;
  const { fact, ...rest } = row;
  return { ...rest, fact: fact === undefined ? undefined : JSON.parse(fact) };
}

function rowOf({ fact, ...rest }: Folded): FoldedRow {
  return fact === undefined ? rest : { ...rest, fact: JSON.stringify(fact) };
}
