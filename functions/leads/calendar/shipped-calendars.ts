// The calendars that come with the product (api.md); their JSON is written by infra/calendars/generate.ts.

import { Calendar, type CalendarVersion } from './calendar.ts';
import cn from './calendars/CN.json' with { type: 'json' };
import de from './calendars/DE.json' with { type: 'json' };
import gb from './calendars/GB.json' with { type: 'json' };
import plain from './calendars/PLAIN.json' with { type: 'json' };
import sg from './calendars/SG.json' with { type: 'json' };
import us from './calendars/US.json' with { type: 'json' };

const files = { CN: cn, DE: de, US: us, GB: gb, SG: sg, PLAIN: plain } as const;
type ShippedCalendarId = keyof typeof files;

const parsed = new Map<string, CalendarVersion>();

/**
 * The calendar that comes under this id, as version 1; ops replace one by PUT /v1/calendars/{id}, which counts on from there. Each
 * is parsed when it is first asked for, since parsing all took a fifth of a function's cold start, and is the same object each
 * time, since working time is compiled once an object.
 */
export function shippedCalendar(id: ShippedCalendarId): CalendarVersion;
export function shippedCalendar(id: string): CalendarVersion | undefined;
export function shippedCalendar(id: string): CalendarVersion | undefined {
  const known = parsed.get(id);
  if (known || !isShipped(id)) return known;
  const made = { ...Calendar.parse(files[id]), id, version: 1 };
  parsed.set(id, made);
  return made;
}

function isShipped(id: string): id is ShippedCalendarId {
  return Object.hasOwn(files, id);
}
