// Sales management says who may get leads in a month (A3-7; api.md, PUT /v1/rosters/{month}).

import { isDeepStrictEqual } from 'node:util';
import type * as z from 'zod';
import type { Desk, VersionedRoster } from '../../leads/desk/desk.ts';
import type { RosterBody } from '../../leads/desk/desk-bodies.ts';
import { Invalid } from '../../leads/errors.ts';
import type { Command, Deps } from '../../ports.ts';
import { replace } from '../commit/changes.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { commitDesk, nextVersion } from './change-desk.ts';

type StoredRoster = z.infer<typeof VersionedRoster>;

/** Replaces the month's list; an empty one is legal (4.8). Throws INVALID at every rep who is not entered. */
export async function publishRoster(
  deps: Deps,
  command: Command,
  month: string,
  { repIds }: RosterBody,
): Promise<StoredRoster> {
  return retryLostRace(async () => {
    const [desk, before] = await Promise.all([deps.store.desk(), deps.store.roster(month)]);
    refuseUnknownReps(desk, repIds);
    const departments = repIds.map((repId) => departmentOf(desk, repId));
    // The same list again is no new publication.
    if (before && isDeepStrictEqual(before.repIds, repIds)) return before;
    const after: StoredRoster = {
      month,
      repIds,
      version: nextVersion(before),
      publishedBy: command.by.sub,
      publishedAt: command.at,
    };
    await commitDesk(deps, command, {
      scope: `roster_${month}`,
      changes: [replace('roster', before, after)],
      facts: [{ type: 'RosterPublished', data: { month, repIds, departments } }],
    });
    return after;
  });
}

function departmentOf({ reps }: Desk, repId: string): string {
  return reps.find((rep) => rep.repId === repId)?.department ?? '';
}

function refuseUnknownReps({ reps }: Desk, repIds: readonly string[]): void {
  const known = new Set<string>(reps.map(({ repId }) => repId));
  const problems = repIds.flatMap((repId, index) =>
    known.has(repId)
      ? []
      : [{ path: `repIds.${index}`, message: `there is no rep ${repId}; put the rep first` }],
  );
  if (problems.length > 0) throw new Invalid(problems);
}
