// What a moment is in this product: an ISO-8601 UTC string with milliseconds, so that string order is time order.

import * as z from 'zod';

/** As we write them, but for leap days: with milliseconds and in UTC. */
const CANONICAL =
  /^(?:19|20|21)\d\d-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

export const Instant = z.iso
  .datetime({
    offset: true,
    error: 'an ISO-8601 instant with a zone is needed, such as 2026-09-14T02:00:00.000Z',
  })
  .transform((text) => new globalThis.Date(text).toISOString())
  .refine((text) => /^(19|20|21)\d\d-/.test(text), 'lies outside the years 1900 to 2199; check it')
  .brand<'Instant'>();

// Rows are made of instants that we wrote, and a row is parsed at each step: those need no parser.
const parseAny = Instant._zod.run;
Instant._zod.run = (payload, context) =>
  typeof payload.value === 'string' && CANONICAL.test(payload.value)
    ? payload
    : parseAny(payload, context);

/** ISO-8601 UTC instant with milliseconds, e.g. `2026-09-14T02:00:00.000Z`; instants compare as strings. */
export type Instant = z.infer<typeof Instant>;

const ELAPSED = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const HOUR = 3_600_000;

/** The instant of an epoch in milliseconds. */
export function instantOf(epochMillis: number): Instant {
  return new globalThis.Date(epochMillis).toISOString() as Instant;
}

/** Epoch milliseconds of an instant. */
export function millisOf(instant: Instant): number {
  return globalThis.Date.parse(instant);
}

/** Milliseconds of an ISO-8601 duration in elapsed time (`P14D` is 14 × 24 h). Throws RangeError on months and years: those need a calendar. */
export function millisOfDuration(duration: string): number {
  const parts = ELAPSED.exec(duration);
  if (!parts || duration === 'P' || duration.endsWith('T')) {
    throw new RangeError(
      `not an elapsed duration: ${duration}; use days, hours, minutes, seconds such as P14D or PT4H`,
    );
  }
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0));
  return days * 24 * HOUR + hours * HOUR + minutes * 60_000 + seconds * 1000;
}

/** Elapsed milliseconds from one instant to another. */
export function millisBetween(from: Instant, to: Instant): number {
  return millisOf(to) - millisOf(from);
}

/** The instant an elapsed duration later. */
export function plus(instant: Instant, duration: string): Instant {
  return instantOf(millisOf(instant) + millisOfDuration(duration));
}

/** The instant an elapsed duration earlier. */
export function minus(instant: Instant, duration: string): Instant {
  return instantOf(millisOf(instant) - millisOfDuration(duration));
}

/** The earliest of the instants given; undefined ones are passed over. */
export function earliest(first: Instant, ...others: readonly (Instant | undefined)[]): Instant;
export function earliest(...instants: readonly (Instant | undefined)[]): Instant | undefined;
export function earliest(...instants: readonly (Instant | undefined)[]): Instant | undefined {
  return instants.reduce(
    (least, one) => (one !== undefined && (least === undefined || one < least) ? one : least),
    undefined,
  );
}

/** The latest of the instants given. */
export function latest(first: Instant, ...others: readonly (Instant | undefined)[]): Instant {
  return others.reduce<Instant>(
    (most, one) => (one !== undefined && one > most ? one : most),
    first,
  );
}

/** When a contact was, as far as who logs it can claim: never before the offer or a day before the log, never after it (4.4). */
export function claimedInstant(claimed: Instant, loggedAt: Instant, offeredAt?: Instant): Instant {
  return claimed > loggedAt ? loggedAt : latest(minus(loggedAt, 'P1D'), offeredAt, claimed);
}

/** The same moment for libraries that take a `Date`. */
export function dateOf(instant: Instant): Date {
  return new globalThis.Date(instant);
}

const TWO_YEARS = millisOfDuration('P730D');

function isElapsed(duration: string): boolean {
  try {
    return millisOfDuration(duration) <= TWO_YEARS;
  } catch {
    return false;
  }
}

/** ISO-8601 duration of at most 730 days in days, hours, minutes, seconds: `P14D`, `PT4H`. No months: those need a calendar. */
export const ElapsedDuration = z
  .string()
  .refine(
    isElapsed,
    'not a duration of at most P730D in days, hours, minutes, seconds such as PT4H',
  );
