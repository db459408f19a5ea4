// All figures anew, out of the events of everything that has a fact (reports.md, 5). Stopped half-way it goes on where it was.

import { localDateOf } from '../../leads/calendar/local-dates.ts';
import type { Instant } from '../../leads/instant.ts';
import { states } from '../../leads/states.ts';
import { everyItem } from '../every-item.ts';
import { compactDifferences, MOST_WAITING } from './compact-differences.ts';
import { AT_ONCE, headOf, type MetricDeps, projectScopes } from './project-scopes.ts';

const PAGE = 200;

/** Resolves with the number of leads and reps; `done` is told of it on the way. */
export async function rebuildFigures(
  deps: MetricDeps,
  at: Instant,
  done: (scopes: number) => void = () => {},
): Promise<number> {
  let count = 0;
  let some: string[] = [];
  const project = async () => {
    await projectScopes(deps, some);
    count += some.length;
    some = [];
    const { seq, compacted, zone } = await headOf(deps);
    if (seq - compacted >= MOST_WAITING)
      await compactDifferences(deps.metrics, localDateOf(zone, at));
    done(count);
  };
  for await (const scope of everyScope(deps)) {
    some.push(scope);
    if (some.length === AT_ONCE) await project();
  }
  await project();
  const { zone } = await headOf(deps);
  await compactDifferences(deps.metrics, localDateOf(zone, at));
  return count;
}

/** A lead that moves to a state that was read already is in that list, too: the projector hears of it. */
async function* everyScope({ store }: MetricDeps): AsyncGenerator<string> {
  const { reps } = await store.desk();
  for (const { repId } of reps) yield `rep_${repId}`;
  for (const state of states)
    for await (const { leadId } of everyItem((cursor) =>
      store.leadsIn(state, { limit: PAGE, cursor }),
    ))
      yield leadId;
}
