// "Scope X moved": its events after those that were folded are folded on, and what that moved is written with the facts in one
// transaction (reports.md, 4). Twice, late, out of order, two at once: the fact's version decides, and the rest reads again.

import type { Deps, FoldedRow, MetricHead, StoredEvent } from '../../ports.ts';
import { type Folded, foldOn, nothingFolded } from '../../reports/difference.ts';
import { hasFact } from '../../reports/facts/fact.ts';
import { addTally, packed } from '../../reports/tally.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { everyItem } from '../every-item.ts';

export type MetricDeps = Pick<Deps, 'store' | 'metrics' | 'pauses'>;

/** Facts of one transaction: each may need two items, and DynamoDB takes a hundred. */
export const AT_ONCE = 20;
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
  const moved = new Map<string, Map<string, number>>();
  const facts = await Promise.all(
    scopes.map(async (scope) => {
      const before = rows.get(scope);
      const folded = foldedOf(before);
      const on = foldOn(folded, await eventsAfter(deps, scope, folded), head.zone);
      for (const [day, tally] of on.moved) {
        const sum = moved.get(day) ?? new Map<string, number>();
        addTally(sum, tally);
        moved.set(day, sum);
      }
      return { scope, before, after: rowOf(on.folded), changed: on.folded.fact !== folded.fact };
    }),
  );
  const changed = facts.filter((one) => one.changed);
  if (changed.length === 0) return;
  const days = [...moved].filter(([, tally]) => tally.size > 0);
  await metrics.move({
    head,
    facts: changed.map(({ scope, before, after }) => ({ scope, before, after })),
    moved: Object.fromEntries(days.map(([day, tally]) => [day, packed(tally)])),
  });
}

/** Where the figures stand; their zone is the tenant's as it was when the first was written. */
export async function headOf({ store, metrics }: MetricDeps): Promise<MetricHead> {
  const head = await metrics.head();
  if (head) return head;
  const { policy } = await store.rules();
  return { seq: 0, compacted: 0, closed: '', zone: policy.document.tenant.zone };
}

async function eventsAfter(
  { store }: MetricDeps,
  scope: string,
  { at }: Folded,
): Promise<readonly StoredEvent[]> {
  return Array.fromAsync(
    everyItem((cursor) => store.eventsOf(scope, { limit: PAGE, cursor, from: at })),
  );
}

export function foldedOf(row: FoldedRow | undefined): Folded {
  if (row === undefined) return nothingFolded;
  const { fact, ...rest } = row;
  return { ...rest, fact: fact === undefined ? undefined : JSON.parse(fact) };
}

function rowOf({ fact, ...rest }: Folded): FoldedRow {
  return fact === undefined ? rest : { ...rest, fact: JSON.stringify(fact) };
}
