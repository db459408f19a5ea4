// The rules that hold at one moment: the policy with its version, and the calendars that it and the reps name.

import type { CalendarVersion } from './calendar/calendar.ts';
import { addWorkingDayHours } from './calendar/clocks.ts';
import { knownCalendar } from './calendar/known-calendar.ts';
import { daysBefore, plusCalendarMonthsClamped } from './calendar/local-dates.ts';
import { shippedCalendar } from './calendar/shipped-calendars.ts';
import type { Sdr } from './desk/desk.ts';
import type { LeadId } from './ids.ts';
import type { Instant } from './instant.ts';
import type { TenantClock } from './nurture/recycle.ts';
import type { Person, Touch } from './person.ts';
import type { Policy, VersionedPolicy } from './policy.ts';

export interface Rules {
  readonly policy: Policy;
  readonly policyVersion: number;
  readonly zone: string;
  /** The tenant's own calendar. */
  readonly calendar: CalendarVersion;
  /** A calendar by id; the tenant's when the id is not known any more. */
  readonly calendarOf: (id: string) => CalendarVersion;
}

/** The rules by a policy and the calendars that ops stored; shipped calendars stand in for those they did not. */
export function rulesOf(
  { document: policy, version }: VersionedPolicy,
  stored: ReadonlyMap<string, CalendarVersion>,
): Rules {
  const calendar = knownCalendar(policy.tenant.calendar, stored) ?? shippedCalendar('PLAIN');
  return {
    policy,
    policyVersion: version,
    zone: policy.tenant.zone,
    calendar,
    calendarOf: (id) => knownCalendar(id, stored) ?? calendar,
  };
}

/** Calendar months in the tenant's zone, clamped. */
function plusMonths({ zone }: Rules): (at: Instant, months: number) => Instant {
  return (at, months) => plusCalendarMonthsClamped(zone, at, months);
}

/** When a lead with its last activity at `at` goes stale (A2-4). */
export function staleAt(rules: Rules, at: Instant): Instant {
  return plusMonths(rules)(at, rules.policy.desk.staleAfterMonths);
}

/** The tenant's clock as the cool-down needs it (4.6). */
export function tenantClock({ calendar, zone }: Rules): TenantClock {
  return {
    afterWorkingDays: (at, duration) => addWorkingDayHours(calendar, at, duration),
    midnightBefore: (date, days) => daysBefore(zone, date, days),
  };
}

/** When, and by which rules. */
export interface At {
  readonly at: Instant;
  readonly rules: Rules;
}

/** A deal that was won while another journey of the company rested or was lost (4.8). */
export interface Purchase {
  readonly leadId: LeadId;
  /** Who speaks with the company now; nobody when he is gone. */
  readonly ownerRepId?: string | undefined;
}

/** What a rule looks at besides the row: when, by which rules, and what the person did so far. */
export interface Now extends At {
  readonly touches: readonly Touch[];
  /** Whose lead it is, where somebody may have to be written to. */
  readonly person?: Person | undefined;
  /** Whose the lead is on the SDRs' desk. */
  readonly sdr?: Sdr | undefined;
  /** What that person's company has bought since the lead came to rest or was lost; looked for when a mail is due. */
  readonly bought?: Purchase | undefined;
}
