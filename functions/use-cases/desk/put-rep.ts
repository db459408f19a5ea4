// Ops enter a rep or change one (api.md, PUT /v1/reps/{repId}; 4.2).

import { knownCalendar } from '../../leads/calendar/known-calendar.ts';
import type { Desk, Rep } from '../../leads/desk/desk.ts';
import type { StaffBody } from '../../leads/desk/desk-bodies.ts';
import { Invalid } from '../../leads/errors.ts';
import type { RepId } from '../../leads/ids.ts';
import type { Instant } from '../../leads/instant.ts';
import { present } from '../../leads/present.ts';
import { regionsIn } from '../../leads/scopes.ts';
import type { Command, Deps } from '../../ports.ts';
import type { Rep as RepAnswer } from '../answers/desk-answers.ts';
import { replace } from '../commit/changes.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { commitDesk, isUnchanged, nextVersion } from './change-desk.ts';
import { repAnswer } from './read-desk.ts';

/**
 * 1. Refuse a calendar that nobody knows.
 * 2. Replace what ops say of the rep; what the rules keep beside it (open offers, absences, suspensions, turns) stays.
 * 3. Tell it, when anything changed. A rep whose `active` ends has his open offers taken back by whoever hears of it (4.8).
 */
export async function putRep(
  deps: Deps,
  command: Command,
  repId: RepId,
  body: StaffBody,
): Promise<RepAnswer> {
  return retryLostRace(async () => {
    const desk = await deps.store.desk();
    refuseUnknownCalendar(desk, body.calendar);
    const before = desk.reps.find((rep) => rep.repId === repId);
    const after = repOf(repId, body, { before, desk, at: command.at });
    if (isUnchanged(before, after)) return repAnswer(before);
    await commitDesk(deps, command, {
      scope: `rep_${repId}`,
      changes: [replace('rep', before, after)],
      facts: [
        {
          type: factOf(before, after),
          data: { repId, department: after.department, active: after.active },
        },
      ],
    });
    return repAnswer(after);
  });
}

/** A rep or SDR works by a calendar that is stored or shipped. Throws INVALID at `calendar`. */
export function refuseUnknownCalendar(desk: Desk, calendar: string): void {
  if (knownCalendar(calendar, desk.calendars)) return;
  throw new Invalid([{ path: 'calendar', message: unknownCalendar(calendar) }]);
}

/** What is said of a calendar id that nobody knows. */
export function unknownCalendar(id: string): string {
  return `there is no calendar ${id}; use CN, DE, US, GB, SG, PLAIN or one that you have put`;
}

interface DeskNow {
  readonly before: Rep | undefined;
  readonly desk: Desk;
  readonly at: Instant;
}

function repOf(repId: RepId, body: StaffBody, { before, desk, at }: DeskNow): Rep {
  const { routing } = desk.policy.document;
  const active = body.active ?? true;
  return {
    languages: [],
    capacity: routing.capacity,
    weight: routing.weight,
    ...body,
    regions: regionsIn(body.regions, desk.policy.document.regionNames),
    repId,
    active,
    version: nextVersion(before),
    openOffers: before?.openOffers ?? 0,
    absences: before?.absences ?? [],
    suspensions: before?.suspensions ?? [],
    ...present({
      inactiveSince: active ? undefined : (before?.inactiveSince ?? at),
      standings: before?.standings,
    }),
  };
}

function factOf(before: Rep | undefined, after: Rep) {
  if (!before || before.active === after.active) return 'RepChanged';
  return after.active ? 'RepActivated' : 'RepDeactivated';
}
