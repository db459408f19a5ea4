// The door to dynalite: its validations and its actions, typed, and callable without its server.

import batchGetItem from 'dynalite/actions/batchGetItem.js';
import batchWriteItem from 'dynalite/actions/batchWriteItem.js';
import createTable from 'dynalite/actions/createTable.js';
import deleteItem from 'dynalite/actions/deleteItem.js';
import getItem from 'dynalite/actions/getItem.js';
import putItem from 'dynalite/actions/putItem.js';
import query from 'dynalite/actions/query.js';
import scan from 'dynalite/actions/scan.js';
import updateItem from 'dynalite/actions/updateItem.js';
import batchGetItemRules from 'dynalite/validations/batchGetItem.js';
import batchWriteItemRules from 'dynalite/validations/batchWriteItem.js';
import createTableRules from 'dynalite/validations/createTable.js';
import deleteItemRules from 'dynalite/validations/deleteItem.js';
import getItemRules from 'dynalite/validations/getItem.js';
import validations from 'dynalite/validations/index.js';
import putItemRules from 'dynalite/validations/putItem.js';
import queryRules from 'dynalite/validations/query.js';
import scanRules from 'dynalite/validations/scan.js';
import updateItemRules from 'dynalite/validations/updateItem.js';
import { type Callback, type DynaliteStore, OPTIONS } from './dynalite-view.ts';
import { fromDynalite } from './dynamo-error.ts';
import { rememberConditions } from './parsed-conditions.ts';

rememberConditions();

/** A request that dynalite has checked and, for expressions, parsed. */
export type Request = Record<string, unknown>;

export type Action = (
  store: DynaliteStore,
  request: Request,
  callback: Callback<Record<string, unknown>>,
) => void;

export interface Validation {
  readonly types: object;
  readonly custom?: unknown;
}

const OPERATIONS = {
  BatchGetItem: { action: batchGetItem, rules: batchGetItemRules },
  BatchWriteItem: { action: batchWriteItem, rules: batchWriteItemRules },
  CreateTable: { action: createTable, rules: createTableRules },
  DeleteItem: { action: deleteItem, rules: deleteItemRules },
  GetItem: { action: getItem, rules: getItemRules },
  PutItem: { action: putItem, rules: putItemRules },
  Query: { action: query, rules: queryRules },
  Scan: { action: scan, rules: scanRules },
  UpdateItem: { action: updateItem, rules: updateItemRules },
} satisfies Record<string, { action: Action; rules: Validation }>;

export type Operation = keyof typeof OPERATIONS;

/** The request, checked by dynalite's rules; what is unknown to them is gone. Consumes the body. Throws DynamoError. */
export function validate(operation: Operation, body: object): Request {
  const { types, custom } = OPERATIONS[operation].rules;
  try {
    const request = validations.checkTypes(body, types);
    validations.checkValidations(request, types, custom, { options: OPTIONS });
    return request;
  } catch (error) {
    throw fromDynalite(error);
  }
}

/** Runs an action to its end, however long its reads take. Throws DynamoError. */
export function run(operation: Operation, store: DynaliteStore, request: Request) {
  const { promise, resolve, reject } = Promise.withResolvers<Record<string, unknown>>();
  OPERATIONS[operation].action(store, request, (error, result) => {
    if (error) reject(fromDynalite(error));
    else resolve(result ?? {});
  });
  return promise;
}

/** Runs an action on a store that answers at once, so that nothing can come between its read and its write. */
export function runNow(operation: Operation, store: DynaliteStore, request: Request) {
  const answers: { error: unknown; result: Record<string, unknown> | undefined }[] = [];
  OPERATIONS[operation].action(store, request, (error, result) => {
    answers.push({ error, result });
  });
  const [answer] = answers;
  if (answer === undefined)
    throw new Error(`dynalite answered ${operation} late, expected at once`);
  if (answer.error) throw fromDynalite(answer.error);
  return answer.result ?? {};
}
