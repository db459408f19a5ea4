// The calendars that come with the product (api.md); their JSON is written by infra/calendars/generate.ts.

import { Calendar, type CalendarVersion } from './calendar.ts';
import cn from './calendars/CN.json' with { type: 'json' };
import de from './calendars/DE.json' with { type: 'json' };
import gb from './calendars/GB.json' with { type: 'json' };
import plain from './calendars/PLAIN.json' with { type: 'json' };
import sg from './calendars/SG.json' with { type: 'json' };
import us from './calendars/US.json' with { type: 'json' };

/** By id, each as version 1; ops replace one by PUT /v1/calendars/{id}, which counts on from there. */
export const shippedCalendars = {
  CN: shipped('CN', cn),
  DE: shipped('DE', de),
  US: shipped('US', us),
  GB: shipped('GB', gb),
  SG: shipped('SG', sg),
  PLAIN: shipped('PLAIN', plain),
} as const satisfies Readonly<Record<string, CalendarVersion>>;

export type ShippedCalendarId = keyof typeof shippedCalendars;

function shipped(id: string, calendar: unknown): CalendarVersion {
  return { ...Calendar.parse(calendar), id, version: 1 };
}
