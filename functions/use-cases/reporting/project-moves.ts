// What came through the queue: scopes that moved are projected, and differences go into the cells when enough of them wait.

import { localDateOf } from '../../leads/calendar/local-dates.ts';
import type { Instant } from '../../leads/instant.ts';
import { compactDifferences, MOST_WAITING } from './compact-differences.ts';
import { AT_ONCE, headOf, type MetricDeps, projectScopes } from './project-scopes.ts';

export interface Move {
  readonly id: string;
  readonly scope: string;
  readonly occurredAt: Instant;
}

/** Which could not be done. */
export async function projectMoves(
  deps: MetricDeps,
  moves: readonly Move[],
): Promise<{ readonly failed: readonly string[]; readonly errors: readonly unknown[] }> {
  const failed: string[] = [];
  const errors: unknown[] = [];
  const byScope = [...Map.groupBy(moves, ({ scope }) => scope)];
  for (let from = 0; from < byScope.length; from += AT_ONCE) {
    const some = byScope.slice(from, from + AT_ONCE);
    try {
      await projectScopes(
        deps,
        some.map(([scope]) => scope),
      );
    } catch (error) {
      errors.push(error);
      failed.push(...some.flatMap(([, those]) => those.map(({ id }) => id)));
    }
  }
  const head = await headOf(deps);
  const latest = moves
    .map(({ occurredAt }) => occurredAt)
    .toSorted()
    .at(-1);
  if (latest !== undefined && head.seq - head.compacted >= MOST_WAITING)
    await compactDifferences(deps.metrics, localDateOf(head.zone, latest));
  return { failed, errors };
}
