// The company's desk from its items, and the defaults that hold while nothing is stored.

import type { CalendarVersion } from '../../leads/calendar/calendar.ts';
import {
  type Desk,
  Rep,
  Sdr,
  StoredDepartment,
  VersionedPolicy,
  VersionedRoster,
} from '../../leads/desk.ts';
import { Pool } from '../../leads/fairness.ts';
import { DEFAULT_POLICY } from '../../leads/policy.ts';
import { calendarRow } from './rows.ts';

type Item = Record<string, unknown>;

const NO_POLICY: VersionedPolicy = { version: 0, document: DEFAULT_POLICY };

/** The stored policy, or the defaults as version 0. */
export function policyOf(stored: VersionedPolicy | undefined): VersionedPolicy {
  return stored ?? NO_POLICY;
}

/** The desk from the items of its partition. */
export function deskOf(items: readonly Item[]): Desk {
  const rows = (kind: string) => items.filter((item) => item.kind === kind).map((item) => item.row);
  const calendars = rows('calendar').map((row): CalendarVersion => calendarRow(row));
  const [policy] = rows('policy');
  return {
    policy: policyOf(policy === undefined ? undefined : VersionedPolicy.parse(policy)),
    calendars: new Map(calendars.map((calendar) => [calendar.id, calendar])),
    departments: rows('department').map((row) => StoredDepartment.parse(row)),
    reps: rows('rep').map((row) => Rep.parse(row)),
    sdrs: rows('sdr').map((row) => Sdr.parse(row)),
    pools: rows('pool').map((row) => Pool.parse(row)),
    rosters: rows('roster').map((row) => VersionedRoster.parse(row)),
  };
}
