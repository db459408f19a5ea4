// The calendars that come with the product (api.md); their JSON is written by infra/calendars/generate.ts.

import { Calendar, type CalendarVersion } from './calendar.ts';
import cn from './calendars/CN.json' with { type: 'json' };
import de from './calendars/DE.json' with { type: 'json' };
import gb from './calendars/GB.json' with { type: 'json' };
import plain from './calendars/PLAIN.json' with { type: 'json' };
import sg from './calendars/SG.json' with { type: 'json' };
import us from './calendars/US.json' with { type: 'json' };

/**
 * By id, each as version 1; ops replace one by PUT /v1/calendars/{id}, which counts on from there. Each is parsed when it is
 * first asked for: parsing all took a fifth of a function's cold start.
 */
export const shippedCalendars = {
  get CN() {
    return shipped('CN', cn);
  },
  get DE() {
    return shipped('DE', de);
  },
  get US() {
    return shipped('US', us);
  },
  get GB() {
    return shipped('GB', gb);
  },
  get SG() {
    return shipped('SG', sg);
  },
  get PLAIN() {
    return shipped('PLAIN', plain);
  },
} as const satisfies Readonly<Record<string, CalendarVersion>>;

type ShippedCalendarId = keyof typeof shippedCalendars;

/** The calendar that comes under this id; undefined when none does. */
export function shippedCalendar(id: string): CalendarVersion | undefined {
  return isShipped(id) ? shippedCalendars[id] : undefined;
}

function isShipped(id: string): id is ShippedCalendarId {
  return Object.hasOwn(shippedCalendars, id);
}

const parsed = new Map<string, CalendarVersion>();

/** The same object each time: working time is compiled once an object. */
function shipped(id: string, calendar: unknown): CalendarVersion {
  const known = parsed.get(id);
  if (known) return known;
  const made = { ...Calendar.parse(calendar), id, version: 1 };
  parsed.set(id, made);
  return made;
}
