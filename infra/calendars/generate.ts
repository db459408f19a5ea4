// Writes functions/leads/calendar/calendars/*.json from chinese-days and date-holidays, which are no runtime dependencies:
// npm exec -c 'node infra/calendars/generate.ts'. Look at the difference before committing it; years are never guessed.

import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Holidays from 'date-holidays';
import * as z from 'zod';
import { Calendar } from '../../functions/leads/calendar/calendar.ts';

const target = new URL('../../functions/leads/calendar/calendars/', import.meta.url);
const officeHours = [['09:00', '17:00']];
const shanghaiHours = [
  ['09:00', '12:00'],
  ['13:30', '18:00'],
];

/** Years that the source states in full. Singapore's movable feasts are gazetted a year ahead: 2027 still lacks Vesak Day. */
const nationalCalendars = [
  { id: 'DE', zone: 'Europe/Berlin', place: ['DE'], years: [2025, 2026, 2027] },
  { id: 'US', zone: 'America/New_York', place: ['US'], years: [2025, 2026, 2027] },
  { id: 'GB', zone: 'Europe/London', place: ['GB', 'ENG'], years: [2025, 2026, 2027] },
  { id: 'SG', zone: 'Asia/Singapore', place: ['SG'], years: [2025, 2026] },
] as const;

const ChineseYear = z.object({
  holidays: z.record(z.iso.date(), z.string()),
  workdays: z.record(z.iso.date(), z.string()),
});

function nationalHolidays(place: readonly string[], years: readonly number[]): string[] {
  const [country = '', state = ''] = place;
  const holidays = new Holidays(country, state);
  return years
    .flatMap((year) => holidays.getHolidays(year))
    .filter((holiday) => holiday.type === 'public')
    .map((holiday) => holiday.date.slice(0, 10));
}

function chineseYears(years: readonly number[]): { off: string[]; madeUp: string[] } {
  const require = createRequire(import.meta.url);
  // The package's functions answer for unpublished years as well; its year files exist for published ones only.
  const published = years.map((year) =>
    ChineseYear.parse(require(`chinese-days/dist/years/${year}.json`)),
  );
  return {
    off: published.flatMap((year) => Object.keys(year.holidays)),
    madeUp: published.flatMap((year) => Object.keys(year.workdays)),
  };
}

function weekdaysOf(blocks: string[][]): Record<string, string[][]> {
  return { mon: blocks, tue: blocks, wed: blocks, thu: blocks, fri: blocks };
}

function covered(years: readonly number[]): { coveredFrom: string; coveredUntil: string } {
  return { coveredFrom: `${years[0]}-01-01`, coveredUntil: `${years.at(-1)}-12-31` };
}

function write(id: string, calendar: { off: string[] } & Record<string, unknown>): void {
  const document = { ...calendar, off: [...new Set(calendar.off)].sort() };
  Calendar.parse(document);
  writeFileSync(new URL(`${id}.json`, target), `${JSON.stringify(document, null, 2)}\n`);
}

for (const { id, zone, place, years } of nationalCalendars) {
  const off = nationalHolidays(place, years);
  write(id, { zone, weekly: weekdaysOf(officeHours), off, on: {}, ...covered(years) });
}

const { off, madeUp } = chineseYears([2025, 2026]);
write('CN', {
  zone: 'Asia/Shanghai',
  weekly: weekdaysOf(shanghaiHours),
  off,
  on: Object.fromEntries(madeUp.map((date) => [date, shanghaiHours])),
  ...covered([2025, 2026]),
});

// PLAIN knows no holidays, so no year of it is ever unknown.
write('PLAIN', {
  zone: 'UTC',
  weekly: weekdaysOf(officeHours),
  off: [],
  on: {},
  coveredFrom: '1970-01-01',
  coveredUntil: '9999-12-31',
});
