// Says instants the way people do, in the tenant's zone.

import { session } from './session.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const DATE = { weekday: 'short', day: 'numeric', month: 'short' };
const YEAR = { year: 'numeric' };
const TIME = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };

/** `Tue 16 Sep 10:00`, with the year when it is not the present one. */
export function moment(instant) {
  return `${day(instant)} ${written(instant, TIME)}`;
}

export function day(instant) {
  const sameYear = written(instant, YEAR) === written(session.now, YEAR);
  return date(instant, sameYear ? DATE : { ...DATE, ...YEAR });
}

/** `Tue 16 Sep 2026 10:00:00`. */
export function fullMoment(instant) {
  return `${date(instant, { ...DATE, ...YEAR })} ${written(instant, { ...TIME, second: '2-digit' })}`;
}

/** `in 2 days, Tue 16 Sep 10:00`. */
export function withDistance(instant) {
  return instant && `${distance(instant)}, ${moment(instant)}`;
}

/** As `withDistance`; a deadline that lands on midnight is the end of the day before (domain.md 4.4). */
export function deadline(instant) {
  if (!instant || written(instant, TIME) !== '00:00') return withDistance(instant);
  return `${distance(instant)}, end of ${day(Date.parse(instant) - 1)}`;
}

/** The local date `yyyy-mm-dd` so many days from now. */
export function dateAhead(days) {
  const at = Date.parse(session.now) + days * DAY;
  return new Intl.DateTimeFormat('sv-SE', { timeZone: session.zone }).format(at);
}

function distance(instant) {
  const gap = Date.parse(instant) - Date.parse(session.now);
  const size = span(Math.abs(gap));
  if (size === undefined) return 'now';
  return gap > 0 ? `in ${size}` : `${size} ago`;
}

function span(gap) {
  if (gap < MINUTE) return undefined;
  if (gap < HOUR) return `${Math.round(gap / MINUTE)} min`;
  if (gap < 2 * DAY) return `${Math.round(gap / HOUR)} h`;
  return `${Math.round(gap / DAY)} days`;
}

function date(instant, options) {
  const parts = format(options).formatToParts(millis(instant));
  const order = ['weekday', 'day', 'month', 'year'];
  return order
    .map((type) => parts.find((part) => part.type === type)?.value)
    .filter(Boolean)
    .join(' ');
}

function written(instant, options) {
  return format(options).format(millis(instant));
}

function format(options) {
  return new Intl.DateTimeFormat('en-US', { ...options, timeZone: session.zone });
}

function millis(instant) {
  return typeof instant === 'number' ? instant : Date.parse(instant);
}
