// Ops publish a calendar: a new one, another year, a holiday that was declared (4.4; api.md, PUT /v1/calendars/{id}).

import type { Calendar, CalendarVersion } from '../../leads/calendar/calendar.ts';
import { knownCalendar } from '../../leads/calendar/known-calendar.ts';
import type { Command, Deps } from '../../ports.ts';
import { put, replace } from '../commit/changes.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { commitDesk, isUnchanged, nextVersion } from './change-desk.ts';

/**
 * 1. Take a shipped calendar into the table as it is, so that versions count on from there.
 * 2. Store the new version and tell it; running offers follow by `extendDeadlines`.
 */
export async function putCalendar(
  deps: Deps,
  command: Command,
  id: string,
  body: Calendar,
): Promise<CalendarVersion> {
  return retryLostRace(async () => {
    const { calendars } = await deps.store.rules();
    const before = knownCalendar(id, calendars);
    const after: CalendarVersion = { ...body, id, version: nextVersion(before) };
    if (isUnchanged(before, after)) return before;
    // A crash after this leaves a stored calendar that says what the shipped one says.
    if (before && !calendars.has(id))
      await deps.store.commit({ changes: [put('calendar', before)] });
    await commitDesk(deps, command, {
      scope: `calendar_${id}`,
      changes: [replace('calendar', before, after)],
      facts: [
        {
          type: 'CalendarPublished',
          data: { calendarId: id, version: after.version, coveredUntil: after.coveredUntil },
        },
      ],
    });
    return after;
  });
}
