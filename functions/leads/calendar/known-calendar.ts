// Which calendar an id names: the one that ops stored, else the one that comes with the product.

import type { CalendarVersion } from './calendar.ts';
import { shippedCalendar } from './shipped-calendars.ts';

/** The calendar in force under this id; undefined when nobody knows it. */
export function knownCalendar(
  id: string,
  stored: ReadonlyMap<string, CalendarVersion>,
): CalendarVersion | undefined {
  return stored.get(id) ?? shippedCalendar(id);
}
