// A rep will be away (api.md, POST /v1/reps/{repId}/absences): he gets no leads for it, and silence then is no miss (4.5, 4.7).

import type { AbsenceBody } from '../../leads/desk/desk-bodies.ts';
import { Forbidden, Invalid, NotFound } from '../../leads/errors.ts';
import { type RepId, ulidOf } from '../../leads/ids.ts';
import { minus } from '../../leads/instant.ts';
import type { Absence } from '../../leads/routing/eligibility.ts';
import type { Command, Deps } from '../../ports.ts';
import { replace } from '../commit/changes.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { commitDesk, nextVersion } from './change-desk.ts';

/** Nobody asks for an absence that has been over for so long. Elapsed. */
const KEPT = 'P180D';
/** The rep's row is read with every lead: it must stay small. */
const MOST = 200;

/** Adds the absence; the same request gives the same one. A rep may only record his own. Throws FORBIDDEN, NOT_FOUND, INVALID. */
export async function recordAbsence(
  deps: Deps,
  command: Command,
  repId: RepId,
  { from, to }: AbsenceBody,
): Promise<Absence> {
  const { at, by, requestId } = command;
  if (by.kind === 'rep' && by.sub !== repId)
    throw new Forbidden(
      `a rep may record his own absences only; ask ops to record one of ${repId}`,
    );
  const absence: Absence = { absenceId: `abs_${ulidOf(at, requestId)}`, from, to, recordedAt: at };
  return retryLostRace(async () => {
    const before = await deps.store.rep(repId);
    if (!before) throw new NotFound('rep', repId);
    if (before.absences.some((one) => one.absenceId === absence.absenceId)) return absence;
    const kept = before.absences.filter((one) => one.to >= minus(at, KEPT));
    if (kept.length >= MOST)
      throw new Invalid([
        { path: 'from', message: `the rep has ${MOST} absences; give one longer instead` },
      ]);
    const after = { ...before, absences: [...kept, absence], version: nextVersion(before) };
    await commitDesk(deps, command, {
      scope: `rep_${repId}`,
      changes: [replace('rep', before, after)],
      facts: [{ type: 'AbsenceRecorded', data: { repId, absenceId: absence.absenceId, from, to } }],
      answer: absence,
    });
    return absence;
  });
}
