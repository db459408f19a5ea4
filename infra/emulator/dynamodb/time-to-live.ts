// When is an item's time over? Tables with a time-to-live attribute keep their items in order of it, so that finding the
// due ones never walks the table.

import db from 'dynalite/db/index.js';
import type { Item, Table } from './item.ts';

const SECONDS_DIGITS = 12;

/** Where an item stands in its table's time-to-live order; undefined when it lives for ever. */
export function timeToLiveKey(item: Item, table: Table): string | undefined {
  const seconds = expirySeconds(item, table);
  if (seconds === undefined) return undefined;
  return `${timeToLivePrefix(table.TableName)}${order(seconds)}~${db.createKey(item, table)}`;
}

/** All keys of the order that are due at that instant (epoch milliseconds). */
export function dueRange(table: string, now: number) {
  const prefix = timeToLivePrefix(table);
  return { gte: prefix, lt: prefix + order(Math.floor(now / 1000) + 1) };
}

/** Whether the item's time is over at that instant (epoch milliseconds). */
export function isDue(item: Item, table: Table, now: number): boolean {
  const seconds = expirySeconds(item, table);
  return seconds !== undefined && seconds <= now / 1000;
}

/** The instant in epoch seconds after which DynamoDB deletes the item, if it says so in a number. */
function expirySeconds(item: Item, table: Table): number | undefined {
  if (table.timeToLiveAttribute === undefined) return undefined;
  const value = item[table.timeToLiveAttribute]?.N;
  const seconds = typeof value === 'string' ? Math.floor(Number(value)) : Number.NaN;
  return seconds >= 0 && seconds < 10 ** SECONDS_DIGITS ? seconds : undefined;
}

export function timeToLivePrefix(table: string): string {
  return `due~${table}~`;
}

function order(seconds: number): string {
  return String(seconds).padStart(SECONDS_DIGITS, '0');
}
