// What DynamoDB would bill: each call is asked for the capacity it consumed.

import * as z from 'zod';
import type { Runtime } from '../runtime.ts';

/** Calls, and capacity units of reading and writing, so far. */
export interface Units {
  calls: number;
  read: number;
  write: number;
}

const WRITES: ReadonlySet<string> = new Set([
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
  'TransactWriteItems',
]);

const One = z.object({ CapacityUnits: z.number() });
const Answer = z.object({ ConsumedCapacity: z.union([One, z.array(One)]).optional() });

/** Counts from now on every call that the runtime's functions make. */
export function countUnits({ database }: Runtime): Units {
  const units: Units = { calls: 0, read: 0, write: 0 };
  const call = database.call.bind(database);
  database.call = async (operation, body) => {
    const answer = await call(operation, { ...Object(body), ReturnConsumedCapacity: 'TOTAL' });
    const { ConsumedCapacity: consumed = [] } = Answer.parse(answer);
    const spent = [consumed].flat().reduce((sum, one) => sum + one.CapacityUnits, 0);
    units.calls += 1;
    units[WRITES.has(operation) ? 'write' : 'read'] += spent;
    return answer;
  };
  return units;
}
