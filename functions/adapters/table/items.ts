// A row as the table keeps it, and back: its item, the writes of a change and of its events, and what an index item says.

import { LeadId, offerIdOf, opportunityIdOf } from '../../leads/ids.ts';
import { Instant } from '../../leads/instant.ts';
import type { Change, DueKind, Kind, NewEvent, Rows, StoredEvent, Waiting } from '../../ports.ts';
import { EventEntity } from './entities.ts';
import type { Parameters_ } from './entity.ts';
import { entities, mappings, rowOf, schemas, shardOf } from './rows.ts';

export type Item = Record<string, unknown>;

export function parameters(of: Parameters_, table: string): Record<string, unknown> {
  return of.params({ table });
}

/** The entity under which rows of this kind are stored. */
export function entityOf(kind: Kind): (typeof entities)[keyof typeof entities] {
  return entities[mappings[kind].entity];
}

/** The item's own keys. */
export function keyOf(kind: Kind, key: Item, table: string): Item {
  return parameters(entityOf(kind).get(key), table).Key as Item;
}

export function parse<K extends Kind>(kind: K, item: Item): Rows[K] {
  const schema = (schemas as Partial<Record<Kind, { parse(row: unknown): unknown }>>)[kind];
  const row = rowOf(item);
  return (schema ? schema.parse(row) : row) as Rows[K];
}

/** The item of a row: keys, version and the row itself. */
export function itemOf(kind: Kind, row: object, version: number): Item {
  const mapping = mappings[kind] as { item(row: object): Item };
  const versioned = 'version' in row ? { ...row, version } : row;
  return { ...mapping.item(row), version, row: JSON.stringify(versioned) };
}

function versionOf(row: object | undefined): number {
  return row && 'version' in row && typeof row.version === 'number' ? row.version : 0;
}

export function writeOf(change: Change, table: string): object {
  const entity = entityOf(change.kind);
  const { before, after } = change;
  if (change.kind === 'receipt' && change.after) return receiptWrite(change.after, table);
  const seen = versionOf(before);
  if (!after) {
    const mapping = mappings[change.kind] as { item(row: object): Item };
    const key = mapping.item(before ?? {});
    return {
      Delete: parameters(
        entity.delete(key).where((a, c) => c.eq(a.version, seen)),
        table,
      ),
    };
  }
  const item = itemOf(change.kind, after, seen + 1);
  if (!before) return { Put: parameters(entity.create(item), table) };
  return {
    Put: parameters(
      entity.put(item).where((a, c) => c.eq(a.version, seen)),
      table,
    ),
  };
}

/** Which fields of the row changed, for the event to carry; null for one that was removed. */
function changesOf({ before, after }: Partial<Change>): Record<string, unknown> {
  const old: Item = { ...before };
  const now: Item = { ...after };
  const fields = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
    (field) => field !== 'version' && JSON.stringify(old[field]) !== JSON.stringify(now[field]),
  );
  return Object.fromEntries(fields.map((field) => [field, now[field] ?? null]));
}

/** The events of a scope, as its row's new version; a scope without a row has one version. */
export function eventItems(
  scope: string,
  told: Partial<Change> = {},
  events: readonly NewEvent[] = [],
): readonly StoredEvent[] {
  const at = versionOf(told.before) + 1;
  return events.map((event, index) => ({
    ...event,
    id: `${scope}-e${at}${index === 0 ? '' : `.${index}`}`,
    scope,
    at,
    index,
    ...(index === 0 ? { changes: changesOf(told) } : {}),
  }));
}

export function eventWrite(event: StoredEvent, table: string): object {
  const { scope, at, index, occurredAt } = event;
  const item = {
    scope,
    at,
    index,
    occurredAt,
    unrelayed: `s${shardOf(scope)}`,
    row: JSON.stringify(event),
  };
  return { Put: parameters(EventEntity.create(item), table) };
}

/** A receipt gives way to a new one only after its 24 hours (api.md); the caller has checked the stored instant. */
export function receiptWrite(receipt: Rows['receipt'], table: string): object {
  const put = parameters(entityOf('receipt').put(itemOf('receipt', receipt, 1)), table);
  return {
    Put: {
      ...put,
      ConditionExpression: 'attribute_not_exists(pk) OR storedAt < :since',
      ExpressionAttributeValues: { ':since': receipt.replaces },
    },
  };
}

/** Takes an event out of the index of those that nobody relayed yet. */
export function relayedMark({ scope, at, index }: StoredEvent, TableName: string) {
  const { Key } = parameters(EventEntity.get({ scope, at, index }), TableName);
  return {
    Update: {
      TableName,
      Key: Key as Item,
      UpdateExpression: 'REMOVE unrelayed, unrelayedPk, unrelayedSk',
      ConditionExpression: 'attribute_exists(pk)',
    },
  };
}

/** The index of what waits holds keys and instants, no rows. A credit has the id of the offer that it hangs on. */
export function waiting(kind: DueKind, item: Item): Waiting {
  const leadId = LeadId.parse(item.leadId);
  const [cycle, seq] = [Number(item.cycle), Number(item.seq)];
  const ids: Record<DueKind, () => string> = {
    lead: () => leadId,
    offer: () => offerIdOf(leadId, cycle, seq),
    opportunity: () => opportunityIdOf(leadId, seq),
    credit: () => offerIdOf(leadId, cycle, seq),
  };
  return { id: ids[kind](), nextInstant: Instant.parse(item.nextInstant) };
}
