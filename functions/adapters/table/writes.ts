// What one transaction writes: rows under the version that was read, events, the request's receipt. Redactions are apart (4.13).

import { eventIdOf } from '../../leads/ids.ts';
import { earliest } from '../../leads/instant.ts';
import { present } from '../../leads/present.ts';
import type { Change, Commit, Kind, LegsLeft, NewEvent, Rows, StoredEvent } from '../../ports.ts';
import { type Item, itemAt, keyAt, keysIn, type Place } from './keys.ts';
import { itemOf, keyOf, shardOf } from './rows.ts';
import { countWrites } from './staff-changes.ts';
import type { Update, Write } from './table.ts';

/** Everything of a commit, for one transaction. */
export function writesOf(commit: Commit): readonly Write[] {
  const { changes, scope, events = [], alsoTold = [], receipt } = commit;
  const stories = [
    ...(scope === undefined ? [] : eventItems(scope, changes[0], events)),
    ...alsoTold.flatMap((one) => eventItems(one.scope, one.change, one.events)),
  ];
  return [
    ...[...changes, ...alsoTold.map(({ change }) => change)].map(writeOf),
    ...stories.map(eventWrite),
    ...(receipt ? [receiptWrite(receipt)] : []),
    ...countWrites(commit),
  ];
}

function versionOf(row: object | undefined): number {
  return row && 'version' in row && typeof row.version === 'number' ? row.version : 0;
}

function writeOf(change: Change): Write {
  const { kind, before, after } = change;
  if (change.kind === 'receipt' && change.after) return receiptWrite(change.after);
  const version = versionOf(before);
  if (!after) return { delete: keyOf(kind, before ?? {}), given: { version } };
  return {
    put: itemOf(kind, after, version + 1),
    given: before ? { version } : { is: 'absent' },
  };
}

/** A receipt gives way to a new one only after its 24 hours (api.md); the caller has checked the stored instant. */
function receiptWrite(receipt: Rows['receipt']): Write {
  return { put: itemOf('receipt', receipt, 1), given: { storedBefore: receipt.replaces } };
}

/** The stories of these do not keep what they were: the rows are forgotten or emptied, and so shall that be; a roster's event has its list. */
const UNTOLD: ReadonlySet<Kind | undefined> = new Set(['heard', 'submission', 'roster']);

/** Which fields of the row changed, for the event to carry, null for one that was removed; and what came to lists that only grew. */
function changesOf({
  kind,
  before,
  after,
}: Partial<Change>): Pick<StoredEvent, 'changes' | 'added'> {
  if (UNTOLD.has(kind)) return { changes: {} };
  const old: Item = { ...before };
  const now: Item = { ...after };
  const fields = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
    (field) => field !== 'version' && !isSame(old[field], now[field]),
  );
  const added = fields.flatMap((field) => {
    const more = cameBehind(old[field], now[field]);
    return more ? [[field, more] as const] : [];
  });
  const grown = new Set(added.map(([field]) => field));
  const changed = fields.filter((field) => !grown.has(field));
  return present({
    changes: Object.fromEntries(changed.map((field) => [field, now[field] ?? null])),
    added: added.length > 0 ? Object.fromEntries(added) : undefined,
  });
}

/** What a list has behind what it had; undefined for one that had nothing, and where something else changed. */
function cameBehind(old: unknown, now: unknown): readonly unknown[] | undefined {
  if (!Array.isArray(old) || !Array.isArray(now) || old.length === 0) return undefined;
  return isSame(old, now.slice(0, old.length)) ? now.slice(old.length) : undefined;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The events of a scope in its row's new version; a scope that has no row has one version. */
function eventItems(
  scope: string,
  told: Partial<Change> = {},
  events: readonly NewEvent[] = [],
): readonly StoredEvent[] {
  const at = versionOf(told.before) + 1;
  return events.map((event, index) => ({
    ...event,
    id: eventIdOf(scope, at, index),
    scope,
    at,
    index,
    ...(index === 0 ? changesOf(told) : {}),
  }));
}

/** `scope` is the row whose transaction wrote the event (lead, rep, roster …), `at` that row's version. */
export function placeOf({ scope, at, index }: StoredEvent): Place {
  return [{ scope }, { at, index }];
}

function eventWrite(event: StoredEvent): Write {
  const { scope, occurredAt } = event;
  const unrelayed: Place = [{ unrelayed: `s${shardOf(scope)}` }, { occurredAt }];
  const put = itemAt('event', { own: placeOf(event), unrelayed }, { row: JSON.stringify(event) });
  return { put, given: { is: 'absent' } };
}

/** The index of unrelayed events is sorted by when the next leg of an event is due; it has a place of its own for those that are parked. */
function duePlace({ scope }: StoredEvent, left: LegsLeft): Place {
  const occurredAt = earliest(...Object.values(left).map(({ next }) => next));
  if (occurredAt === undefined) return [{ unrelayed: 'parked' }];
  return [{ unrelayed: `s${shardOf(scope)}` }, { occurredAt }];
}

/** Takes an event out of the index of those that have not gone out, or moves it to where its next leg is due. */
export function relayedNote(event: StoredEvent, left: LegsLeft | undefined): Update {
  const known = { key: keyAt('event', placeOf(event)), given: { is: 'present' } } as const;
  if (!left) return { ...known, remove: ['unrelayed', 'unrelayedPk', 'unrelayedSk', 'legs'] };
  const place = duePlace(event, left);
  return {
    ...known,
    set: {
      unrelayed: place[0].unrelayed,
      ...keysIn('unrelayed', 'event', place),
      legs: JSON.stringify(left),
    },
  };
}
