// What the event lake costs, where a stage has one (docs/lake.md): by the event, and by the month in which nothing happens.

import { ASSUMED, PRICES } from './prices.ts';
import type { Standing } from './standing.ts';

/** Firehose bills each record by so many bytes, however short it is; ours are shorter. */
const BILLED_BYTES = 5_000;
/** What the stack has; a test compares it with its template. */
export const LAKE_HAS = { alarms: 4 } as const;
/** The function is called at least each minute in which something came. */
const EVENTS_A_CALL = 20;
/** One file each quarter of an hour in which something came. */
const FILES_A_MONTH = 4 * 24 * 30;

/** Of so many events on the bus. */
export function lakeOf(events: number): Standing {
  const gigabytes = (events * BILLED_BYTES) / 1e9;
  const calls = events / EVENTS_A_CALL;
  const call =
    PRICES.invocation +
    (ASSUMED.millisecondsOfFunction / 1000) * ASSUMED.gigabytes * PRICES.gigabyteSecond +
    (ASSUMED.bytesOfInvocation / 1e9) * PRICES.logGigabyte +
    ASSUMED.traced * PRICES.trace;
  const dollars = gigabytes * (PRICES.firehoseGigabyte + PRICES.conversionGigabyte) + calls * call;
  return { what: `the event lake, of ${Math.round(events).toLocaleString('en')} events`, dollars };
}

/** A month of it, besides its events: at most a file each quarter of an hour. */
export function standingLake(): Standing {
  const dollars = LAKE_HAS.alarms * PRICES.alarm + FILES_A_MONTH * PRICES.s3Put;
  return { what: `the event lake: ${LAKE_HAS.alarms} alarms, and its files`, dollars };
}
