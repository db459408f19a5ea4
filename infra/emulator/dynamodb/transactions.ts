// May this transaction happen, and if not, why? All members are judged against the same state; one refusal refuses all.

import { createHash } from 'node:crypto';
import db from 'dynalite/db/index.js';
import { type Operation, type Request, validate } from './dynalite.ts';
import { rowKey, tableNotFound } from './dynalite-view.ts';
import { type CancellationReason, DynamoError, invalid } from './dynamo-error.ts';
import type { HeldItems } from './held-items.ts';
import type { ItemChange, Table } from './item.ts';
import { itemBytes } from './item-size.ts';
import { type CollectedWrites, keySource } from './item-writes.ts';

const MAX_MEMBERS = 100;
const MAX_BYTES = 4 * 1024 * 1024;

interface MemberRule {
  readonly operation: Operation;
  readonly required: readonly string[];
}

const COMMON = [
  'TableName',
  'ConditionExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
];

const MEMBERS: Readonly<Record<string, MemberRule & { readonly fields: readonly string[] }>> = {
  // A condition check is a delete whose change is thrown away.
  ConditionCheck: {
    operation: 'DeleteItem',
    required: ['Key', 'ConditionExpression'],
    fields: [...COMMON, 'Key'],
  },
  Put: { operation: 'PutItem', required: ['Item'], fields: [...COMMON, 'Item'] },
  Delete: { operation: 'DeleteItem', required: ['Key'], fields: [...COMMON, 'Key'] },
  Update: {
    operation: 'UpdateItem',
    required: ['Key', 'UpdateExpression'],
    fields: [...COMMON, 'Key', 'UpdateExpression'],
  },
};

/** One member of a transaction: what dynalite is asked for, and on which row. */
export interface Member {
  readonly kind: string;
  readonly operation: Operation;
  readonly request: Request;
  readonly table: Table;
  readonly returnOld: boolean;
}

/** The members of a TransactWriteItems request. Consumes the body. Throws DynamoError for what AWS refuses as a whole. */
export function transactionMembers(
  body: Readonly<Record<string, unknown>>,
  tables: ReadonlyMap<string, Table>,
): readonly Member[] {
  const items = memberList(body.TransactItems);
  return items.map((item, index) => {
    const kinds = Object.keys(item).filter((kind) => kind in MEMBERS && item[kind] != null);
    const [kind] = kinds;
    const rule = kind === undefined ? undefined : MEMBERS[kind];
    if (kind === undefined || rule === undefined || kinds.length > 1) {
      throw invalid(
        kind === undefined
          ? 'Invalid Request: TransactWriteRequest should contain Delete or Put or Update request'
          : 'TransactItems can only contain one of Check, Put, Update or Delete',
      );
    }
    const member = asRecord(item[kind]);
    for (const field of ['TableName', ...rule.required]) {
      if (member[field] == null) throw missing(index, kind, field);
    }
    const asked = Object.fromEntries(rule.fields.map((field) => [field, member[field]]));
    const request = validate(rule.operation, asked);
    const table = tables.get(String(request.TableName));
    if (table === undefined) throw tableNotFound();
    const returnOld = member.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
    return { kind, operation: rule.operation, request, table, returnOld };
  });
}

/** The list of members of either transaction. */
export function memberList(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  const items = Array.isArray(value) ? value.map(asRecord) : undefined;
  const shown = items === undefined ? 'null' : `'[${items.length} items]'`;
  const at = `1 validation error detected: Value ${shown} at 'transactItems' failed to satisfy constraint: Member must`;
  if (items === undefined) throw invalid(`${at} not be null`);
  if (items.length === 0) throw invalid(`${at} have length greater than or equal to 1`);
  if (items.length > MAX_MEMBERS)
    throw invalid(`${at} have length less than or equal to ${MAX_MEMBERS}`);
  return items;
}

/** The changes of all members, or the error that says which of them refused. Nothing is written here. */
export function judge(
  members: readonly Member[],
  collect: () => CollectedWrites,
  held: HeldItems,
): readonly ItemChange[] {
  const changes: ItemChange[] = [];
  const reasons: CancellationReason[] = [];
  const rows = new Set<string>();
  for (const member of members) {
    const writes = collect();
    const refused = refusal(member, writes);
    if (refused?.Code === 'ValidationError') {
      reasons.push(refused);
      continue;
    }
    const row = memberRow(member);
    reasons.push(held.reason(row) ?? refused ?? { Code: 'None' });
    if (rows.has(row)) {
      throw invalid('Transaction request cannot include multiple operations on one item');
    }
    rows.add(row);
    if (member.kind !== 'ConditionCheck') changes.push(...writes.changes);
  }
  const bytes = changes.reduce((total, { after }) => total + (after ? itemBytes(after) : 0), 0);
  if (bytes > MAX_BYTES) {
    throw invalid(`Transaction payload size cannot exceed 4MB. Payload Size: ${bytes}`);
  }
  if (reasons.some(({ Code }) => Code !== 'None')) throw cancelled(reasons);
  return changes;
}

/** What makes two requests with one token the same request. */
export function fingerprint(body: Readonly<Record<string, unknown>>): string {
  return createHash('sha256').update(JSON.stringify(body.TransactItems)).digest('base64');
}

/** The error that lists a reason for each member. */
export function cancelled(reasons: readonly CancellationReason[]): DynamoError {
  const codes = reasons.map(({ Code }) => Code).join(', ');
  return new DynamoError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { CancellationReasons: reasons },
  );
}

function refusal(
  { operation, request, returnOld }: Member,
  writes: CollectedWrites,
): CancellationReason | undefined {
  try {
    writes.run(operation, request);
    return undefined;
  } catch (error) {
    if (!(error instanceof DynamoError)) throw error;
    if (error.name === 'ValidationException') {
      return { Code: 'ValidationError', Message: error.message };
    }
    if (error.name !== 'ConditionalCheckFailedException') throw error;
    const item = returnOld ? writes.existing(request) : undefined;
    return {
      Code: 'ConditionalCheckFailed',
      Message: error.message,
      ...(item && { Item: item }),
    };
  }
}

function memberRow({ table, request }: Member): string {
  return rowKey(table.TableName, db.createKey(keySource(request), table));
}

function missing(index: number, kind: string, field: string): DynamoError {
  const path = [kind, field].map((name) => name.charAt(0).toLowerCase() + name.slice(1)).join('.');
  return invalid(
    `1 validation error detected: Value null at 'transactItems.${index + 1}.member.${path}' failed to satisfy constraint: Member must not be null`,
  );
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  // Codec: any object is a record of unknowns.
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
