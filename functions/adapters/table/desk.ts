// The company's desk from its items, and the defaults that hold while nothing is stored.

import type { CalendarVersion } from '../../leads/calendar/calendar.ts';
import { type Desk, Rep, Sdr, StoredDepartment, VersionedRoster } from '../../leads/desk/desk.ts';
import { defaultPolicy, VersionedPolicy } from '../../leads/policy.ts';
import { Pool } from '../../leads/routing/fairness.ts';
import type { Item } from './items.ts';
import { calendarRow, rowOf } from './rows.ts';

/** The stored policy, or the defaults as version 0. */
export function policyOf(stored: VersionedPolicy | undefined): VersionedPolicy {
  return stored ?? { version: 0, document: defaultPolicy() };
}

type DeskRules = Pick<Desk, 'policy' | 'calendars'>;

function rowsOf(items: readonly Item[], kind: string): readonly unknown[] {
  return items.filter((item) => item.kind === kind).map((item) => rowOf(item));
}

/** Policy and calendars from the items of their partition. A version never changes, so `known` spares parsing it again. */
export function rulesFrom(items: readonly Item[], known: Map<number, VersionedPolicy>): DeskRules {
  const calendars = rowsOf(items, 'calendar').map((row): CalendarVersion => calendarRow(row));
  const policy = items.find((item) => item.kind === 'policy');
  return {
    policy: policyOf(policy && parsedPolicy(policy, known)),
    calendars: new Map(calendars.map((calendar) => [calendar.id, calendar])),
  };
}

function parsedPolicy(item: Item, known: Map<number, VersionedPolicy>): VersionedPolicy {
  const version = Number(item.version);
  const parsed = known.get(version) ?? VersionedPolicy.parse(rowOf(item));
  known.set(version, parsed);
  return parsed;
}

/** Who works here, from the items of their partition. */
export function staffFrom(items: readonly Item[]): Omit<Desk, keyof DeskRules> {
  const rows = (kind: string) => rowsOf(items, kind);
  return {
    departments: rows('department').map((row) => StoredDepartment.parse(row)),
    reps: rows('rep').map((row) => Rep.parse(row)),
    sdrs: rows('sdr').map((row) => Sdr.parse(row)),
    pools: rows('pool').map((row) => Pool.parse(row)),
    rosters: rows('roster').map((row) => VersionedRoster.parse(row)),
  };
}
