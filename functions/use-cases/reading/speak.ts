// Names and dates as the people of this company write them.

import { Temporal } from 'temporal-polyfill';
import { dateEndingAt } from '../../leads/calendar/local-dates.ts';
import type { Desk } from '../../leads/desk/desk.ts';
import { type Instant, millisOf } from '../../leads/instant.ts';
import type { Rules } from '../../leads/rules.ts';

interface Tongue {
  readonly when: (instant: Instant) => string;
  readonly due: (deadline: Instant) => string;
  readonly who: (sub: string) => string;
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const months = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
] as const;

/** `Wed 16 Sep 2026 10:00` in a zone. */
export function showInstant(zone: string, instant: Instant): string {
  const at = Temporal.Instant.fromEpochMilliseconds(millisOf(instant)).toZonedDateTimeISO(zone);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${showDate(at.toPlainDate())} ${two(at.hour)}:${two(at.minute)}`;
}

/** A deadline in a zone: `Wed 16 Sep 2026 10:00`, or `the end of Tue 15 Sep 2026` where that is the midnight after it (4.4). */
export function showDeadline(zone: string, deadline: Instant): string {
  const ending = dateEndingAt(zone, deadline);
  return ending === undefined
    ? showInstant(zone, deadline)
    : `the end of ${showDate(Temporal.PlainDate.from(ending))}`;
}

function showDate({ dayOfWeek, day, month, year }: Temporal.PlainDate): string {
  return `${weekdays[dayOfWeek - 1]} ${day} ${months[month - 1]} ${year}`;
}

/** Staff by name where the desk knows them; instants in the tenant's zone. */
export function speaker(
  { reps, sdrs }: Pick<Desk, 'reps' | 'sdrs'>,
  { zone }: Pick<Rules, 'zone'>,
): Tongue {
  const names = new Map<string, string>([
    ...reps.map(({ repId, name }) => [repId, name] as const),
    ...sdrs.map(({ sdrId, name }) => [sdrId, name] as const),
  ]);
  return {
    when: (instant) => showInstant(zone, instant),
    due: (deadline) => showDeadline(zone, deadline),
    who: (sub) => names.get(sub) ?? (sub.startsWith('pers_') ? 'The customer' : sub),
  };
}
