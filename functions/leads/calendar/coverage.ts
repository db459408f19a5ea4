// How far a calendar is known, and what follows beyond that: provisional deadlines and a warning to ops (domain.md 4.4).

import { type Instant, instantOf, millisOf } from '../instant.ts';
import type { Calendar } from './calendar.ts';
import { dateOfDay, dayOfDate, daysOf } from './local-days.ts';

/** Of a calendar without exceptions to its week, as PLAIN is: there is nothing to publish. */
const FOREVER = '9999-12-31';

/** Whether a deadline, or the way from its start to it, lies on days that the calendar does not cover. */
export function isProvisional(calendar: Calendar, start: Instant, due: Instant): boolean {
  const { dayAt } = daysOf(calendar.zone);
  const first = millisOf(start);
  // A deadline at 00:00 is the end of the day before.
  const last = Math.max(first, millisOf(due) - 1);
  const startsOn = dateOfDay(dayAt(first));
  const endsOn = dateOfDay(dayAt(last));
  return startsOn < calendar.coveredFrom || endsOn > calendar.coveredUntil;
}

/** When ops are warned that the calendar runs out: 00:00 in its zone, `days` before the first day that is not covered. Undefined when it never does. */
export function coverageWarningAt(calendar: Calendar, days: number): Instant | undefined {
  if (calendar.coveredUntil === FOREVER) return undefined;
  const firstUncovered = dayOfDate(calendar.coveredUntil) + 1;
  return instantOf(daysOf(calendar.zone).startOf(firstUncovered - days));
}
