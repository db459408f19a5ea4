// All figures anew, out of the events of everything that has a fact (reports.md, 5), in place: what is there is written over. Nobody
// else may write figures meanwhile; stopped half-way it begins again.

import { localDateOf } from '../../leads/calendar/local-dates.ts';
import type { Instant } from '../../leads/instant.ts';
import { monthBefore } from '../../leads/routing/roster.ts';
import { states } from '../../leads/states.ts';
import type { MetricHead, MetricStep, MetricStore } from '../../ports.ts';
import {
  addCells,
  allCellNames,
  cellsIn,
  cellsText,
  type WritableCells,
} from '../../reports/cells.ts';
import { EDITION } from '../../reports/figures/figures.ts';
import type { Tally } from '../../reports/tally.ts';
import { everyItem } from '../every-item.ts';
import { everySpend } from '../source/every-spend.ts';
import { type Closed, closedText, EVER, partBefore, periodsOf } from './closed-sums.ts';
import {
  AT_ONCE,
  addMoved,
  firstHead,
  foldScope,
  inTransactions,
  type MetricDeps,
} from './project-scopes.ts';

const PAGE = 200;
const NO_CELLS = '{}';

/** Resolves with the number of leads, reps and rows of spend; `done` is told of it on the way. */
export async function rebuildFigures(
  deps: MetricDeps,
  at: Instant,
  done: (scopes: number) => void = () => {},
): Promise<number> {
  const { metrics, store } = deps;
  const { policy } = await store.rules();
  const { zone } = policy.document.tenant;
  const today = localDateOf(zone, at);
  const month = monthBefore(today.slice(0, 7));
  const closed: Closed = { month, from: EVER, until: partBefore(today) };
  const now = (await metrics.head()) ?? (await firstHead(deps));
  // What is there may be in another zone, and of another edition.
  const before = { ...now, zone, edition: EDITION, latest: at };
  // A difference of nothing: cells that have it are of this attempt and no earlier one.
  await metrics.move({ head: before, facts: [], moved: { [`${month}-01`]: NO_CELLS } });
  const head = { ...before, seq: before.seq + 1 };
  const sums = new Map<string, Map<string, number>>();
  let count = 0;
  for await (const scopes of someAtATime(everyScope(deps))) {
    const facts = await foldAnew(deps, scopes, { head, sums });
    for (const some of inTransactions(facts)) await metrics.move({ head, facts: some, moved: {} });
    count += scopes.length;
    done(count);
  }
  await writeCells(metrics, sums, { through: head.seq, closed });
  await takeOver(metrics, head, closed);
  return count;
}

/** Facts as they come of all their events, in place of those that are there; what they count for is added to the sums. */
async function foldAnew(
  { store, metrics }: MetricDeps,
  scopes: readonly string[],
  { head, sums }: { readonly head: MetricHead; readonly sums: Map<string, Map<string, number>> },
): Promise<MetricStep['facts']> {
  const rows = await metrics.facts(scopes);
  const all = await Promise.all(
    scopes.map((scope) => foldScope({ store }, scope, { before: undefined, zone: head.zone })),
  );
  return all.flatMap((one) => {
    if (one === undefined) return [];
    addMoved(sums, one.moved);
    return [{ ...one.fact, before: rows.get(one.fact.scope) }];
  });
}

/** Every cell as it is of these sums; those that are nothing any more are emptied. */
async function writeCells(
  metrics: MetricStore,
  sums: ReadonlyMap<string, Tally>,
  { through, closed }: { readonly through: number; readonly closed: Closed },
): Promise<void> {
  const all = new Map<string, Map<string, WritableCells>>();
  for (const [day, tally] of sums)
    for (const [name, cells] of cellsIn(tally)) {
      const periods = all.get(name) ?? new Map<string, WritableCells>();
      all.set(name, periods);
      for (const period of periodsOf(day, closed)) {
        const sum = periods.get(period) ?? {};
        addCells(sum, cells);
        periods.set(period, sum);
      }
    }
  for (const name of allCellNames()) {
    const periods = all.get(name) ?? new Map<string, WritableCells>();
    const before = await metrics.cells(name, '0', '~');
    for (const { period } of before) if (!periods.has(period)) periods.set(period, {});
    for (const [period, sum] of periods)
      await metrics.putCells(name, { period, through, cells: cellsText(sum) });
  }
}

/** From here on the cells have all that was written, and differences of before are gone. */
async function takeOver(metrics: MetricStore, head: MetricHead, closed: Closed): Promise<void> {
  const { seq } = head;
  await metrics.advance(head, { compacted: seq, closed: closedText(closed) });
  for (let from = 0; ; ) {
    const some = (await metrics.differences(from, PAGE)).filter((one) => one.seq <= seq);
    if (some.length === 0) return;
    await metrics.forget(some);
    from = some.at(-1)?.seq ?? seq;
  }
}

async function* someAtATime(scopes: AsyncIterable<string>): AsyncGenerator<readonly string[]> {
  let some: string[] = [];
  for await (const scope of scopes) {
    some.push(scope);
    if (some.length < AT_ONCE) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}

/** A lead that moves to a state that was read already is in that list, too: the projector hears of it. */
async function* everyScope({ store }: MetricDeps): AsyncGenerator<string> {
  const { reps } = await store.desk();
  for (const { repId } of reps) yield `rep_${repId}`;
  for (const { month } of await store.rosters()) yield `roster_${month}`;
  for await (const { spendId } of everySpend(store)) yield spendId;
  for (const state of states)
    for await (const { leadId } of everyItem((cursor) =>
      store.leadsIn(state, { limit: PAGE, cursor }),
    ))
      yield leadId;
}
