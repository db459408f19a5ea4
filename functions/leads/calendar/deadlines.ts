// When everything is due: the deadlines of domain.md 4.4 from policy, calendar and the instant they start at.
// Each is computed once and stored; only a calendar change computes it anew, and then it may only move later.

import { type Instant, latest, plus } from '../instant.ts';
import type { Calendar } from './calendar.ts';
import type { ClockPolicy } from './clock-policy.ts';
import {
  addOn,
  addWorkingHours,
  atFraction,
  halfDayDue,
  subtractWorkingHours,
  workingMillisBetween,
} from './clocks.ts';
import { isProvisional } from './coverage.ts';
import {
  plusCalendarDays,
  plusCalendarDaysExclusiveEnd,
  plusCalendarMonthsClamped,
} from './local-dates.ts';

export interface OfferDeadlines {
  /** Last moment to accept or reject in time (A3-1). */
  readonly acceptDueAt: Instant;
  /** Last moment of a first contact in time; runs beside the acceptance. */
  readonly contactDueAt: Instant;
  /** In order, none before the offer and each before `acceptDueAt`, in working hours where there are any; never empty (A3-3). */
  readonly reminderAt: readonly Instant[];
  /** When the rep is reminded of the first contact, before it is missed. */
  readonly contactRemindAt: Instant;
  /** `acceptDueAt` plus the timer's grace: when the offer is settled as timed out. */
  readonly expireAt: Instant;
  /** True when the calendar does not cover all the days up to these deadlines. */
  readonly provisional: boolean;
}

export interface Extension {
  readonly deadlines: OfferDeadlines;
  /** The deadlines that moved, for `DeadlineExtended`. */
  readonly extended: readonly ('acceptDueAt' | 'contactDueAt')[];
}

/** An offer's deadlines from the instant it is made, by the rep's calendar (4.4). Throws NoWorkingTime. */
export function offerDeadlines(
  policy: ClockPolicy,
  calendar: Calendar,
  offeredAt: Instant,
): OfferDeadlines {
  const { accept, contact, grace } = policy;
  const acceptDueAt = addOn(accept.clock, calendar, offeredAt, accept.duration);
  const contactDueAt =
    contact.clock === 'halfDay'
      ? halfDayDue(calendar, offeredAt)
      : addWorkingHours(calendar, offeredAt, contact.duration);
  const told = accept.clock === 'elapsed' ? contactDueAt : latest(acceptDueAt, contactDueAt);
  return {
    acceptDueAt,
    contactDueAt,
    reminderAt: reminders(policy, calendar, offeredAt, acceptDueAt),
    contactRemindAt: contactReminder(policy, calendar, offeredAt, contactDueAt),
    expireAt: plus(acceptDueAt, grace),
    provisional: isProvisional(calendar, offeredAt, told),
  };
}

/** What a changed calendar may do to running deadlines: move them later, never earlier; reminders follow the acceptance (4.4). */
export function extendOnly(old: OfferDeadlines, recomputed: OfferDeadlines): Extension {
  const acceptMoved = recomputed.acceptDueAt > old.acceptDueAt;
  const contactMoved = recomputed.contactDueAt > old.contactDueAt;
  const acceptance = acceptMoved ? recomputed : old;
  return {
    deadlines: {
      acceptDueAt: acceptance.acceptDueAt,
      contactDueAt: latest(old.contactDueAt, recomputed.contactDueAt),
      reminderAt: acceptance.reminderAt,
      contactRemindAt: (contactMoved ? recomputed : old).contactRemindAt,
      expireAt: latest(old.expireAt, recomputed.expireAt),
      provisional: recomputed.provisional,
    },
    extended: [
      ...(acceptMoved ? (['acceptDueAt'] as const) : []),
      ...(contactMoved ? (['contactDueAt'] as const) : []),
    ],
  };
}

/** Exclusive end of the opportunity window: 00:00 of local date(acceptedAt) + 46 in the tenant's zone (A3-5). */
export function oppDueAt(policy: ClockPolicy, zone: string, acceptedAt: Instant): Instant {
  return plusCalendarDaysExclusiveEnd(zone, acceptedAt, policy.opportunityWindowDays);
}

/** Until when a cancellation without cause costs the SDR's credit (A3-5): elapsed from the opportunity's creation. */
export function cancelWindowEndsAt(policy: ClockPolicy, createdAt: Instant): Instant {
  return plus(createdAt, policy.cancelWindow);
}

/** End of a suspension: a calendar month, clamped, in the tenant's zone after the second miss's acceptDueAt (A3-4, X-11). */
export function suspendedUntil(policy: ClockPolicy, zone: string, missedAt: Instant): Instant {
  return plusCalendarMonthsClamped(zone, missedAt, policy.suspensionMonths);
}

/** When the router acts for a silent director: working hours from the handover to the director. */
export function directorDueAt(policy: ClockPolicy, calendar: Calendar, handedAt: Instant): Instant {
  return addWorkingHours(calendar, handedAt, policy.directorDispatch);
}

/** When an SDR has to have taken a lead up: working hours from its entry into the queue. */
export function sdrDueAt(
  policy: ClockPolicy,
  calendar: Calendar,
  queuedAt: Instant,
  urgency: keyof ClockPolicy['sdr'],
): Instant {
  return addWorkingHours(calendar, queuedAt, policy.sdr[urgency]);
}

/** The next touch of a nurtured lead by its grade: calendar days in the tenant's zone, at the same local time (A2-4). */
export function nurtureTouchAt(
  policy: ClockPolicy,
  zone: string,
  touchedAt: Instant,
  grade: keyof ClockPolicy['nurtureTouchDays'],
): Instant {
  return plusCalendarDays(zone, touchedAt, policy.nurtureTouchDays[grade]);
}

/** A reminder that moves forward leaves at least so much working time to answer in. */
const WORTHWHILE = 3_600_000;

function reminders(
  { accept, reminders: { fractions, beforeDue } }: ClockPolicy,
  calendar: Calendar,
  offeredAt: Instant,
  acceptDueAt: Instant,
): readonly Instant[] {
  const wanted = [
    ...fractions.map((part) => atFraction(calendar, accept.clock, offeredAt, acceptDueAt, part)),
    subtractWorkingHours(calendar, acceptDueAt, beforeDue),
  ];
  const useful = wanted
    .filter((at) => offeredAt < at)
    .map((at) => inWorkingHours(calendar, at, { offeredAt, acceptDueAt }));
  // Without a delivered reminder silence is no miss (A3-3), so the shortest window still gets one.
  return useful.length === 0 ? [offeredAt] : [...new Set(useful)].sort();
}

/**
 * A reminder outside working hours moves forward to the next opening, if that leaves a working hour to answer in; else back to the
 * last working minute before it, but not before the offer (4.4).
 */
export function inWorkingHours(
  calendar: Calendar,
  wanted: Instant,
  { offeredAt, acceptDueAt }: { readonly offeredAt: Instant; readonly acceptDueAt: Instant },
): Instant {
  const opening = addWorkingHours(calendar, wanted, 'PT0S');
  if (workingMillisBetween(calendar, opening, acceptDueAt) >= WORTHWHILE) return opening;
  if (opening === wanted) return wanted;
  // A minute before the closing: at the closing itself nobody works any more.
  return latest(offeredAt, subtractWorkingHours(calendar, wanted, 'PT1M'));
}

/** A share of the working time until the first contact is due; one that lands on a closing waits for the next opening. */
function contactReminder(
  { reminders: { contactFraction } }: ClockPolicy,
  calendar: Calendar,
  offeredAt: Instant,
  contactDueAt: Instant,
): Instant {
  const part = atFraction(calendar, 'workingHours', offeredAt, contactDueAt, contactFraction);
  const opening = addWorkingHours(calendar, part, 'PT0S');
  return opening < contactDueAt ? opening : part;
}
