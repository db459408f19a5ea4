// Ops hear that a calendar runs out while there is time to publish the days after it (4.4). Years are never guessed.

import type { CalendarVersion } from '../../leads/calendar/calendar.ts';
import { coverageWarningAt } from '../../leads/calendar/coverage.ts';
import type { Message } from '../../leads/decision.ts';
import { earliest, type Instant } from '../../leads/instant.ts';
import { rulesOf } from '../../leads/rules.ts';
import { type Deps, system } from '../../ports.ts';
import { toldEvents } from '../commit/told-events.ts';

/** Looks at the calendars on the first call of each day (UTC) and answers when the next warning is due: a minute's tick reads nothing. */
export function calendarWatch(deps: Deps): (at: Instant) => Promise<Instant | undefined> {
  let looked: { readonly day: string; readonly nextAt: Instant | undefined } | undefined;
  return async (at) => {
    const day = at.slice(0, 'yyyy-mm-dd'.length);
    if (looked?.day !== day || (looked.nextAt !== undefined && looked.nextAt <= at))
      looked = { day, nextAt: await warnOfCalendars(deps, at) };
    return looked.nextAt;
  };
}

/**
 * 1. Find the calendars in use: the tenant's and those of active reps, shipped ones too.
 * 2. Tell ops of each whose warning is due, once for each end of its coverage.
 * 3. Answer when the next warning is due; undefined when none will be.
 */
async function warnOfCalendars(deps: Deps, at: Instant): Promise<Instant | undefined> {
  const { policy, calendars, reps } = await deps.store.desk();
  const rules = rulesOf(policy, calendars);
  const ofReps = reps.filter(({ active }) => active).map((rep) => rules.calendarOf(rep.calendar));
  const upcoming: (Instant | undefined)[] = [];
  for (const calendar of new Set([rules.calendar, ...ofReps])) {
    const warnAt = coverageWarningAt(calendar, rules.policy.clocks.calendarWarningDays);
    if (warnAt !== undefined && warnAt <= at) await warnOnce(deps, at, calendar);
    else upcoming.push(warnAt);
  }
  return earliest(...upcoming);
}

/** The event's own story has one entry, so that a second sweep at the same moment writes nothing. */
async function warnOnce(
  { store }: Deps,
  at: Instant,
  { id, coveredUntil }: CalendarVersion,
): Promise<void> {
  const scope = `calendar_${id}-until-${coveredUntil}`;
  const told = await store.eventsOf(scope, { limit: 1 });
  if (told.items.length > 0) return;
  const facts = [{ type: 'CalendarEnding', data: { calendarId: id, coveredUntil } }] as const;
  const messages = [message(id, coveredUntil)];
  await store.commit({
    scope,
    changes: [],
    events: toldEvents(facts, system(at, scope), { messages }),
  });
}

function message(id: string, coveredUntil: string): Message {
  return {
    id: `calendar-ending|${id}|${coveredUntil}`,
    to: 'group:ops',
    says: { name: 'calendarEnds', calendarId: id, coveredUntil },
  };
}
