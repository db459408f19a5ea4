// The policy's section on time: every deadline's length and clock, with the defaults of domain.md 4.4 and 4.13.

import * as z from 'zod';
import { shown } from '../fields.ts';
import { millisOfDuration } from '../instant.ts';

/** ISO-8601 duration in days, hours, minutes, seconds, longer than nothing: `PT48H`. */
const Duration = z.string().refine((text) => lengthOf(text) > 0, { error: badDuration });
const DurationOrNone = z.string().refine((text) => lengthOf(text) >= 0, { error: badDuration });
const Days = z.int().min(1).max(3650);

const Accept = z.strictObject({
  clock: z.enum(['workingDayHours', 'elapsed', 'workingHours']).default('workingDayHours'),
  duration: Duration.default('PT48H'),
});

/** The half-day rule needs no duration. */
const Contact = z.strictObject({
  clock: z.enum(['workingHours', 'halfDay']).default('workingHours'),
  duration: Duration.default('PT4H'),
});

const Share = z.number().gt(0).lt(1);

/**
 * Shares of the time to accept, on the accept clock, and working time before it is over (A3-3); and the share of the working time to
 * a first contact after which the rep is reminded of that.
 */
const Reminders = z.strictObject({
  fractions: z.array(Share).max(10).default([0.5, 0.75]),
  beforeDue: Duration.default('PT4H'),
  contactFraction: Share.default(0.75),
});

/** Calendar days between two touches of a nurtured lead by its grade (A2-4). */
const NurtureTouchDays = z.strictObject({
  hot: Days.default(30),
  warm: Days.default(60),
  cold: Days.default(90),
});

/** Working time in which an SDR takes a lead up. */
const Sdr = z.strictObject({
  urgent: Duration.default('PT4H'),
  normal: Duration.default('PT8H'),
});

/** Durations are ISO-8601; `directorDispatch`, `sdr` and `reminders.beforeDue` are working hours, `grace` and `cancelWindow` elapsed. */
export const ClockPolicy = z.strictObject({
  accept: Accept.prefault({}),
  contact: Contact.prefault({}),
  reminders: Reminders.prefault({}),
  grace: DurationOrNone.default('PT60S'),
  opportunityWindowDays: Days.default(45),
  cancelWindow: Duration.default('P14D'),
  suspensionMonths: z.int().min(1).max(24).default(1),
  directorDispatch: Duration.default('PT4H'),
  nurtureTouchDays: NurtureTouchDays.prefault({}),
  sdr: Sdr.prefault({}),
  /** Days before the first day that a calendar does not cover at which ops are warned. */
  calendarWarningDays: Days.default(60),
});
export type ClockPolicy = z.infer<typeof ClockPolicy>;

function lengthOf(duration: string): number {
  try {
    return millisOfDuration(duration);
  } catch {
    return -1;
  }
}

function badDuration(issue: { readonly input?: unknown }): string {
  return `not a duration: ${shown(issue.input)}; use days, hours, minutes, seconds such as PT4H or P14D`;
}
