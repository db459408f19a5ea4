// Names and dates as the people of this company write them.

import { Temporal } from 'temporal-polyfill';
import type { Desk } from '../../leads/desk/desk.ts';
import { type Instant, millisOf } from '../../leads/instant.ts';
import type { Rules } from '../../leads/rules.ts';

interface Tongue {
  readonly when: (instant: Instant) => string;
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
  return `${weekdays[at.dayOfWeek - 1]} ${at.day} ${months[at.month - 1]} ${at.year} ${two(at.hour)}:${two(at.minute)}`;
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
    who: (sub) => names.get(sub) ?? (sub.startsWith('pers_') ? 'The customer' : sub),
  };
}
