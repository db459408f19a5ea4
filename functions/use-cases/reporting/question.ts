// One question to the reports: who asks and when, what is known at that moment, and what it reads of that, each thing once.

import { knownCalendar } from '../../leads/calendar/known-calendar.ts';
import { localDateOf, startOfDay } from '../../leads/calendar/local-dates.ts';
import { dateOfDay, dayOfDate } from '../../leads/calendar/local-days.ts';
import { workingDayMillis } from '../../leads/calendar/working-day.ts';
import { instantOf, millisOf } from '../../leads/instant.ts';
import type { Policy } from '../../leads/policy.ts';
import type { Command } from '../../ports.ts';
import { once } from '../once.ts';
import { policyAt } from '../policy-at.ts';
import { headOf, type MetricDeps } from './project-scopes.ts';
import { differencesAfter, type Known, type KnownNow, readCells, type Time } from './read-cells.ts';

export interface Question extends KnownNow, Pick<Command, 'at' | 'by'> {
  readonly deps: MetricDeps;
  readonly zone: string;
  /** In the zone. */
  readonly today: string;
  readonly cells: (name: string, time: Time) => Promise<Known>;
  /** In force at the end of the day: stages weigh what they weighed then. */
  readonly policy: (asOf: string) => Promise<Policy>;
  /** Milliseconds of a day of work of the company's calendar. */
  readonly workingDay: () => Promise<number>;
}

/** Throws FiguresOutdated. */
export async function questionOf(
  deps: MetricDeps,
  { at, by }: Pick<Command, 'at' | 'by'>,
): Promise<Question> {
  const head = await headOf(deps);
  const { zone } = head;
  const now = { head, differences: await differencesAfter(deps.metrics, head) };
  const cells = once((place) => {
    const [name, time]: [string, Time] = JSON.parse(place);
    return readCells(deps.metrics, now, name, time);
  });
  const policy = once((asOf) => {
    const tomorrow = startOfDay(zone, dateOfDay(dayOfDate(asOf) + 1));
    return policyAt(deps, instantOf(millisOf(tomorrow) - 1));
  });
  const workingDay = once(async () => {
    const { policy: present, calendars } = await deps.store.rules();
    const calendar = knownCalendar(present.document.tenant.calendar, calendars);
    return calendar ? workingDayMillis(calendar) : 0;
  });
  return {
    ...{ deps, at, by, ...now, zone, today: localDateOf(zone, at) },
    cells: (name, time) => cells(JSON.stringify([name, time])),
    policy,
    workingDay: () => workingDay(''),
  };
}
