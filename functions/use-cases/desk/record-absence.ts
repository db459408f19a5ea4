// Somebody will be away (api.md, POST …/absences): a rep gets no leads for it, and silence then is no miss (4.5, 4.7); an SDR's leads go back to the queue (4.8).

import type { AbsenceBody } from '../../leads/desk/desk-bodies.ts';
import { Forbidden, Invalid, NotFound } from '../../leads/errors.ts';
import { type RepId, type SdrId, ulidOf } from '../../leads/ids.ts';
import { latest, minus } from '../../leads/instant.ts';
import type { Absence } from '../../leads/routing/eligibility.ts';
import type { Command, Deps } from '../../ports.ts';
import { replace } from '../commit/changes.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { pendingOffersOf } from '../pending-offers.ts';
import { commitDesk, nextVersion } from './change-desk.ts';

/** Nobody asks for an absence that has been over for so long. Elapsed. */
const KEPT = 'P180D';
/** The rep's row is read with every lead: it must stay small. */
const MOST = 200;

/** Adds a rep's absence; the same request gives the same one. Directors hear of one that is recorded while offers run. Throws FORBIDDEN, NOT_FOUND, INVALID. */
export async function recordAbsence(
  deps: Deps,
  command: Command,
  repId: RepId,
  said: AbsenceBody,
): Promise<Absence> {
  const absence = absenceOf(command, repId, said);
  return retryLostRace(async () => {
    const before = await deps.store.rep(repId);
    if (!before) throw new NotFound('rep', repId);
    const pending = await pendingOffersOf(deps.store, repId);
    const whileOffered = pending.map(({ offerId }) => offerId);
    const shown = whileOffered.length > 0 ? { ...absence, whileOffered } : absence;
    const absences = withAbsence(before.absences, shown, command);
    if (!absences) return absence;
    const { absenceId, from, to } = absence;
    await commitDesk(deps, command, {
      scope: `rep_${repId}`,
      changes: [replace('rep', before, { ...before, absences, version: nextVersion(before) })],
      facts: [
        {
          type: 'AbsenceRecorded',
          data: { repId, absenceId, from, to, whileOffered: whileOffered.length },
        },
      ],
      messages:
        whileOffered.length === 0
          ? []
          : [
              {
                id: `${absenceId}-while-offered`,
                to: 'group:director',
                says: {
                  name: 'absenceWhileOffered',
                  by: command.by.sub,
                  repId,
                  from,
                  to,
                  offers: whileOffered.join(', '),
                },
              },
            ],
      answer: shown,
    });
    return shown;
  });
}

/** Adds an SDR's absence, under the same rules. */
export async function recordSdrAbsence(
  deps: Deps,
  command: Command,
  sdrId: SdrId,
  said: AbsenceBody,
): Promise<Absence> {
  const absence = absenceOf(command, sdrId, said);
  return retryLostRace(async () => {
    const before = await deps.store.sdr(sdrId);
    if (!before) throw new NotFound('SDR', sdrId);
    const absences = withAbsence(before.absences ?? [], absence, command);
    if (!absences) return absence;
    const { absenceId, from, to } = absence;
    await commitDesk(deps, command, {
      scope: `sdr_${sdrId}`,
      changes: [replace('sdr', before, { ...before, absences, version: nextVersion(before) })],
      facts: [{ type: 'SdrAbsent', data: { sdrId, absenceId, from, to } }],
      answer: absence,
    });
    return absence;
  });
}

/** Ops and directors say what was and will be; who speaks of himself, in whatever group, only what is to come (4.7). */
function absenceOf(
  { at, by, requestId }: Command,
  sub: string,
  { from, to }: AbsenceBody,
): Absence {
  if (by.sub !== sub && by.kind !== 'ops' && by.kind !== 'director')
    throw new Forbidden(`you may record your own absences only; ask ops to record one of ${sub}`);
  const absence = { absenceId: `abs_${ulidOf(at, requestId)}`, from, to, recordedAt: at };
  if (by.sub !== sub) return absence;
  if (to <= at)
    throw new Invalid([
      { path: 'to', message: 'is over; ask ops or a director to record what has been' },
    ]);
  return { ...absence, from: latest(from, at) };
}

/** The list with the absence in it, without those long over; undefined when it is there. */
function withAbsence(
  before: readonly Absence[],
  absence: Absence,
  { at }: Command,
): Absence[] | undefined {
  if (before.some(({ absenceId }) => absenceId === absence.absenceId)) return undefined;
  const kept = before.filter(({ to }) => to >= minus(at, KEPT));
  if (kept.length >= MOST)
    throw new Invalid([
      { path: 'from', message: `there are ${MOST} absences; give one longer instead` },
    ]);
  return [...kept, absence];
}
