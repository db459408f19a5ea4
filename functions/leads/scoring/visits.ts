// How often they came by lately, for how many pages and how long (A1-10): shown with the lead, scored elsewhere (score.ts).

import { type Instant, millisOf, millisOfDuration, minus } from '../instant.ts';
import type { Touch } from '../person.ts';

/** So far back visits are counted. */
const PERIOD = 'P30D';
/** Pages with less than this between them are one visit. */
const PAUSE = millisOfDuration('PT30M');

export interface Visits {
  readonly since: Instant;
  readonly visits: number;
  readonly pages: number;
  /** Dwell time of all pages, as far as they told it. */
  readonly seconds: number;
}

type Seen = Pick<Touch, 'touchId' | 'personId' | 'at' | 'kinds' | 'seconds'>;

/** Of all people of the lead: each page once, a visit for each person and half hour without one. */
export function visitsUntil(at: Instant, touches: readonly Seen[]): Visits {
  const since = minus(at, PERIOD);
  const once = new Map(touches.map((touch) => [touch.touchId, touch]));
  const pages = [...once.values()]
    .filter((touch) => touch.kinds.includes('pageView') && touch.at > since && touch.at <= at)
    .toSorted((a, b) => a.at.localeCompare(b.at));
  const last = new Map<string, number>();
  let visits = 0;
  for (const { personId, at: seenAt, seconds = 0 } of pages) {
    const begins = millisOf(seenAt);
    const left = last.get(personId);
    if (left === undefined || begins - left > PAUSE) visits += 1;
    last.set(personId, begins + seconds * 1000);
  }
  return {
    since,
    visits,
    pages: pages.length,
    seconds: pages.reduce((sum, { seconds = 0 }) => sum + seconds, 0),
  };
}
